"""Cron lines: when one fires next, in its time zone."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

MOST_SKIPPED = 10_000
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
QUARTER = timedelta(days=91)


def next_firing(cron: str, timezone: str, *, after: datetime) -> datetime | None:
    """Return the first firing after a time.

    Days of the week are cron's: 0 and 7 are Sunday, 1 is Monday. Where both day of the month and
    day of the week are given, both must hold. A local time that the clocks show twice fires once:
    its second showing is passed over.

    Raises:
        ValueError: The cron line or the time zone is not valid.
    """
    zone = ZoneInfo(timezone)
    trigger = CronTrigger.from_crontab(_with_named_days(cron), timezone=zone)
    candidate = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
    while candidate is not None:
        firing: datetime = candidate.astimezone(UTC)
        if firing.astimezone(zone).fold == 0:
            return firing
        candidate = trigger.get_next_fire_time(None, firing + timedelta(seconds=1))
    return None


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
    firing, runs = next_firing(cron, timezone, after=after), 0
    while firing is not None and firing <= after + QUARTER and runs < MOST_SKIPPED:
        runs += 1
        firing = next_firing(cron, timezone, after=firing)
    return float(max(runs, 1))
