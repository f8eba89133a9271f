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


def test_an_hour_that_comes_twice_fires_once() -> None:
    """02:30 on the last Sunday of October 2026 in Berlin."""
    assert firings("30 2 * * *", "Europe/Berlin", utc("2026-10-24T12:00"), 2) == [
        "10-25 02:30",
        "10-26 02:30",
    ]


def test_an_hour_that_is_left_out_moves_on() -> None:
    """02:30 on the last Sunday of March 2026 in Berlin: that night fires at most once."""
    found = firings("30 2 * * *", "Europe/Berlin", utc("2026-03-27T12:00"), 3)

    assert found[0] == "03-28 02:30"
    assert len({day.split(" ")[0] for day in found}) == 3


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("1", ["11-30"]),
        ("0", ["11-29"]),
        ("7", ["11-29"]),
        ("mon", ["11-30"]),
        ("1-5", ["11-25", "11-26", "11-27", "11-30"]),
        ("5-7", ["11-27", "11-28", "11-29", "12-04"]),
        ("1-5/2", ["11-25", "11-27", "11-30"]),
        ("0,3", ["11-25", "11-29", "12-02"]),
        ("*", ["11-25", "11-26"]),
    ],
)
def test_days_of_the_week_are_crons(days: str, expected: list[str]) -> None:
    """1 is Monday, 0 and 7 are Sunday; from Tuesday, 24 November 2026."""
    found = firings(f"0 9 * * {days}", "UTC", utc("2026-11-24T12:00"), len(expected))

    assert [day.split(" ")[0] for day in found] == expected


@pytest.mark.parametrize("line", ["", "0 9 * *", "0 9 * * 8", "0 9 * * 5-1", "0 9 * * 1/2", "x"])
def test_a_line_that_is_no_cron_line_is_refused(line: str) -> None:
    """Wrong days, a range that runs backwards, too few fields."""
    with pytest.raises(ValueError, match=r".+"):
        next_firing(line, "UTC", after=utc("2026-11-24T12:00"))


def test_a_schedule_that_never_fires_has_no_next() -> None:
    """The 31st of February."""
    assert next_firing("0 0 31 2 *", "UTC", after=utc("2026-01-01T00:00")) is None
    assert runs_per_quarter("0 0 31 2 *", "UTC", utc("2026-01-01T00:00")) == 1.0


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
