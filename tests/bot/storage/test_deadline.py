"""A press on PostgreSQL has one deadline in all, however many statements it makes."""

import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import LIMIT_IS_GOOD_FOR_SECONDS, Database
from bot.threads.outage import is_away
from tests.postgres import PostgresServer

pytestmark = pytest.mark.postgres
DEADLINE_SECONDS = 0.6
MARGIN_SECONDS = 15.0
"""For a busy machine; what is slept for is longer."""
STATEMENTS = pytest.mark.parametrize(
    "pieces",
    [pytest.param([30.0], id="one is slow"), pytest.param([0.3] * 100, id="many take their time")],
)


@pytest.fixture
def database(postgres_server: PostgresServer) -> Iterator[Database]:
    """A database on PostgreSQL."""
    with postgres_server.fresh_database("migrated") as url:
        opened = Database(url)
        yield opened
        opened.close()


def sleep(
    database: Database,
    pieces: list[float],
    *,
    is_reading: bool,
    within: float = DEADLINE_SECONDS,
) -> None:
    """Make slow statements in one transaction with a deadline."""
    deadline = time.monotonic() + within
    opened = (
        database.reading(deadline=deadline)
        if is_reading
        else database.transaction(deadline=deadline)
    )
    with opened as session:
        for seconds in pieces:
            session.connection().execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})


@STATEMENTS
@pytest.mark.parametrize("is_reading", [False, True])
def test_it_ends_at_its_deadline(
    database: Database, pieces: list[float], *, is_reading: bool
) -> None:
    """As the absence of the database, so that the person is told; the next one works."""
    began = time.monotonic()

    with pytest.raises(SQLAlchemyError) as raised:
        sleep(database, pieces, is_reading=is_reading)
    seconds = time.monotonic() - began
    sleep(database, [0.0], is_reading=is_reading, within=MARGIN_SECONDS)

    assert is_away(raised.value)
    assert seconds < DEADLINE_SECONDS + LIMIT_IS_GOOD_FOR_SECONDS + MARGIN_SECONDS


def test_rows_may_be_read_in_portions(database: Database) -> None:
    """Also where the limit is set again just before, as on a slow machine."""
    with database.transaction(deadline=time.monotonic() + MARGIN_SECONDS) as session:
        connection = session.connection()
        connection.execute(
            text("SELECT pg_sleep(:seconds)"), {"seconds": LIMIT_IS_GOOD_FOR_SECONDS}
        )
        rows = connection.execute(
            text("SELECT generate_series(1, 5)"), execution_options={"yield_per": 2}
        )

        assert rows.scalars().all() == [1, 2, 3, 4, 5]


def test_one_without_a_deadline_takes_its_time(database: Database) -> None:
    """A limit ends with the transaction that it was for, though the connection is used again."""
    with pytest.raises(SQLAlchemyError):
        sleep(database, [30.0], is_reading=False)

    with database.transaction() as session:
        limit = session.connection().execute(text("SHOW statement_timeout")).scalar_one()

    assert limit == "0"
