"""A cron line with cron's meaning, as a trigger of APScheduler's."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger
from cronsim import CronSim, CronSimError

FIELDS = ("minute", "hour", "day of the month", "month", "day of the week")
HOURS_OF_A_DAY = 24
A_MOMENT = timedelta(microseconds=1)
NICKNAMES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
RANGE_OF_ONE = re.compile(r"\b(\w+)-\1(/\d+)?\b", re.IGNORECASE)


class CronLineError(ValueError):
    """A line isn't a cron line, or never fires; the message says what is wrong with it."""


class CronLine(BaseTrigger):  # type: ignore[misc] # APScheduler ships no types
    """A trigger with the meaning of Debian's cron, which APScheduler's own trigger lacks.

    Days of the week are 0 to 7; 0 and 7 are Sunday. Where the day of the month and the day of the
    week are both given, either is enough; where one of them starts with `*`, both must match. A
    local time that the clocks leave out fires right after the gap, and one that they show twice
    fires once. A line for every hour of the day follows the time that passes instead.

    Raises:
        CronLineError: The line isn't valid, or it never fires.
    """

    def __init__(self, line: str, timezone: str) -> None:
        self.zone = ZoneInfo(timezone)
        fields = NICKNAMES.get(line.strip().lower(), line).split()
        if len(fields) != len(FIELDS):
            raise CronLineError(f"it has {len(fields)} of five fields")
        minute, hour, day, month, weekday = (RANGE_OF_ONE.sub(r"\1", each) for each in fields)
        if re.match(r"\w+/", weekday):
            raise CronLineError("a step in the day of the week needs a range, such as 1-5/2")
        day = re.sub(r"\blast\b", "L", day, flags=re.IGNORECASE)
        weekday = re.sub(r"-sun\b", "-7", weekday, flags=re.IGNORECASE)
        if _read([minute, hour, day, month, weekday]).hours == set(range(HOURS_OF_A_DAY)):
            self.fields = [minute, "*", day, month, weekday]
        else:  # cronsim would take a field that starts with * for one that follows the time
            minute = re.sub(r"^\*", "0-59", minute)
            self.fields = [minute, re.sub(r"^\*", "0-23", hour), day, month, weekday]
        if next(self.firings_after(datetime(2000, 1, 1, tzinfo=UTC)), None) is None:
            raise CronLineError("it never fires")

    @property
    def takes_either_day(self) -> bool:
        """Whether a day of the month and a day of the week are given, and either is enough."""
        return not any(self.fields[place].startswith("*") for place in (2, 4))

    def firings_after(self, after: datetime) -> Iterator[datetime]:
        """Yield the firings after a time, in UTC."""
        for local in _read(self.fields, after.astimezone(self.zone)):
            firing = local.astimezone(UTC)
            if firing > after:  # a time that is shown again would come before
                yield firing

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """Return the first firing from a time on, in UTC, as APScheduler asks for it."""
        del previous_fire_time
        return next(self.firings_after(now - A_MOMENT), None)


def _read(fields: list[str], start: datetime | None = None) -> CronSim:
    """Read five fields.

    Raises:
        CronLineError: One of them isn't valid, or no month has the day.
    """
    try:
        return CronSim(" ".join(fields), start or datetime(2000, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        raise CronLineError(_reason(fields, str(error))) from error


def _reason(fields: list[str], said: str) -> str:
    """Say what is wrong with the fields, given what cronsim says of them."""
    field = said.removeprefix("Bad ").replace("-", " ").replace("day of month", FIELDS[2])
    field = field.replace("day of week", FIELDS[4])
    text = fields[FIELDS.index(field)]
    if field == FIELDS[2]:
        try:
            CronSim(" ".join([*fields[:3], "*", "*"]), datetime(2000, 1, 1, tzinfo=UTC))
        except CronSimError:
            pass
        else:
            return f"it never fires, because no day {text} is in month {fields[3]}"
    return f"{text!r} is no {field}"
