"""A command's way to the database: transactions without a running server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.unit_of_work import Transactions


@contextmanager
def offline_transactions() -> Iterator["Transactions"]:
    """Open the database of the settings, brought up to date; what is shown waits for `serve`."""
    from assessments.questionnaires import use_questionnaires
    from bot.database import Database, create_database_engine
    from bot.migrations.upgrade import upgrade_database
    from bot.projections import place_surface
    from bot.settings import read_settings
    from bot.unit_of_work import Transactions
    from bot.wiring import utc_now

    settings = read_settings()
    use_questionnaires(settings.lamplighter_questionnaires)
    upgrade_database(settings.database_url)
    database = Database(create_database_engine(settings.database_url))
    try:
        yield Transactions(database, place_surface, utc_now)
    finally:
        database.close()
