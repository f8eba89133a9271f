"""Database transactions for a command, without a running server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.transactions import Transactions


@contextmanager
def offline_transactions() -> Iterator["Transactions"]:
    """Open the configured database and upgrade it; `serve` posts the messages later."""
    from assessments.questionnaires import use_questionnaires
    from bot.migrations.upgrade import upgrade_database
    from bot.settings import read_settings
    from bot.storage.database import OFFLINE_BUSY_TIMEOUT_MS, Database
    from bot.transactions import Transactions, clock_of
    from handlers.surfaces.surface import place_surface

    settings = read_settings()
    use_questionnaires(settings.lamplighter_questionnaires)
    upgrade_database(settings.database_url)
    database = Database(settings.database_url, busy_timeout_ms=OFFLINE_BUSY_TIMEOUT_MS)
    try:
        yield Transactions(database, place_surface, clock_of(database))
    finally:
        database.close()
