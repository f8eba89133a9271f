"""Compare the next firings of drawn cron lines with a reading minute by minute.

`python -m bench.cron [DRAWS]` draws lines, zones and starts, half of them near a change of the
clocks, and exits with 1 if any of the next five firings differs.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.schedule.cron import next_firing

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
ZONES = (
    "UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "America/Havana",
    "Asia/Beirut", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Chatham",
    "Africa/Casablanca", "Atlantic/Azores", "Pacific/Apia", "America/St_Johns",
)  # fmt: skip
COMPARED = 5


@dataclass(frozen=True)
class Draw:
    """A cron line, a time zone and a time to start from."""

    cron: str
    zone: str
    after: datetime


def numbers(text: str, first: int, last: int, names: tuple[str, ...] = ()) -> set[int]:
    """Read one field as the manual of cron describes it: lists of ranges with steps."""

    def value(word: str) -> int:
        return names.index(word) + first if word in names else int(word)

    found: set[int] = set()
    for part in text.lower().split(","):
        span, _, step = part.partition("/")
        start, _, end = span.partition("-")
        low, high = (first, last) if span == "*" else (value(start), value(end or start))
        if end == "sun" != start:
            high = 7
        found |= set(range(low, high + 1, int(step or 1)))
    return found


class Reading:
    """A line read by definition, one minute after the other."""

    def __init__(self, cron: str) -> None:
        minute, hour, day, month, weekday = cron.split()
        self.minutes, self.hours = numbers(minute, 0, 59), numbers(hour, 0, 23)
        self.days, self.months = numbers(day, 1, 31), numbers(month, 1, 12, MONTHS)
        self.weekdays = {found % 7 for found in numbers(weekday, 0, 7, WEEKDAYS)}
        self.needs_both = day.startswith("*") or weekday.startswith("*")
        self.is_hourly = len(self.hours) == 24

    def is_day(self, day: date) -> bool:
        """Return whether it fires on a day."""
        if day.month not in self.months:
            return False
        found = (day.day in self.days, day.isoweekday() % 7 in self.weekdays)
        return all(found) if self.needs_both else any(found)

    def is_time(self, local: datetime) -> bool:
        """Return whether a local time is one of the line's."""
        return (
            local.minute in self.minutes and local.hour in self.hours and self.is_day(local.date())
        )

    def firings(self, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
        """Walk through the minutes after a time, but not through days far from any firing."""
        now = after.replace(second=0, microsecond=0)
        while True:
            local = now.astimezone(zone).date()
            if any(self.is_day(local + DAY * away) for away in (-1, 0, 1, 2)):
                yield from (
                    minute
                    for passed in range(1, 24 * 60 + 1)
                    if self._fires(zone, minute := now + MINUTE * passed)
                )
            now += DAY

    def _fires(self, zone: ZoneInfo, minute: datetime) -> bool:
        local, former = minute.astimezone(zone), (minute - MINUTE).astimezone(zone)
        if self.is_time(local) and (self.is_hourly or not local.fold):
            return True
        start, end = former.replace(tzinfo=None) + MINUTE, local.replace(tzinfo=None)
        left_out = range((end - start) // MINUTE)  # empty unless the clocks skip
        return not self.is_hourly and any(self.is_time(start + MINUTE * at) for at in left_out)


def draw(chance: random.Random) -> Draw:
    """Draw a line, a zone and a start; half of the starts are near a change of the clocks."""
    fields = [
        _field(chance, 0, 59), _field(chance, 0, 23), _field(chance, 1, 28),
        _field(chance, 1, 12, MONTHS), _field(chance, 0, 7, WEEKDAYS),
    ]  # fmt: skip
    for place, likely in ((0, 0.2), (1, 0.2), (2, 0.6), (3, 0.8), (4, 0.5)):
        if chance.random() < likely:
            fields[place] = "*"
    if chance.random() < 0.5:
        fields[1] = chance.choice(("0", "1", "2", "3", "0-3", "23,0", "*/2", "2,3"))
    zone = chance.choice(ZONES)
    start = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(94_608_000))
    changes = _changes(zone, start)
    if changes and chance.random() < 0.5:
        start = chance.choice(changes) + timedelta(minutes=chance.randrange(-1_600, 200))
    return Draw(" ".join(fields), zone, start)


def _field(chance: random.Random, first: int, last: int, names: tuple[str, ...] = ()) -> str:
    """Draw one field: a number, a name, a range, a list or a step."""
    low, high = sorted(chance.sample(range(first, last + 1), 2))
    step = chance.randint(2, max(2, (last - first) // 2))
    named: Callable[[int], str] = lambda at: names[(at - first) % len(names)]  # noqa: E731 - short
    kinds = [str(low), f"{low}-{high}", f"{low},{high}", f"*/{step}", f"{low}-{high}/{step}"]
    if names and (high - first) <= len(names):
        kinds += [named(low), f"{named(low)}-{named(high)}" if low > first else named(low)]
    return chance.choice(kinds)


def _changes(zone: str, start: datetime) -> list[datetime]:
    """List when a zone's clocks change in the year after a time, to the hour."""
    place, found = ZoneInfo(zone), []
    for day in range(366):
        here, then = start + DAY * day, start + DAY * (day + 1)
        if here.astimezone(place).utcoffset() != then.astimezone(place).utcoffset():
            found += [then]
    return found


def differences(drawn: Draw) -> tuple[list[datetime], list[datetime | None]]:
    """Return the next five firings, by definition and by us."""
    reading = Reading(drawn.cron)
    right = list(islice(reading.firings(ZoneInfo(drawn.zone), drawn.after), COMPARED))
    ours: list[datetime | None] = []
    after: datetime | None = drawn.after
    for _ in range(COMPARED):
        after = next_firing(drawn.cron, drawn.zone, after=after) if after else None
        ours.append(after)
    return right, ours


def main(draws: int, seed: int = 1) -> int:
    """Compare many draws; print what differs."""
    chance, wrong, began = random.Random(seed), 0, time.perf_counter()  # noqa: S311 - a seed
    for _ in range(draws):
        drawn = draw(chance)
        right, ours = differences(drawn)
        if right != ours:
            wrong += 1
            print(drawn, right, ours, sep="\n  ")
    print(f"{draws:,} draws, {wrong} differ, {time.perf_counter() - began:.0f} s")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
