"""Use cases are looked at when their time has come, by one replica."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

from alembic import command
from sqlmodel import func, select

from assessments.use_cases.coming_back.looking import due_use_case
from assessments.use_cases.coming_back.tables import Revisit
from bot.migrations.state import alembic_config
from bot.migrations.upgrade import upgrade_database
from bot.schedule.coming_back import ComingBack
from bot.storage.database import Database
from bot.transactions import Transactions
from handlers.surfaces.surface import place_surface
from tests.assessments.use_cases.coming_back.years import at, in_force

DUE = at(date(2026, 10, 1))


def put_in_force(database: Database) -> Transactions:
    """Put a use case in force whose attestation and number are both due on 1 October."""
    transactions = Transactions(database, place_surface, lambda: DUE)
    with transactions.begin() as work:
        in_force(work.session)
    return transactions


def test_two_replicas_ask_once(database: Database) -> None:
    """However they come together; afterwards nothing is due for days."""
    transactions = put_in_force(database)
    barrier = Barrier(2)

    def step(replica: ComingBack) -> UUID | None:
        barrier.wait()
        return replica.step(DUE)

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(step, [ComingBack(transactions), ComingBack(transactions)]))

    assert sum(one is not None for one in found) == 1
    assert ComingBack(transactions).step(DUE + timedelta(days=2)) is None
    with database.reading() as session:
        assert session.exec(select(func.count()).select_from(Revisit)).one() == 2


def test_use_cases_of_an_older_database_are_looked_at(
    database: Database, database_url: str
) -> None:
    """The upgrade plans a look at each that is in force."""
    put_in_force(database)
    command.downgrade(alembic_config(database_url), "0016")

    upgrade_database(database_url)

    with database.reading() as session:
        assert due_use_case(session, DUE) is not None
