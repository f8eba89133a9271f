"""Firings that were missed: the latest is found without walking through years of minutes."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedule.cron import (
    MOST_SKIPPED,
    Timetable,
    latest_firing,
    missed_firings,
    next_firing,
    timetable,
)
from bot.schedule.cron_line import CronLine
from bot.schedule.monitors import Schedule
from bot.storage.database import Database
from monitors.tables import Monitor
from tests.slow_work import nothing_slow_while_writing

FIRST = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CRONS = ("* * * * *", "*/5 * * * *", "0 9 * * 1", "30 2 * * *", "* 9 1 1 *", "0 0 29 2 *")


@settings(max_examples=40)
@given(
    cron=st.sampled_from(CRONS),
    zone=st.sampled_from(("UTC", "Europe/Berlin", "America/New_York")),
    away=st.timedeltas(timedelta(0), timedelta(days=9)),
)
def test_the_latest_firing_is_that_of_a_walk(cron: str, zone: str, away: timedelta) -> None:
    """Both find the same, and count the same."""
    first = next_firing(cron, zone, after=FIRST)
    assert first is not None
    now, walked, passed = first + away, first, 0
    while (following := next_firing(cron, zone, after=walked)) and following <= now:
        walked, passed = following, passed + 1

    latest = latest_firing(cron, zone, first, now)

    assert latest == walked
    assert missed_firings(cron, zone, first, latest) == min(passed, MOST_SKIPPED)


def test_years_of_missed_minutes_take_a_few_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two and a half million firings."""
    steps: list[None] = []
    find = CronLine.firings_after

    def counted(line: CronLine, after: datetime) -> Iterator[datetime]:
        steps.append(None)
        return find(line, after)

    monkeypatch.setattr(CronLine, "firings_after", counted)

    latest = latest_firing("* * * * *", "UTC", FIRST, FIRST + timedelta(days=1_826, seconds=30))

    assert latest == FIRST + timedelta(days=1_826)
    assert len(steps) < 200


def test_a_timetable_has_the_next_firing_and_the_runs_of_a_quarter() -> None:
    """Mondays at ten in Berlin; the same line in another zone is another timetable."""
    assert timetable("0 10 * * 1", "Europe/Berlin", FIRST) == Timetable(
        FIRST + timedelta(weeks=1), 13.0
    )


@pytest.mark.parametrize("away", [timedelta(minutes=1), timedelta(days=30)])
def test_a_firing_is_worked_out_before_it_is_written_and_runs_once(
    database: Database, monkeypatch: pytest.MonkeyPatch, away: timedelta
) -> None:
    """Every minute, after a month away: more than are counted."""
    with database.transaction() as session:
        session.add(
            Monitor(
                name="minutely", model_name="m", channel_id="C1", owner_user_id="U1",
                reference="r", current="c", rows_per_window=1, columns={}, cron="* * * * *",
                timezone="UTC", next_firing_at=FIRST,
            )
        )  # fmt: skip
    schedule, now = Schedule(database), FIRST + away + timedelta(seconds=1)

    with nothing_slow_while_writing(monkeypatch) as found:
        fired = [schedule.step(now) for _ in range(2)]

    assert found == []
    assert fired[0] is not None
    assert fired[0].firing_key == (FIRST + away).strftime("%Y-%m-%dT%H:%M")
    assert fired[0].skipped == min(away // timedelta(minutes=1), MOST_SKIPPED)
    assert fired[1] is None
