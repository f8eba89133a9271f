"""A clock that was set back keeps nothing waiting until it has caught up."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from bot.delivery.delivery import Delivery
from bot.queues.claims import LEASE, LONGEST_PAUSE, LostLeases, release, renew
from bot.queues.jobs import DUE_JOBS, Job, enqueue
from bot.queues.surfaces import EVERY_PLACE, Pace, Placed, hold_place, mark_stale
from bot.storage.database import Database
from tests.bot.conftest import Board, FakeSlack

SET_BACK = timedelta(hours=2)
PLACE = "C1"


@pytest.fixture
def delivery(database: Database, slack: FakeSlack, board: Board) -> Delivery:
    """Delivery to the fake Slack."""
    return Delivery(database, slack, board.draw, Random(1))


def add_card(database: Database, board: Board, name: str, now: datetime) -> None:
    """Have a card that is to be shown."""
    board.texts[name] = name
    with database.transaction() as session:
        mark_stale(session, Placed("card", name, PLACE, 1), now=now)


def test_a_channel_written_to_just_before_gets_its_next_card(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """The first card was posted two hours ahead; the second goes out at once."""
    add_card(database, board, "first", now)
    delivery.step(now)
    earlier = now - SET_BACK
    add_card(database, board, "second", earlier)

    delivery.step(earlier)

    assert slack.texts() == ["first", "second"]


@pytest.mark.parametrize("place", [PLACE, EVERY_PLACE])
def test_a_pause_that_slack_asked_for_is_kept_but_not_for_hours(
    database: Database, delivery: Delivery, board: Board, now: datetime, place: str
) -> None:
    """As long as it may be, it holds; two hours ahead, the clock was set back."""
    add_card(database, board, "card", now)
    with database.transaction() as session:
        hold_place(session, place, now + LONGEST_PAUSE)

    assert delivery.step(now) is None
    assert delivery.step(now - SET_BACK) is not None


@pytest.mark.parametrize("column", ["due_at", "leased_until"])
def test_a_job_further_ahead_than_any_pause_is_done_now(
    database: Database, now: datetime, column: str
) -> None:
    """Its next try, or the lease of a process that is gone."""
    longest = {"due_at": LONGEST_PAUSE, "leased_until": LEASE}[column]
    values: dict[str, Any] = {column: now + longest}
    with database.transaction() as session:
        enqueue(session, "note", key="1", payload={}, now=now - SET_BACK)
        job = session.exec(select(Job)).one()
        for name, value in values.items():
            setattr(job, name, value)

    assert not is_waiting(database, now)
    assert is_waiting(database, now + longest)
    assert is_waiting(database, now - SET_BACK)


def is_waiting(database: Database, now: datetime) -> bool:
    """Tell whether a job can be claimed."""
    with database.reading() as session:
        return DUE_JOBS.is_waiting(session, now)


def test_the_oldest_job_goes_first_and_each_once(session: Session, now: datetime) -> None:
    """Whatever the order they were asked for in; one that isn't due waits."""
    for minutes in (2, 0, 3, 1):
        enqueue(
            session, "note", key=str(minutes), payload={}, now=now + timedelta(minutes=minutes)
        )

    claimed = [DUE_JOBS.claim(session, now + timedelta(minutes=2)) for _ in range(4)]

    assert [job and job.key for job in claimed] == ["note:0", "note:1", "note:2", None]
    tokens = {job.lease_token for job in claimed if job}
    assert len(tokens) == 3


@pytest.mark.parametrize(("after", "is_free"), [(timedelta(0), False), (LEASE, True)])
def test_a_lease_keeps_a_job_until_it_runs_out(
    session: Session, now: datetime, after: timedelta, *, is_free: bool
) -> None:
    """Then another worker takes it, and the first one's word counts no more."""
    enqueue(session, "note", key="1", payload={}, now=now)
    first = DUE_JOBS.claim(session, now)
    assert first is not None
    token = first.lease_token

    assert (DUE_JOBS.claim(session, now + after) is not None) is is_free
    if is_free:
        assert not release(session, Job, first.id, token, done_at=now)
        assert session.exec(select(Job.done_at)).one() is None


def test_what_became_of_a_job_is_written_to_that_job(session: Session, now: datetime) -> None:
    """The lease of one is renewed and let go of; the other's stays."""
    for key in ("1", "2"):
        enqueue(session, "note", key=key, payload={}, now=now)
    one, other = (DUE_JOBS.claim(session, now) for _ in range(2))
    assert one is not None
    assert one.lease_token is not None
    assert other is not None
    later = now + timedelta(seconds=20)
    renew(session, Job, [one.lease_token], later)

    assert release(session, Job, one.id, one.lease_token, done_at=now)

    rows = {
        job.id: job for job in session.exec(select(Job).execution_options(populate_existing=True))
    }
    assert (rows[one.id].done_at, rows[one.id].lease_token) == (now, None)
    assert (rows[other.id].done_at, rows[other.id].leased_until) == (None, now + LEASE)


def test_a_renewed_lease_runs_from_then(session: Session, now: datetime) -> None:
    """Work that takes a minute is not done twice."""
    enqueue(session, "note", key="1", payload={}, now=now)
    held = DUE_JOBS.claim(session, now)
    assert held is not None
    assert held.lease_token is not None

    renew(session, Job, [held.lease_token], now + LEASE / 2)

    assert DUE_JOBS.claim(session, now + LEASE) is None
    assert DUE_JOBS.claim(session, now + LEASE * 1.5) is not None


def test_a_claim_that_could_not_be_let_go_of_is_given_back(
    database: Database, session: Session, now: datetime
) -> None:
    """The database was away when the work was done; another's claim stays."""
    for key in ("mine", "another's"):
        enqueue(session, "note", key=key, payload={}, now=now)
    session.commit()
    with database.transaction() as claiming:
        mine, others = (DUE_JOBS.claim(claiming, now) for _ in range(2))
    assert mine is not None
    assert others is not None
    lost = LostLeases(Job)
    lost.note(mine.lease_token)
    lost.note(uuid4())

    lost.give_back(database)

    with database.reading() as looking:
        leased = select(Job.id).where(Job.lease_token == others.lease_token)
        assert list(looking.exec(leased)) == [others.id]
        claimable = DUE_JOBS.is_waiting(looking, now)
    assert claimable


def test_a_place_is_not_taken_twice_in_a_second(
    database: Database, delivery: Delivery, slack: FakeSlack, board: Board, now: datetime
) -> None:
    """Bounded waits are waits all the same."""
    for name in ("first", "second"):
        add_card(database, board, name, now)

    delivery.step(now)
    delivery.step(now)

    assert len(slack.texts()) == 1
    with database.reading() as session:
        assert session.exec(select(Pace)).one().free_at > now
