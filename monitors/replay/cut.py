"""How history is cut into windows: by rows in file order, or by time."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitors.errors import MeasurementError
from monitors.profile.engine import Tables
from monitors.profile.sql import select
from monitors.profile.times import seconds_sql

MOST_WINDOWS = 5_000
UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
MONDAY = datetime(1969, 12, 29, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST, LATEST = (datetime(year, 1, 1, tzinfo=UTC) for year in (1000, 9000))


@dataclass(frozen=True)
class Cut:
    """How history is cut: every so many rows in file order, every so much time (UTC), or not."""

    rows: int | None = None
    timestamp: str | None = None
    every: timedelta | None = None


def read_every(text: str) -> timedelta:
    """Read a cadence such as 12h, 1d or 2w.

    Raises:
        MeasurementError: It is none.
    """
    matched = re.fullmatch(r"([1-9]\d{0,3})([hdw])", text.strip())
    if matched is None:
        raise MeasurementError(f"{text!r} isn't a length of time. Use 12h, 1d or 1w.")
    return int(matched[1]) * UNITS[matched[2]]


class Bounds:
    """Which window a row falls in, as SQL, and where each window begins and ends."""

    def __init__(self, tables: Tables, relation: str, cut: Cut) -> None:
        self.cut = cut
        self.begin = EPOCH
        if cut.timestamp is None or cut.every is None:
            self.sql = f"(row_number() OVER () - 1) // {cut.rows:d}" if cut.rows else "0"
            return
        seconds = seconds_sql(tables, relation, cut.timestamp)
        first, last = tables.query(select(f"min({seconds}), max({seconds})", relation))[0]
        if first is None:
            raise MeasurementError(f"The column {cut.timestamp} contains no times.")
        if float(first) < EARLIEST.timestamp() or float(last) > LATEST.timestamp():
            raise MeasurementError(
                f"The column {cut.timestamp} contains times before {EARLIEST.year} or "
                f"after {LATEST.year}, which can't be cut into windows."
            )
        self.begin = _beginning(EPOCH + timedelta(seconds=float(first)), cut.every)
        length = cut.every.total_seconds()
        if (float(last) - self.begin.timestamp()) / length > MOST_WINDOWS:
            raise MeasurementError(
                f"That makes more than {MOST_WINDOWS:,} windows. Use a longer --every."
            )
        self.sql = f"floor(({seconds} - {self.begin.timestamp():.0f}) / {length:.0f})::BIGINT"

    def of(self, window: int, rows: int) -> tuple[int, int] | tuple[datetime, datetime]:
        """Return a window's first and one-past-last row, or its times."""
        if self.cut.every is not None:
            start = self.begin + window * self.cut.every
            return start, start + self.cut.every
        first = window * (self.cut.rows or 0)
        return first, first + rows


def _beginning(first: datetime, every: timedelta) -> datetime:
    """Begin windows of weeks on a Monday, of days at midnight, of hours at the hour."""
    whole = (unit for unit in reversed(UNITS.values()) if every % unit == timedelta())
    unit = next(whole, every)
    return first - (first - MONDAY) % unit
