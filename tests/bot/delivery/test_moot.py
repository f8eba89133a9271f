"""What nobody needs any more isn't posted."""

from datetime import datetime
from random import Random

import pytest

from bot.delivery.delivery import Delivery
from bot.storage.database import Database
from tests.bot.conftest import Board, FakeSlack
from tests.bot.delivery.test_delivery import show

pytestmark = pytest.mark.sqlite_alone


@pytest.mark.parametrize(("is_posted", "calls"), [(False, []), (True, ["post", "update"])])
def test_what_nobody_needs_any_more_is_not_posted(
    database: Database,
    slack: FakeSlack,
    board: Board,
    now: datetime,
    calls: list[str],
    *,
    is_posted: bool,
) -> None:
    """A message that stands already is brought up to date."""
    delivery = Delivery(database, slack, board.draw, Random(1))
    show(database, board, now)
    if is_posted:
        delivery.step(now)
    delivery.is_moot = lambda *_: True

    show(database, board, now, text="settled")
    delivery.step(now)

    assert slack.calls == calls
    assert delivery.step(now) is None
