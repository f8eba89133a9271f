"""What somebody has to fix first is asked for seldom, told, and goes on by itself."""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlmodel import Session, select

from bot.delivery.delivery import Delivery
from bot.delivery.slack_errors import (
    ERRORS_OF_JOBS,
    OperatorNeededError,
    PersonRefusedError,
    SlackAwayError,
    SlackRefusedError,
)
from bot.queues.backoff import SELDOM
from bot.queues.claims import LONGEST_PAUSE
from bot.queues.jobs import MOST_ATTEMPTS, Job, JobRunner, enqueue
from bot.queues.lengths import queue_lengths, struggling
from bot.queues.surfaces import Placed, mark_stale
from bot.storage.database import Database
from tests.bot.conftest import Board, FakeSlack

DAY = timedelta(days=1)


@pytest.fixture
def delivery(database: Database, slack: FakeSlack, board: Board) -> Delivery:
    """A delivery to the fake Slack, with two messages to two channels."""
    board.texts = {"1": "one", "2": "two"}
    return Delivery(database, slack, board.draw, Random(1))


def show_both(session: Session, now: datetime) -> None:
    """Have two channels get a message."""
    mark_stale(session, Placed("card", "1", "C1", 1), Placed("card", "2", "C2", 2), now=now)


def test_what_is_asked_seldom_still_counts_as_waiting() -> None:
    """A wait beyond the longest pause would count as due."""
    assert SELDOM <= LONGEST_PAUSE


def test_a_revoked_token_is_asked_about_once_for_all_and_then_all_goes_on(
    database: Database, delivery: Delivery, slack: FakeSlack, now: datetime
) -> None:
    """A day later the app is installed again: both messages come."""
    slack.failures = [OperatorNeededError("token_revoked")]
    with database.transaction() as session:
        show_both(session, now)
    while delivery.step(now):
        pass
    asked = list(slack.calls)
    with database.reading() as session:
        told = queue_lengths(session)

    while delivery.step(now + DAY):
        pass

    assert (asked, told.blocked_by, told.surfaces_dead) == (["post"], ("token_revoked",), 0)
    assert sorted(slack.texts()) == ["one", "two"]
    with database.reading() as session:
        assert queue_lengths(session).blocked_by == ()


def test_a_missing_scope_holds_its_own_message_alone(
    database: Database, delivery: Delivery, slack: FakeSlack, now: datetime
) -> None:
    """The other message is shown at once, and no try follows within the wait."""
    slack.failures = [OperatorNeededError("missing_scope")]
    with database.transaction() as session:
        show_both(session, now)
    while delivery.step(now):
        pass

    assert delivery.step(now + SELDOM - timedelta(seconds=1)) is None
    assert slack.texts() == ["two"]


@pytest.mark.parametrize(
    ("error", "is_dead", "attempts"),
    [
        pytest.param(SlackRefusedError("no_such_subteam"), True, 1, id="for good"),
        pytest.param(PersonRefusedError("cannot_dm_bot"), True, 1, id="person"),
        pytest.param(SlackAwayError("uploads"), False, 20, id="away"),
        pytest.param(OperatorNeededError("missing_scope"), False, 20, id="operator"),
        pytest.param(ValueError("a mistake of ours"), True, MOST_ATTEMPTS, id="ours"),
    ],
)
def test_a_job_is_given_up_by_what_went_wrong(
    database: Database, now: datetime, error: Exception, *, is_dead: bool, attempts: int
) -> None:
    """At once, never, or after its tries."""

    def fail(payload: object, now: datetime) -> None:
        del payload, now
        raise error

    runner = JobRunner(database, {"work": fail}, Random(1), ERRORS_OF_JOBS)
    with database.transaction() as session:
        enqueue(session, "work", key="1", payload={}, now=now)

    for number in range(20):
        runner.step(now + number * LONGEST_PAUSE)

    with database.reading() as session:
        job = session.exec(select(Job)).one()
        assert (job.is_dead, job.attempts) == (is_dead, attempts)


def test_a_message_that_was_tried_ten_times_is_named(
    database: Database, delivery: Delivery, slack: FakeSlack, now: datetime
) -> None:
    """Slack's error is one that nobody knows: it's tried on, and doctor names the message."""
    slack.failures = [ConnectionError("an_error_of_next_year") for _ in range(30)]
    with database.transaction() as session:
        mark_stale(session, Placed("card", "1", "C1", 1), now=now)

    for number in range(10):
        delivery.step(now + number * LONGEST_PAUSE)

    with database.reading() as session:
        named = struggling(session)
        assert [(found.object_id, found.is_dead) for found in named] == [("1", False)]
