"""Deciders are looked up once a day, a few at a time."""

from datetime import datetime, timedelta

from alembic import command
from sqlmodel import select

from bot.migrations.state import alembic_config
from bot.migrations.upgrade import upgrade_database
from bot.queues.jobs import Job
from bot.schedule.deciders import MOST_AT_ONCE, DeciderSchedule
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.deciders import due_deciders
from deployments.models import ModelFacts, register_model
from handlers.surfaces.surface import place_surface


def register(database: Database, now: datetime, deciders: int) -> None:
    """Register a model with some deciders beside its owner."""
    people = tuple(f"U0D{number:02}" for number in range(deciders))
    with database.transaction() as session:
        register_model(session, ModelFacts("churn", "U0MIA", "C1", people), now)


def test_everyone_is_looked_up_once_a_day(database: Database, now: datetime) -> None:
    """However many steps two replicas take."""
    register(database, now, deciders=MOST_AT_ONCE)
    transactions = Transactions(database, place_surface, lambda: now)
    replicas = [DeciderSchedule(transactions), DeciderSchedule(transactions)]

    steps = [replica.step(now) for _ in range(2) for replica in replicas]
    next_day = replicas[0].step(now + timedelta(days=1))

    with database.reading() as session:
        people = [job.payload["people"] for job in session.exec(select(Job)).all()]
    assert steps == [MOST_AT_ONCE, 1, None, None]
    assert next_day == MOST_AT_ONCE
    assert sorted(len(found) for found in people) == [1, MOST_AT_ONCE, MOST_AT_ONCE]


def test_deciders_of_an_older_database_are_known(
    database: Database, database_url: str, now: datetime
) -> None:
    """The upgrade knows of them, so that they are looked up soon."""
    register(database, now, deciders=1)
    command.downgrade(alembic_config(database_url), "0012")

    upgrade_database(database_url)

    with database.reading() as session:
        assert due_deciders(session, now, 10) == ["U0D00", "U0MIA"]
