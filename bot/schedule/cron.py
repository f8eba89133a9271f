"""When a schedule fires: next, last, and how often."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice, takewhile

from bot.schedule.cron_line import A_MOMENT, CronLine

MOST_SKIPPED = 10_000
QUARTER = timedelta(days=91)


@dataclass(frozen=True)
class Timetable:
    """When a schedule fires next, and how often in the next 91 days."""

    next_firing_at: datetime | None
    runs_per_quarter: float


def next_firing(cron: str, timezone: str, *, after: datetime) -> datetime | None:
    """Return the first firing after a time, in UTC; None if it's more than 50 years away.

    Raises:
        ValueError: The cron line or the time zone is not valid.
    """
    return _trigger(cron, timezone).get_next_fire_time(None, after + A_MOMENT)


def takes_either_day(cron: str) -> bool:
    """Return whether a line gives days of the month and of the week, either of which is enough.

    Raises:
        ValueError: The cron line is not valid.
    """
    return _trigger(cron, "UTC").takes_either_day


@lru_cache(maxsize=1_000)
def _trigger(cron: str, timezone: str) -> CronLine:
    """Read a cron line once."""
    return CronLine(cron, timezone)


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
    firings = islice(_trigger(cron, timezone).firings_after(after), MOST_SKIPPED)
    return sum(1 for _ in takewhile(lambda firing: firing <= until, firings))
