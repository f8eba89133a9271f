"""Messages move away from a place that refuses them, and home again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.delivery.client import Posted
from bot.delivery.delivery import Delivery
from bot.delivery.drawn import as_drawn
from bot.delivery.slack_errors import PlaceRefusedError
from bot.queues.moves import LOOKS_HOME_EVERY, go_home, has_to_look
from bot.queues.surfaces import STALE_SURFACES, Placed, Surface, mark_stale
from bot.storage.database import Database
from handlers.blocks.text import Message
from tests.bot.conftest import Board, FakeSlack


def elsewhere(session: Session, kind: str, object_id: str) -> Sequence[str]:
    """Name one other place."""
    del session, kind, object_id
    return ["C2"]


def test_a_message_tries_its_home_seldom_and_stays_where_it_is_if_refused(
    database: Database, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """After an hour it tries, is refused again, and is still the one message."""
    board.texts["1"] = "one"
    delivery = Delivery(database, slack, board.draw, Random(1))
    delivery.others = elsewhere
    with database.transaction() as session:
        mark_stale(session, Placed("card", "1", "C1", 1), now=now)
    slack.failures = [PlaceRefusedError("is_archived")]
    delivery.step(now)
    delivery.step(now + timedelta(seconds=3))
    later = now + LOOKS_HOME_EVERY + timedelta(seconds=3)
    with database.transaction() as session:
        is_early = has_to_look(session, now + timedelta(minutes=1))
        tried = go_home(session, later)
    slack.failures = [PlaceRefusedError("is_archived")]
    delivery.step(later)
    delivery.step(later + timedelta(seconds=3))

    with database.reading() as session:
        surface = session.exec(select(Surface)).one()
    assert (is_early, tried) == (False, 1)
    assert (surface.place, surface.meant_for) == ("C2", "C1")
    assert [message.channel_id for message in slack.messages.values()] == ["C2"]


class MovingSlack(FakeSlack):
    """A Slack during whose first post something else happens."""

    meanwhile: Callable[[], None] | None = None

    def post(
        self,
        channel_id: str,
        text: str,
        blocks: Sequence[Mapping[str, Any]],
        surface_id: str,
        thread_ts: str = "",
    ) -> Posted:
        """Keep a message; then the other thing happens before the poster knows."""
        posted = super().post(channel_id, text, blocks, surface_id, thread_ts)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return posted


@pytest.fixture
def moving() -> MovingSlack:
    """That Slack, empty."""
    return MovingSlack()


@pytest.fixture
def delivery(database: Database, moving: MovingSlack, board: Board) -> Delivery:
    """Deliveries of one card to that Slack."""
    board.texts["1"] = "one"
    return Delivery(database, moving, board.draw, Random(1))


def show(delivery: Delivery, place: str, now: datetime) -> None:
    """Have the card shown in a place."""
    with delivery.database.transaction() as session:
        mark_stale(session, Placed("card", "1", place, 1), now=now)


def deliver(delivery: Delivery, now: datetime) -> None:
    """Go on for some seconds."""
    for seconds in range(0, 12, 3):
        delivery.step(now + timedelta(seconds=seconds))


def has_moved(slack: FakeSlack) -> bool:
    """Tell whether the card stands in the new place alone, and the old message says so."""
    shown = [(message.channel_id, message.text) for message in slack.messages.values()]
    return shown == [("C1", "This message has moved."), ("C2", "one")]


def test_a_message_that_moves_while_it_is_posted_says_where_to(
    delivery: Delivery, moving: MovingSlack, now: datetime
) -> None:
    """`apply` names another channel between the post and its record."""
    show(delivery, "C1", now)
    moving.meanwhile = lambda: show(delivery, "C2", now)

    deliver(delivery, now)

    assert has_moved(moving)


def test_the_one_who_posts_it_at_its_new_place_forgets_no_old_message(
    delivery: Delivery, moving: MovingSlack, now: datetime
) -> None:
    """The first post's answer comes while another worker posts at the new place."""
    show(delivery, "C1", now)
    with delivery.database.transaction() as session:
        first = STALE_SURFACES.claim(session, now)
    assert first is not None
    posted = moving.post("C1", "one", [], str(first.id))
    show(delivery, "C2", now)
    drawn = as_drawn(first, Message("one", []))
    moving.meanwhile = lambda: delivery.outcomes.shown(drawn, posted)

    deliver(delivery, now)

    assert has_moved(moving)
