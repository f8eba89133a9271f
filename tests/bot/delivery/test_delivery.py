"""Delivery: Slack shows the present state of each surface, once, whatever goes wrong."""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlmodel import Session, select

from bot.delivery.delivery import Delivery
from bot.delivery.slack_errors import MessageGoneError, RetryAfterError, SlackRefusedError
from bot.queues.claims import LEASE, release
from bot.queues.surfaces import STALE_SURFACES, Placed, Surface, forget_message, mark_stale
from bot.storage.database import Database
from handlers.blocks.text import Message
from tests.bot.conftest import Board, FakeSlack


@pytest.fixture
def delivery(database: Database, slack: FakeSlack, board: Board) -> Delivery:
    """A delivery to the fake Slack."""
    return Delivery(database, slack, board.draw, Random(1))


def show(  # noqa: PLR0913 - a surface has so many facts
    database: Database,
    board: Board,
    now: datetime,
    object_id: str = "1",
    *,
    text: str = "hello",
    place: str = "C1",
    kind: str = "alert",
) -> None:
    """Have a surface show a text."""
    board.texts[object_id] = text
    with database.transaction() as session:
        mark_stale(session, Placed(kind, object_id, place, 1), now=now)


def stored(database: Database) -> Surface:
    """The one surface that is stored."""
    with database.transaction() as session:
        return session.exec(select(Surface)).one()


def test_posts_then_updates_in_place(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """A surface is posted once; a change updates the same message."""
    show(database, board, now)
    delivery.step(now)
    show(database, board, now, text="changed")

    delivery.step(now)

    assert slack.texts() == ["changed"]
    assert slack.calls == ["post", "update"]


def test_what_is_shown_anew_is_a_new_message(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """The old message stays as it is; who was about to change it can't record that."""
    show(database, board, now)
    delivery.step(now)
    show(database, board, now, text="gone")
    with database.transaction() as session:
        claimed = STALE_SURFACES.claim(session, now)
    assert claimed is not None
    with database.transaction() as session:
        forget_message(session, "alert", "1")
    show(database, board, now, text="again")

    with database.transaction() as session:
        assert not release(session, Surface, claimed.id, claimed.lease_token, message_ts="1")
    delivery.step(now + timedelta(seconds=5))

    assert slack.texts() == ["hello", "again"]
    assert slack.calls == ["post", "post"]


def test_unchanged_surface_makes_no_call(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """A second refresh that would show the same is a no-op."""
    show(database, board, now)
    delivery.step(now)
    show(database, board, now)

    delivery.step(now)

    assert slack.calls == ["post"]
    assert delivery.step(now) is None


def test_one_message_a_second_per_channel(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """The second message to a channel waits a second; another channel does not."""
    for order, (object_id, place) in enumerate((("1", "C1"), ("2", "C1"), ("3", "C2"))):
        asked_at = now - timedelta(seconds=9 - order)
        show(database, board, asked_at, object_id, text=object_id, place=place)

    while delivery.step(now):
        pass
    at_once = sorted(slack.texts())
    while delivery.step(now + timedelta(seconds=3)):
        pass

    assert at_once == ["1", "3"]
    assert sorted(slack.texts()) == ["1", "2", "3"]


def test_lost_answer_does_not_post_twice(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """When Slack posted but its answer was lost, the message is found again by its metadata."""
    slack.lost = [ConnectionResetError("gone")]
    show(database, board, now)
    delivery.step(now)

    delivery.step(now + timedelta(seconds=5))

    assert slack.texts() == ["hello"]
    assert stored(database).message_ts == "1.0"


def test_crash_between_post_and_record_is_healed(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """A process that dies after posting leaves a lease; its successor finds the message."""
    show(database, board, now)
    slack.lost = [SystemExit()]  # type: ignore[list-item] # stands for kill -9
    with pytest.raises(SystemExit):
        delivery.step(now)

    too_early = delivery.step(now + timedelta(seconds=1))
    delivery.step(now + LEASE)

    assert too_early is None
    assert slack.texts() == ["hello"]
    assert stored(database).shown_version == 1


def test_failed_call_is_tried_again_later(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """When Slack can't be reached the surface waits, then is shown."""
    slack.failures = [ConnectionRefusedError("nobody there")]
    show(database, board, now)
    delivery.step(now)

    at_once = delivery.step(now)
    delivery.step(now + timedelta(seconds=2))

    assert at_once is None
    assert slack.texts() == ["hello"]


@pytest.mark.parametrize(
    ("method", "other_goes"),
    [
        pytest.param("chat.postMessage", True, id="channel"),
        pytest.param("chat.update", False, id="workspace"),
    ],
)
def test_retry_after_is_obeyed(  # noqa: PLR0913 - fixtures
    database: Database,
    delivery: Delivery,
    slack: FakeSlack,
    board: Board,
    now: datetime,
    method: str,
    *,
    other_goes: bool,
) -> None:
    """No call goes to the channel, or to Slack at all, before the pause is over."""
    slack.failures = [RetryAfterError(30, method)]
    show(database, board, now, "1", text="first")
    delivery.step(now)
    show(database, board, now, "2", text="other", place="C2")

    within = delivery.step(now + timedelta(seconds=29))
    while delivery.step(now + timedelta(seconds=35)):
        pass

    assert (within is not None) == other_goes
    assert sorted(slack.texts()) == ["first", "other"]


def test_deleted_message_is_posted_anew(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """A card that someone deleted comes back when its object changes."""
    show(database, board, now)
    delivery.step(now)
    show(database, board, now, text="changed")
    slack.failures = [MessageGoneError("message_not_found")]

    delivery.step(now)
    delivery.step(now + timedelta(seconds=3))

    assert slack.texts() == ["hello", "changed"]


def test_refused_surface_is_dead_until_it_changes(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """What Slack will never take is set aside where doctor sees it, and revived by a change."""
    slack.failures = [SlackRefusedError("is_archived")]
    show(database, board, now)
    delivery.step(now)
    dead = stored(database)

    tried = delivery.step(now + timedelta(days=1))
    show(database, board, now + timedelta(days=2), text="again")
    delivery.step(now + timedelta(days=2))

    assert (dead.is_dead, dead.last_error, tried) == (True, "is_archived", None)
    assert slack.texts() == ["again"]


def test_surface_that_cannot_be_drawn_holds_up_nothing(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """An error in one layout leaves its surface waiting and the next one is shown."""
    show(database, board, now, "broken")
    del board.texts["broken"]
    show(database, board, now, "2", text="fine", place="C2")

    while delivery.step(now):
        pass

    assert slack.texts() == ["fine"]


def test_home_is_published_without_pace(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """An App Home is published as often as it changes; it is no message."""
    show(database, board, now, "U1", place="U1", kind="home")
    delivery.step(now)
    show(database, board, now, "U1", place="U1", kind="home", text="changed")

    delivery.step(now)

    assert slack.calls == ["publish_home", "publish_home"]


def test_holder_that_lost_its_lease_writes_nothing(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """A worker that slept past its lease can't undo what its successor recorded."""
    show(database, board, now)
    with database.transaction() as session:
        sleeper = STALE_SURFACES.claim(session, now)
    delivery.step(now + LEASE)

    assert sleeper is not None
    delivery.outcomes.failed(sleeper, "woke up late", now)

    assert stored(database).last_error is None
    assert slack.texts() == ["hello"]


def test_drawing_keeps_no_writer_waiting(
    database: Database, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """While a message is drawn, a press is kept; what it changed is shown next."""

    def draw(session: Session, kind: str, object_id: str, now: datetime) -> Message:
        if board.texts["1"] == "before":
            show(database, board, now, text="after")
            return Message("before", [])
        return board.draw(session, kind, object_id, now)

    delivery = Delivery(database, slack, draw, Random(1))
    show(database, board, now, text="before")
    delivery.step(now)
    shown_first = slack.texts()

    delivery.step(now)

    assert (shown_first, slack.texts()) == (["before"], ["after"])


def test_whose_lease_was_lost_while_drawing_posts_nothing(
    database: Database, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """Another worker took the surface over meanwhile, and posts it."""
    other = Delivery(database, slack, board.draw, Random(2))

    def draw_slowly(session: Session, kind: str, object_id: str, now: datetime) -> Message:
        other.step(now + LEASE)
        return board.draw(session, kind, object_id, now)

    show(database, board, now)
    Delivery(database, slack, draw_slowly, Random(1)).step(now)

    assert slack.calls == ["post"]
