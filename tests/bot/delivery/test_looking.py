"""When delivery looks for a message that may have been posted, and when it stops looking."""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlmodel import select

from bot.delivery.delivery import LEAST_TRIES, LONGEST_POST, LOOKS_FOR, Delivery
from bot.delivery.slack_errors import (
    OperatorNeededError,
    PlaceTakenError,
    RetryAfterError,
    SlackRefusedError,
)
from bot.queues.surfaces import Pace, Placed, Surface, mark_stale, reserve_place
from bot.storage.database import Database
from tests.bot.conftest import Board, FakeSlack

HISTORY = "conversations.history"


@pytest.fixture
def delivery(database: Database, slack: FakeSlack, board: Board, now: datetime) -> Delivery:
    """A delivery to the fake Slack, with one message to show."""
    board.texts = {"1": "one", "2": "two"}
    with database.transaction() as session:
        mark_stale(session, Placed("card", "1", "C1", 1), now=now)
    return Delivery(database, slack, board.draw, Random(1))


@pytest.mark.parametrize(
    "error", [RetryAfterError(30, "chat.postMessage"), SlackRefusedError("no_text")]
)
def test_a_definite_no_is_not_looked_for(
    database: Database, delivery: Delivery, slack: FakeSlack, now: datetime, error: Exception
) -> None:
    """Slack said that it posted nothing: the next try posts at once."""
    slack.failures = [error]
    delivery.step(now)
    later = now + timedelta(minutes=1)
    with database.transaction() as session:
        mark_stale(session, Placed("card", "1", "C1", 1), now=later)

    delivery.step(later)

    assert slack.calls == ["post", "post"]


def test_a_pause_for_history_holds_nothing_else(
    database: Database, delivery: Delivery, slack: FakeSlack, now: datetime
) -> None:
    """Another message, and another in the same channel, are posted meanwhile."""
    slack.lost = [ConnectionResetError("gone")]
    delivery.step(now)
    slack.failures = [RetryAfterError(60, HISTORY)]
    later = now + timedelta(seconds=5)
    delivery.step(later)
    with database.transaction() as session:
        mark_stale(session, Placed("card", "2", "C1", 1), now=later)

    delivery.step(later + timedelta(seconds=2))

    assert slack.texts() == ["one", "two"]


def test_after_some_minutes_and_looks_it_posts_all_the_same(
    delivery: Delivery, slack: FakeSlack, now: datetime
) -> None:
    """Slack doesn't let it look; a message that may stand twice is better than none."""
    slack.failures_of = {
        "post": [TimeoutError("no answer")],
        "find": [RetryAfterError(60, HISTORY) for _ in range(20)],
    }
    for minutes in range(20):
        delivery.step(now + timedelta(minutes=minutes))

    assert slack.calls == ["post", *["find"] * LEAST_TRIES, "post"]
    assert slack.texts() == ["one"]


@pytest.mark.parametrize(
    ("code", "calls"),
    [
        ("missing_scope", ["post", "find", "post"]),
        ("not_allowed_token_type", ["post", "find", "post"]),
        ("token_revoked", ["post", "find", "find"]),
    ],
)
def test_where_it_may_not_look_it_posts_at_once(
    delivery: Delivery, slack: FakeSlack, now: datetime, code: str, calls: list[str]
) -> None:
    """Somebody took a scope away; where the whole app is refused, a post would be, too."""
    slack.failures_of = {
        "post": [TimeoutError("no answer")],
        "find": [OperatorNeededError(code) for _ in range(9)],
    }
    delivery.step(now)
    delivery.step(now + timedelta(minutes=1))
    delivery.step(now + timedelta(hours=1))

    assert slack.calls == calls


def test_long_after_it_still_looks_first(
    delivery: Delivery, slack: FakeSlack, now: datetime
) -> None:
    """Slack was away for an hour, and tells at the first look that the message stands there."""
    slack.lost = [ConnectionResetError("gone")]
    delivery.step(now)

    delivery.step(now + timedelta(hours=1))

    assert slack.calls == ["post", "find", "update"]


def test_a_message_that_was_found_is_never_posted_again(
    delivery: Delivery, slack: FakeSlack, now: datetime
) -> None:
    """It is written down at once: the update that follows may fail for as long as it likes."""
    slack.lost = [ConnectionResetError("gone")]
    slack.failures_of["update"] = [TimeoutError("no answer")]
    delivery.step(now)
    delivery.step(now + timedelta(seconds=5))

    delivery.step(now + LOOKS_FOR + timedelta(minutes=1))

    assert slack.calls == ["post", "find", "update", "update"]
    assert slack.texts() == ["one"]


def test_the_second_between_posts_counts_from_the_send(
    database: Database, delivery: Delivery, now: datetime
) -> None:
    """The place is free a second after Slack's answer, not after the step began."""
    delivery.step(now)

    with database.reading() as session:
        free_at = session.exec(select(Pace)).one().free_at
    assert free_at > now + timedelta(seconds=1)
    assert free_at < now + timedelta(seconds=10)


@pytest.mark.parametrize(
    ("failure", "is_free"),
    [
        pytest.param(TimeoutError("no answer"), False, id="no answer in time"),
        pytest.param(ConnectionResetError("gone"), True, id="cut off"),
        pytest.param(SlackRefusedError("no_text"), True, id="refused"),
        pytest.param(PlaceTakenError("later"), False, id="another goes first"),
    ],
)
def test_a_place_is_free_when_nothing_can_arrive_there_any_more(
    database: Database,
    delivery: Delivery,
    slack: FakeSlack,
    now: datetime,
    *,
    failure: Exception,
    is_free: bool,
) -> None:
    """Slack may post late what it didn't answer: the next message waits for that."""
    slack.failures = [failure]

    delivery.step(now)

    with database.reading() as session:
        free_at = session.exec(select(Pace)).one().free_at
    assert (free_at < now + LONGEST_POST / 2) is is_free


@pytest.mark.parametrize(
    ("passed", "is_taken", "is_kept"),
    [
        pytest.param(timedelta(seconds=9), False, True, id="within its time"),
        pytest.param(timedelta(seconds=16), False, True, id="run out, and free"),
        pytest.param(timedelta(seconds=16), True, False, id="run out, and taken"),
    ],
)
def test_a_post_that_looked_around_first_takes_its_place_anew(
    database: Database,
    delivery: Delivery,
    now: datetime,
    *,
    passed: timedelta,
    is_taken: bool,
    is_kept: bool,
) -> None:
    """Looking through the history may take longer than a place is kept."""
    taken_until, later = now + LONGEST_POST, now + passed
    with database.transaction() as session:
        reserve_place(session, "C1", now=now, until=taken_until)
        surface = session.exec(select(Surface)).one()
        if is_taken:
            reserve_place(session, "C1", now=later, until=later + LONGEST_POST)

    kept = delivery.outcomes.keeps_place(surface, taken_until, later, LONGEST_POST)

    assert kept is is_kept
