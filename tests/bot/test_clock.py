"""A clock that machines share is followed, whatever this machine's own says."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import SharedClock, utc_now
from bot.storage.database import Database
from bot.transactions import clock_of

THEN = datetime(2031, 5, 4, tzinfo=UTC)


def test_a_shared_clock_goes_on_between_two_answers() -> None:
    """It asks once, and counts seconds from there."""
    answers = [THEN]
    clock = SharedClock(answers.pop)

    first, second = clock(), clock()

    assert THEN <= first < second < THEN + timedelta(minutes=5)


def test_a_shared_clock_asks_again_when_told_to() -> None:
    """A newer answer is taken, earlier or later."""
    answers = [THEN - timedelta(hours=1), THEN]
    clock = SharedClock(answers.pop)
    clock()

    clock.refresh()

    assert clock() < THEN - timedelta(minutes=30)


def test_without_an_answer_the_last_one_goes_on() -> None:
    """The database is away for a while."""
    answers = [THEN]
    clock = SharedClock(answers.pop)
    clock()

    with pytest.raises(IndexError):
        clock.refresh()

    assert THEN <= clock() < THEN + timedelta(minutes=5)


def test_the_databases_clock_counts_where_machines_share_it(database: Database) -> None:
    """PostgreSQL's own time; a file of one machine needs no other than the machine's."""
    clock = clock_of(database)

    is_machines = clock is utc_now
    assert is_machines == (database.engine.dialect.name == "sqlite")
    assert abs(clock() - utc_now()) < timedelta(minutes=5)  # here the server runs beside us
