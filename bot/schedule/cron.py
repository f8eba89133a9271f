"""Cron lines: when one fires next, in its time zone."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

MOST_SKIPPED = 10_000
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
QUARTER = timedelta(days=91)


@dataclass(frozen=True)
class Timetable:
    """When a schedule fires next, and how often in the next 91 days."""

    next_firing_at: datetime | None
    runs_per_quarter: float


def next_firing(cron: str, timezone: str, *, after: datetime) -> datetime | None:
    """Return the first firing after a time.

    Days of the week are cron's: 0 and 7 are Sunday, 1 is Monday. Where both day of the month and
    day of the week are given, both must hold. A local time that the clocks show twice fires once:
    its second showing is passed over.

    Raises:
        ValueError: The cron line or the time zone is not valid.
    """
    zone = ZoneInfo(timezone)
    trigger = _trigger(cron, timezone)
    candidate = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
    while candidate is not None:
        firing: datetime = candidate.astimezone(UTC)
        if firing.astimezone(zone).fold == 0:
            return firing
        candidate = trigger.get_next_fire_time(None, firing + timedelta(seconds=1))
    return None


@lru_cache(maxsize=1_000)
def _trigger(cron: str, timezone: str) -> CronTrigger:
    """Read a cron line once: reading it takes longer than finding a firing."""
    return CronTrigger.from_crontab(_with_named_days(cron), timezone=ZoneInfo(timezone))


def _with_named_days(cron: str) -> str:
    """Name the days of the week, which APScheduler counts from Monday and cron from Sunday."""
    *others, days = cron.split() or [""]
    return " ".join([*others, ",".join(_named_days(part) for part in days.split(","))])


def _named_days(part: str) -> str:
    matched = re.fullmatch(r"([0-7])(?:-([0-7]))?(?:/([1-7]))?", part)
    if matched is None:
        return part
    first, last, step = (int(found) if found else None for found in matched.groups())
    if first is None or (step and last is None):
        raise ValueError(f"{part!r} names no days of the week")
    end = first if last is None else last
    return ",".join(DAYS[day % 7] for day in range(first, end + 1, step or 1))


def runs_per_quarter(cron: str, timezone: str, after: datetime) -> float:
    """Count how often a schedule fires in the next 91 days, at most 10,000 times."""
    return float(max(_count(cron, timezone, after, after + QUARTER), 1))


def timetable(cron: str, timezone: str, after: datetime) -> Timetable:
    """Work out when a schedule fires; takes up to half a second."""
    following = next_firing(cron, timezone, after=after)
    return Timetable(following, runs_per_quarter(cron, timezone, after))


def latest_firing(cron: str, timezone: str, first: datetime, now: datetime) -> datetime:
    """Find the last firing up to now, from one that has passed, in a few dozen steps.

    Halve the time that is left instead of walking: years of missed minutes cost no more than two.
    """
    latest, end = first, now
    while True:
        following = next_firing(cron, timezone, after=latest)
        if following is None or following > now:
            return latest
        middle = latest + (end - latest) / 2
        later = next_firing(cron, timezone, after=middle)
        if later is not None and later <= now:
            latest = later
        else:
            latest, end = following, middle


def missed_firings(cron: str, timezone: str, first: datetime, latest: datetime) -> int:
    """Count the firings from the first up to, but without, the latest: at most 10,000."""
    return _count(cron, timezone, first, latest)


def _count(cron: str, timezone: str, after: datetime, until: datetime) -> int:
    """Count the firings after a time, up to and with another."""
    firing, count = next_firing(cron, timezone, after=after), 0
    while firing is not None and firing <= until and count < MOST_SKIPPED:
        count += 1
        firing = next_firing(cron, timezone, after=firing)
    return count
