"""The database's absence is one line in the log when it begins, and one when it is over."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.storage.database import Database
from bot.threads.outage import Outage, is_away

GONE = OperationalError("SELECT 1", {}, Exception("server closed the connection\nat once"))


@pytest.fixture
def lines() -> Iterator[list[EventDict]]:
    """What is logged."""
    with capture_logs() as captured:
        yield captured


def test_many_workers_that_find_it_away_say_so_once(lines: list[EventDict]) -> None:
    """Nine of them, four times each."""
    outage = Outage()
    for _ in range(4):
        for number in range(9):
            outage.begins(f"worker-{number}", GONE)

    assert [(line["event"], line["reason"]) for line in lines] == [
        ("database_away", "server closed the connection")
    ]


def test_the_first_that_was_cut_off_and_works_again_says_so(lines: list[EventDict]) -> None:
    """A worker that needed no database meanwhile can't know."""
    outage = Outage()
    outage.begins("jobs", GONE)
    outage.ends("leases")
    outage.begins("rounds", GONE)
    outage.ends("jobs")
    outage.ends("rounds")

    assert [line["event"] for line in lines] == ["database_away", "database_back"]


def test_a_cut_connection_is_an_absence_and_a_wrong_statement_is_none(
    database: Database,
) -> None:
    """PostgreSQL cuts it; SQLite has no connection to cut."""
    with pytest.raises(DBAPIError) as wrong, database.reading() as session:
        session.connection().execute(text("SELECT nothing FROM nowhere"))
    assert not is_away(wrong.value)
    with pytest.raises(DBAPIError) as odd, database.reading() as session:
        session.connection().execute(text("SELECT :value"), {"value": {"a": "set"}})
    assert not is_away(odd.value)
    if database.is_shared:
        with pytest.raises(SQLAlchemyError) as cut, database.reading() as session:
            session.connection().execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        assert is_away(cut.value)
