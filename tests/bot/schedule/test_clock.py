"""A clock that was wrong for a while, and then set right."""

from datetime import datetime, timedelta

import pytest

from bot.schedule.cron import next_firing
from bot.schedule.monitors import Schedule, Scheduled
from bot.storage.database import Database
from monitors.tables import Monitor
from tests.bot.schedule.conftest import utc


@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_clock_that_was_set_back_holds_no_monitor_up(
    database: Database,
    monitor: Monitor,
    is_restarted: bool,  # noqa: FBT001 - a case of the table
) -> None:
    """It was a year ahead: the next firing is the next Monday by the clock as it is."""
    del monitor
    schedule = Schedule(database)
    assert schedule.step(utc("2027-11-23T12:00")) is not None
    schedule = Schedule(database) if is_restarted else schedule

    steps = [schedule.step(utc(now)) for now in ("2026-11-24T12:00", "2026-11-30T08:00")]

    assert steps == [None, Scheduled("weekly", "2026-11-30T09:00", skipped=0)]


def test_a_clock_that_runs_on_looks_at_waits_seldom(
    database: Database, monitor: Monitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the start and every ten minutes: an idle bot does next to nothing."""
    assert monitor.next_firing_at is not None
    schedule, asked = Schedule(database), []
    find = next_firing

    def noted(cron: str, timezone: str, *, after: datetime) -> datetime | None:
        asked.append(after)
        return find(cron, timezone, after=after)

    monkeypatch.setattr("bot.schedule.monitors.next_firing", noted)
    start = monitor.next_firing_at - timedelta(days=1)

    for minutes in range(25):
        schedule.step(start + timedelta(minutes=minutes))

    assert asked == [start + timedelta(minutes=minutes) for minutes in (0, 10, 20)]
