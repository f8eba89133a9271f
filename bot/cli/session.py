"""Database transactions for a command, without a running server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.transactions import Transactions


@contextmanager
def offline_transactions(*, must_exist: bool = False) -> Iterator["Transactions"]:
    """Open the configured database and upgrade it; `serve` posts the messages later.

    Raises:
        DatabaseStateError: It can't be used, or there is none and it must exist.
    """
    from bot.content import use_own_content
    from bot.migrations.state import in_a_sentence, may_be_new, require_database
    from bot.migrations.upgrade import upgrade_database
    from bot.settings import read_settings
    from bot.storage.database import OFFLINE_BUSY_TIMEOUT_MS, Database
    from bot.transactions import Transactions, clock_of
    from handlers.surfaces.surface import place_surface

    settings = read_settings()
    use_own_content(settings)
    url = settings.database_url
    require_database(url, is_new_fine=not must_exist and may_be_new(url))
    upgrade_database(url)
    database = Database(url, busy_timeout_ms=OFFLINE_BUSY_TIMEOUT_MS)
    try:
        with in_a_sentence(url):
            yield Transactions(database, place_surface, clock_of(database))
    finally:
        database.close()
