"""When those who decide are called again: pure times."""

from datetime import datetime, timedelta

import pytest

from deployments.calls import latest_call, release_due_at
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("passed", "call"),
    [
        (timedelta(), None),
        (timedelta(hours=11, minutes=59), None),
        (timedelta(hours=12), "half"),
        (timedelta(hours=23, minutes=59), "half"),
        (DAY, "due"),
        (7 * DAY, "due"),
        (8 * DAY, "week1"),
        (15 * DAY, "week2"),
        (29 * DAY, "week4"),
        (400 * DAY, "week4"),
        (-timedelta(minutes=59), None),
        (-DAY, "half"),
    ],
)
def test_the_newest_call_that_is_due(passed: timedelta, call: str | None) -> None:
    """Of a day's time to decide; after the fourth week there is no other.

    What a clock that was ahead dated is called for once, not only when the clock caught up.
    """
    assert latest_call(NOW, NOW + DAY, NOW + passed) == call


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-02T10:00+00:00", "2026-11-04T10:00+00:00"),
        ("2026-11-02T20:00+00:00", "2026-11-05T09:00+00:00"),
        ("2026-11-05T10:00+00:00", "2026-11-09T09:00+00:00"),
        ("2026-11-06T10:00+00:00", "2026-11-09T09:00+00:00"),
        ("2026-11-07T23:00+00:00", "2026-11-10T09:00+00:00"),
    ],
)
def test_a_release_is_due_in_two_days_in_working_hours(asked: str, due: str) -> None:
    """Never at night or at a weekend."""
    assert release_due_at(datetime.fromisoformat(asked)) == datetime.fromisoformat(due)
