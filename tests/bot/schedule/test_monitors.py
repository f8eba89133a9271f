"""The schedule and the jobs: each firing once, what fails comes again, later and later."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from bot.queues.backoff import wait_before_retry
from bot.queues.jobs import MOST_ATTEMPTS, Job, JobRunner, enqueue
from bot.schedule.cron import next_firing, runs_per_quarter
from bot.schedule.monitors import Schedule, Scheduled
from bot.storage.database import Database
from bot.threads.presses_first import PressesFirst
from bot.threads.workers import Worker
from monitors.tables import Monitor
from tests.bot.schedule.conftest import utc
from tests.patience import PATIENCE_SECONDS


def firings(cron: str, zone: str, after: datetime, count: int) -> list[str]:
    """The next firings, as local times."""
    found = []
    for _ in range(count):
        following = next_firing(cron, zone, after=after)
        assert following is not None
        after = following
        found.append(following.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("cron", "runs"), [("0 9 * * 1", 13.0), ("0 9 * * *", 91.0), ("* * * * *", 10_000.0)]
)
def test_runs_of_a_quarter(cron: str, runs: float) -> None:
    """Weekly, daily, and more often than we count."""
    assert runs_per_quarter(cron, "UTC", utc("2026-01-01T10:00")) == runs


def test_nothing_is_due_before_its_time(database: Database, monitor: Monitor) -> None:
    """A minute early."""
    assert monitor.next_firing_at is not None
    assert Schedule(database).step(monitor.next_firing_at - timedelta(minutes=1)) is None


def test_a_firing_is_one_job_however_many_replicas_tick(
    database: Database, monitor: Monitor
) -> None:
    """Two schedules look at the same moment; its key is the local time."""
    del monitor
    now = utc("2026-11-23T08:00")
    fired = [Schedule(database).step(now) for _ in range(2)]

    assert fired[1] is None
    with database.transaction() as session:
        job = session.exec(select(Job)).one()
    assert job.payload["firing_key"] == "2026-11-23T09:00"
    assert job.payload["skipped_firings"] == 0


def test_an_hour_that_comes_twice_is_two_jobs_of_an_hourly_monitor(
    database: Database, monitor: Monitor
) -> None:
    """Half past two on 25 October 2026 in Berlin: its second showing has a key of its own."""
    with database.transaction() as session:
        hourly = session.merge(monitor)
        hourly.cron, hourly.next_firing_at = "30 * * * *", utc("2026-10-25T00:30")
    schedule = Schedule(database)

    fired = [schedule.step(utc(now)) for now in ("2026-10-25T00:30", "2026-10-25T01:30")]

    assert [firing and firing.firing_key for firing in fired] == [
        "2026-10-25T02:30",
        "2026-10-25T02:30+0100",
    ]


def test_after_a_pause_only_the_latest_runs(database: Database, monitor: Monitor) -> None:
    """Three weeks off: the job says that two were passed over."""
    del monitor
    fired = Schedule(database).step(utc("2026-12-08T12:00"))

    assert fired is not None
    assert (fired.firing_key, fired.skipped) == ("2026-12-07T09:00", 2)
    with database.transaction() as session:
        assert session.exec(select(Job)).one().payload["skipped_firings"] == 2


def test_a_replica_that_was_second_does_nothing(
    database: Database, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It read the row before the other one moved it on."""
    now = utc("2026-11-23T08:00")
    stale = Monitor(**monitor.model_dump())
    Schedule(database).step(now)
    monkeypatch.setattr("bot.schedule.monitors._first_due", lambda _session, _now: stale)

    assert Schedule(database).step(now) is None


def test_a_very_long_pause_is_counted_to_a_limit(
    database: Database, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Catching up takes bounded time, runs the latest firing, and runs it once."""
    monkeypatch.setattr("bot.schedule.cron.MOST_SKIPPED", 5)
    del monitor
    schedule = Schedule(database)
    fired = schedule.step(utc("2027-12-08T12:00"))

    assert fired == Scheduled("weekly", "2027-12-06T09:00", skipped=5)
    assert schedule.step(utc("2027-12-08T12:00")) is None


Works = Mapping[str, Callable[[Mapping[str, Any], datetime], None]]


def run_all(database: Database, works: Works, now: datetime, steps: int = 100) -> list[str | None]:
    """Step until nothing is due, letting time pass; give each step's error."""
    runner = JobRunner(database, works, Random(1))
    errors: list[str | None] = []
    for _ in range(steps):
        done = runner.step(now)
        if done is not None:
            errors.append(done.error)
        now += timedelta(minutes=30)
    return errors


def test_a_job_asked_for_twice_is_done_once(
    database: Database, session: Session, now: datetime
) -> None:
    """The key says that it is the same work."""
    done: list[object] = []
    for _ in range(2):
        enqueue(session, "note", key="1", payload={"a": 1}, now=now)
        session.commit()

    errors = run_all(database, {"note": lambda payload, _: done.append(payload["a"])}, now)

    assert (errors, done) == ([None], [1])


def test_a_job_that_fails_comes_again_and_ends_well(
    database: Database, session: Session, now: datetime
) -> None:
    """Two failures, then success."""
    enqueue(session, "shaky", key="1", payload={}, now=now)
    session.commit()
    left = [RuntimeError("no network"), RuntimeError("no network")]

    def shaky(payload: Mapping[str, Any], now: datetime) -> None:
        del payload, now
        if left:
            raise left.pop()

    errors = run_all(database, {"shaky": shaky}, now)

    assert errors == ["RuntimeError: no network"] * 2 + [None]


def test_a_job_that_always_fails_is_given_up_and_shown(
    database: Database, session: Session, now: datetime
) -> None:
    """After twelve tries it is dead, with its last error; an unknown kind likewise."""
    enqueue(session, "unknown", key="1", payload={}, now=now)
    session.commit()

    errors = run_all(database, {}, now)

    assert len(errors) == MOST_ATTEMPTS
    with database.transaction() as looked:
        job = looked.exec(select(Job)).one()
    assert (job.is_dead, job.last_error) == (True, "KeyError: 'unknown'")


def test_waits_grow_and_stay_bounded() -> None:
    """Each wait is some seconds at first, and never more than an hour or so."""
    random = Random(2)
    waits = [wait_before_retry(attempt, random) for attempt in range(1, 40)]

    assert waits[0] < timedelta(minutes=1)
    assert max(waits) <= timedelta(hours=1)
    assert waits[8] > waits[0]


def test_leases_of_long_work_are_renewed(
    database: Database, session: Session, now: datetime
) -> None:
    """A job that takes a minute is not taken over by another worker."""
    enqueue(session, "long", key="1", payload={}, now=now)
    session.commit()
    taken_over: list[object] = []

    def long(payload: Mapping[str, Any], started: datetime) -> None:
        del payload
        for second in range(0, 60, 11):
            runner.renew_leases(started + timedelta(seconds=second))
        other = JobRunner(database, {}, Random(1))
        taken_over.append(other.step(started + timedelta(seconds=60)))

    runner = JobRunner(database, {"long": long}, Random(1))
    runner.step(now)

    assert taken_over == [None]


def test_a_worker_outlives_a_step_that_fails() -> None:
    """It logs, waits and goes on."""
    seen: list[datetime] = []

    def step(now: datetime) -> object | None:
        seen.append(now)
        if len(seen) == 1:
            raise RuntimeError("the database was away")
        return None

    worker = Worker("test", step, lambda: datetime.now(UTC), PressesFirst(), 1)
    worker.stop()
    assert seen == []
    worker = Worker("test", step, lambda: datetime.now(UTC), PressesFirst(), 1)
    worker.start()
    while len(seen) < 2:
        worker.wake()
    worker.stop(PATIENCE_SECONDS)

    assert len(seen) >= 2
    assert not worker.thread.is_alive()
