"""Messages move away from a place that refuses them, and home again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session, select

from bot.delivery.delivery import Delivery
from bot.delivery.slack_errors import PlaceRefusedError
from bot.queues.moves import LOOKS_HOME_EVERY, go_home, has_to_look
from bot.queues.surfaces import Placed, Surface, mark_stale
from bot.storage.database import Database
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
