"""Replies: a surface that stands in the thread of another one's message."""

from datetime import datetime, timedelta
from random import Random

import pytest

from bot.delivery.delivery import Delivery
from bot.queues.surfaces import Placed, mark_stale
from bot.storage.database import Database
from tests.bot.conftest import Board, FakeSlack


@pytest.mark.parametrize(
    ("place", "thread"), [pytest.param("C1", "1.0", id="same"), pytest.param("C2", "", id="other")]
)
def test_a_reply_is_posted_in_the_thread_of_its_message(
    database: Database, slack: FakeSlack, board: Board, now: datetime, place: str, thread: str
) -> None:
    """Unless that message stands in another channel."""
    board.texts.update({"1": "alert", "2": "reply"})
    delivery = Delivery(database, slack, board.draw, Random(1))
    delivery.threads = lambda _, kind, __: ("alert", "1") if kind == "reply" else None

    for at, surface in enumerate([Placed("alert", "1", "C1", 1), Placed("reply", "2", place, 1)]):
        later = now + timedelta(seconds=5 * at)
        with database.transaction() as session:
            mark_stale(session, surface, now=later)
        delivery.step(later)

    assert [found.thread_ts for found in slack.messages.values()] == ["", thread]
