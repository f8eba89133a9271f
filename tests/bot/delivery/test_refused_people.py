"""What Slack refuses for one person is settled, where somebody else is told of it."""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlmodel import select

from bot.delivery.delivery import Delivery
from bot.delivery.slack_errors import PersonRefusedError, SlackRefusedError
from bot.queues.surfaces import Placed, Surface, mark_stale
from bot.storage.database import Database
from tests.bot.conftest import Board, FakeSlack

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def delivery(database: Database, slack: FakeSlack, board: Board) -> Delivery:
    """A delivery to the fake Slack."""
    return Delivery(database, slack, board.draw, Random(1))


def show(database: Database, board: Board, now: datetime, text: str = "hello") -> None:
    """Have an invitation show a text to Bob."""
    board.texts["1"] = text
    with database.transaction() as session:
        mark_stale(session, Placed("invitation", "1", "U0BOB", 1), now=now)


def stored(database: Database) -> Surface:
    """The one surface that is stored."""
    with database.transaction() as session:
        return session.exec(select(Surface)).one()


@pytest.mark.parametrize("refusal", [PersonRefusedError("user_disabled"), SlackRefusedError("no")])
def test_what_a_person_cannot_get_is_settled_where_somebody_is_told(
    database: Database,
    delivery: Delivery,
    slack: FakeSlack,
    board: Board,
    now: datetime,
    refusal: SlackRefusedError,
) -> None:
    """It is neither tried again nor counted as failed."""
    told: list[str] = []

    def note_refusal(kind: str, object_id: str, code: str, now: datetime) -> bool:
        del now
        told.append(f"{kind} {object_id} {code}")
        return True

    delivery.note_refusal = note_refusal
    show(database, board, now)
    slack.failures = [refusal]
    delivery.step(now)
    again = delivery.step(now + timedelta(hours=1))

    surface = stored(database)
    assert told == [f"invitation 1 {refusal}"]
    assert (again, surface.is_dead, surface.shown_version) == (None, False, 1)


def test_a_refused_channel_or_change_is_no_matter_of_a_person(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """Who got the message once isn't waited for in vain."""
    delivery.note_refusal = lambda *_: pytest.fail("was told")
    show(database, board, now)
    delivery.step(now)
    show(database, board, now, "changed")
    slack.failures = [SlackRefusedError("msg_too_long")]
    delivery.step(now + timedelta(seconds=2))

    assert stored(database).is_dead
