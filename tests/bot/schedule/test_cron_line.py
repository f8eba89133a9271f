"""Cron lines mean what they mean to cron: in each field, on each day, and as the clocks change."""

import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bench.cron import differences, draw
from bot.schedule.cron import next_firing, takes_either_day
from bot.schedule.cron_line import CronLineError

AUTUMN = "2026-11-24T12:00"


def firings(cron: str, zone: str, after: str, count: int) -> list[str]:
    """The next firings, as local times."""
    found, now = [], datetime.fromisoformat(after).replace(tzinfo=UTC)
    for _ in range(count):
        following = next_firing(cron, zone, after=now)
        assert following is not None
        now = following
        found.append(following.astimezone(ZoneInfo(zone)).strftime("%m-%d %H:%M"))
    return found


@pytest.mark.parametrize("seed", range(100))
def test_a_line_fires_as_it_does_read_minute_by_minute(seed: int) -> None:
    """The next five firings; `python -m bench.cron` compares 10,000 lines."""
    right, ours = differences(draw(random.Random(seed)))

    assert ours == right


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("1", ["11-30"]),
        ("0", ["11-29"]),
        ("7", ["11-29"]),
        ("mon", ["11-30"]),
        ("SUN", ["11-29"]),
        ("1-5", ["11-25", "11-26", "11-27", "11-30"]),
        ("5-7", ["11-27", "11-28", "11-29", "12-04"]),
        ("1-5/2", ["11-25", "11-27", "11-30"]),
        ("0,3", ["11-25", "11-29", "12-02"]),
        ("*", ["11-25", "11-26"]),
        ("*/2", ["11-26", "11-28", "11-29", "12-01"]),
        ("*/3", ["11-25", "11-28", "11-29", "12-02"]),
        ("0-6/2", ["11-26", "11-28", "11-29", "12-01"]),
        ("sun-thu", ["11-25", "11-26", "11-29", "11-30"]),
        ("fri-sun", ["11-27", "11-28", "11-29", "12-04"]),
        ("mon,wed-thu", ["11-25", "11-26", "11-30"]),
        ("sun-sun", ["11-29", "12-06"]),
        ("3-3/2", ["11-25", "12-02"]),
        ("Wed-wed", ["11-25", "12-02"]),
    ],
)
def test_days_of_the_week_are_crons(days: str, expected: list[str]) -> None:
    """1 is Monday, 0 and 7 are Sunday; from Tuesday, 24 November 2026."""
    found = firings(f"0 9 * * {days}", "UTC", AUTUMN, len(expected))

    assert [day.split(" ")[0] for day in found] == expected


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("@daily", ["11-25 00:00", "11-26 00:00"]),
        ("@midnight", ["11-25 00:00", "11-26 00:00"]),
        (" @Weekly ", ["11-29 00:00", "12-06 00:00"]),
        ("@monthly", ["12-01 00:00", "01-01 00:00"]),
        ("@yearly", ["01-01 00:00", "01-01 00:00"]),
        ("5-5/15 0 25-25/2 * *", ["11-25 00:05", "12-25 00:05"]),
    ],
)
def test_crons_own_names_and_ranges_of_one(cron: str, expected: list[str]) -> None:
    """A range of one day stays one, whatever its step."""
    assert firings(cron, "UTC", AUTUMN, len(expected)) == expected


@pytest.mark.parametrize(
    ("cron", "is_either", "expected"),
    [
        ("0 9 1 * 1", True, ["11-30", "12-01", "12-07"]),
        ("0 9 1,15 * fri-sat", True, ["11-27", "11-28", "12-01"]),
        ("0 9 30 2 1", True, ["02-01", "02-08", "02-15"]),
        ("0 9 1-7 * */7", False, ["12-06", "01-03", "02-07"]),
        ("0 9 */2 * 1", False, ["12-07", "12-21", "01-11"]),
        ("0 9 1 * *", False, ["12-01", "01-01", "02-01"]),
        ("0 9 last * *", False, ["11-30", "12-31", "01-31"]),
        ("0 9 LAST * *", False, ["11-30", "12-31", "01-31"]),
        ("0 9 L 2 *", False, ["02-28", "02-29", "02-28"]),
    ],
)
def test_either_day_is_enough_if_both_are_given(
    cron: str,
    is_either: bool,  # noqa: FBT001 - a case of the table
    expected: list[str],
) -> None:
    """Unless one starts with a star, as in Debian's cron."""
    found = firings(cron, "UTC", AUTUMN, len(expected))

    assert [day.split(" ")[0] for day in found] == expected
    assert takes_either_day(cron) is is_either


@pytest.mark.parametrize(
    ("cron", "zone", "after", "expected"),
    [
        ("0 0 * * 0", "America/Santiago", "2026-09-01T12:00", ["09-06 01:00", "09-13 00:00"]),
        ("*/15 0 * * 0", "America/Santiago", "2026-09-01T12:00", ["09-06 01:00", "09-13 00:00"]),
        ("0 */24 * * 0", "America/Santiago", "2026-09-01T12:00", ["09-06 01:00", "09-13 00:00"]),
        ("30 0 6 9 *", "America/Santiago", "2026-09-01T12:00", ["09-06 01:00", "09-06 00:30"]),
        ("0 0 * * 0", "Asia/Beirut", "2027-03-24T12:00", ["03-28 01:00", "04-04 00:00"]),
        ("0 0 * * 5", "Africa/Cairo", "2026-04-22T12:00", ["04-24 01:00", "05-01 00:00"]),
        ("15 2 * * *", "Australia/Lord_Howe", "2026-10-02T12:00", ["10-03 02:15", "10-04 02:30"]),
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", ["03-29 03:00", "03-30 02:30"]),
        ("0,30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", ["03-29 03:00", "03-30 02:00"]),
        ("0 2,3 * * *", "Europe/Berlin", "2026-03-28T12:00", ["03-29 03:00", "03-30 02:00"]),
        ("30 * * * *", "Europe/Berlin", "2026-03-29T00:00", ["03-29 01:30", "03-29 03:30"]),
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", ["10-25 02:30", "10-26 02:30"]),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10", ["10-26 02:30", "10-27 02:30"]),
        ("*/30 2 * * *", "Europe/Berlin", "2026-10-24T12:00",
         ["10-25 02:00", "10-25 02:30", "10-26 02:00"]),
        ("30 * * * *", "Europe/Berlin", "2026-10-25T00:00",
         ["10-25 02:30", "10-25 02:30", "10-25 03:30"]),
        ("30 0-23 * * *", "Europe/Berlin", "2026-10-25T00:00", ["10-25 02:30", "10-25 02:30"]),
        ("30 23 * * 6", "America/Santiago", "2026-04-01T12:00", ["04-04 23:30", "04-11 23:30"]),
    ],
)  # fmt: skip
def test_no_day_is_lost_or_counted_twice_as_the_clocks_change(
    cron: str, zone: str, after: str, expected: list[str]
) -> None:
    """What is skipped fires after the gap, what is shown twice once; each hour is an hour."""
    assert firings(cron, zone, after, len(expected)) == expected


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("", "it has 0 of five fields"),
        ("0 9 * *", "it has 4 of five fields"),
        ("0 0 9 * * 1", "it has 6 of five fields"),
        ("@reboot", "it has 1 of five fields"),
        ("60 9 * * *", "'60' is no minute"),
        ("0 24 * * *", "'24' is no hour"),
        ("0 9 0 * *", "'0' is no day of the month"),
        ("0 9 32 1 *", "'32' is no day of the month"),
        ("0 9 * 13 *", "'13' is no month"),
        ("0 9 * * 8", "'8' is no day of the week"),
        ("0 9 * * 5-1", "'5-1' is no day of the week"),
        ("0 9 * * fri-mon", "'fri-mon' is no day of the week"),
        ("0 9 * * 1/2", "a step in the day of the week needs a range"),
        ("*/0 9 * * *", "'*/0' is no minute"),
        ("1, 9 * * *", "'1,' is no minute"),
        ("0 9 30 2 *", "it never fires, because no day 30 is in month 2"),
        ("0 9 31 2,4,jun *", "it never fires, because no day 31 is in month 2,4,jun"),
        ("0 9 30,31 2 */2", "it never fires, because no day 30,31 is in month 2"),
    ],
)
def test_a_line_that_is_no_cron_line_is_refused(line: str, why: str) -> None:
    """With what is wrong in which field; a day that no month has is refused too."""
    with pytest.raises(CronLineError) as refused:
        next_firing(line, "UTC", after=datetime(2026, 11, 24, tzinfo=UTC))

    assert str(refused.value).startswith(why)
