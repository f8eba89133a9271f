"""Admins are told once of what failed ten times, whatever it is."""

from datetime import datetime, timedelta
from random import Random

import pytest
from sqlmodel import Session, col, select

from bot.delivery.delivery import Delivery
from bot.delivery.notices import draw, has_to_tell_admins, tell_admins
from bot.queues.jobs import JobRunner, enqueue
from bot.queues.lengths import MANY_TRIES
from bot.queues.surfaces import Placed, Surface, mark_stale
from bot.storage.database import Database
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from tests.bot.conftest import Board, FakeSlack

pytestmark = pytest.mark.sqlite_alone
ADMINS = ("U0ADA", "U0ABE")


def told(session: Session) -> list[str]:
    """Return to whom a message about failures goes, in order."""
    found = select(Surface.place).where(Surface.kind == SurfaceKind.FAILING)
    return list(session.exec(found.order_by(col(Surface.place))))


def fail_ten_times(database: Database, slack: FakeSlack, board: Board, now: datetime) -> Delivery:
    """Have a message fail as often as it takes."""
    board.texts["1"] = "hello"
    delivery = Delivery(database, slack, board.draw, Random(1))
    with database.transaction() as session:
        mark_stale(session, Placed(SurfaceKind.ALERT, "1", "C1", 1), now=now)
    slack.failures_of = failing()
    for hours in range(MANY_TRIES):
        delivery.step(now + timedelta(hours=hours))
    slack.failures_of = {}
    return delivery


def failing() -> dict[str, list[Exception]]:
    """Let each post fail, and each look for it."""
    return {method: [OSError("no route")] * MANY_TRIES for method in ("post", "find")}


def test_a_message_that_fails_is_told_once(
    database: Database, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """Each admin gets one message; later failures of the same one add none."""
    with database.reading() as session:
        before = has_to_tell_admins(session)
    delivery = fail_ten_times(database, slack, board, now)
    with database.transaction() as session:
        has_to = has_to_tell_admins(session)
        tell_admins(session, ADMINS, now)
        text = str(draw(session, SurfaceKind.FAILING, "U0ADA", now).blocks[0].to_dict())
        for surface in session.exec(select(Surface).where(Surface.kind == SurfaceKind.FAILING)):
            surface.shown_version = surface.wanted_version
    slack.failures_of = failing()
    delivery.step(now + timedelta(days=2))

    with database.reading() as session:
        assert (before, has_to, has_to_tell_admins(session)) == (False, True, False)
        assert told(session) == ["U0ABE", "U0ADA"]
    assert "alert for <#C1>, still being tried: OSError: no route" in text


def test_while_a_message_is_on_its_way_there_is_no_second(
    database: Database, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """After an outage an admin reads one message, and that all is well by then."""
    delivery = fail_ten_times(database, slack, board, now)
    with database.transaction() as session:
        tell_admins(session, ADMINS, now)
        mark_stale(session, Placed(SurfaceKind.ALERT, "2", "C1", 1), now=now)
        other = session.exec(select(Surface).where(Surface.object_id == "2")).one()
        other.attempts = MANY_TRIES
        session.flush()
        is_due = has_to_tell_admins(session)
        other.shown_version = other.wanted_version
    delivery.step(now + timedelta(days=2))

    with database.reading() as session:
        text = str(draw(session, SurfaceKind.FAILING, "U0ADA", now).blocks[0].to_dict())
        (shown,) = session.exec(select(Surface).where(Surface.object_id == "1")).all()
    assert not is_due
    assert "all of them are up to date now" in text
    assert shown.told_at is None


def test_a_job_that_dies_is_told(database: Database, now: datetime) -> None:
    """A picture that can't be drawn is no secret of the doctor's."""
    with database.transaction() as session:
        enqueue(session, JobKind.DRAW_CHART, key="1", payload={}, now=now)
    jobs = JobRunner(database, {}, Random(1))  # no kind of work is known, so that each try fails
    while jobs.step(now) is not None:
        now += timedelta(hours=1)

    with database.transaction() as session:
        has_to = has_to_tell_admins(session)
        tell_admins(session, ADMINS, now)
        text = str(draw(session, SurfaceKind.FAILING, "U0ADA", now).blocks[0].to_dict())
    assert has_to
    assert "draw chart, given up: KeyError" in text
