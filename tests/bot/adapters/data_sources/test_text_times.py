"""What one text of a CSV file means as a time, by how its column is read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources import text_times
from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.profile.sql import literal


def read(text: str, reader: Callable[[str], str]) -> object:
    """Read one text by the engine."""
    sql = f"SELECT {reader('v')} FROM (SELECT trim({literal(text)}) AS v)"  # noqa: S608 - ours
    with duckdb.connect() as connection:
        found = connection.execute(sql).fetchone()
    assert found is not None
    return found[0]


YEAR = {
    "2026-01-31": "2026-01-31 00:00:00", "2026/1/5": "2026-01-05 00:00:00",
    "2026.01.05 10:30": "2026-01-05 10:30:00",
    "2026-01-05T10:30:00Z": "2026-01-05 10:30:00",
    "2026-01-05 10:30:00+02:00": "2026-01-05 08:30:00",
    "2026-01-05 3:05:10 PM": "2026-01-05 15:05:10",
    "2026-01-05 10:30:00,5": "2026-01-05 10:30:00.500000",
    "2026-01-05T10:30:00Z[UTC]": "2026-01-05 10:30:00",
    "2026-01-05 10:30:00 GMT": "2026-01-05 10:30:00",
    "2026-01-05 10:30p.m.": "2026-01-05 22:30:00", "2026年1月5日": "2026-01-05 00:00:00",
    "2026년 1월 5일": "2026-01-05 00:00:00", "12": None, "20260105": None,
    "2026-01-05 3 PM": "2026-01-05 15:00:00", "2026-01-05 03:05:10.5 PM": (
        "2026-01-05 15:05:10.500000"
    ),
    "31/01/2026": None, "5-1-2": None,
}  # fmt: skip
DAY = {
    "31/01/2026": "2026-01-31 00:00:00", "3.4.2026": "2026-04-03 00:00:00",
    "03-04-2026": "2026-04-03 00:00:00", "3/4/26": "2026-04-03 00:00:00",
    "3/4/98": "1998-04-03 00:00:00", "3/4/2026 10:30": "2026-04-03 10:30:00",
    "3/4/2026, 10:30:05": "2026-04-03 10:30:05",
    "3/4/2026 3:05 PM": "2026-04-03 15:05:00", "2026-04-03": "2026-04-03 00:00:00",
    "3. 4. 2026": "2026-04-03 00:00:00", "03 04 2026": "2026-04-03 00:00:00",
    "1/31/2026": None, "1.234": None, "1 234 567": None,
}  # fmt: skip
MONTH = {
    "1/31/2026": "2026-01-31 00:00:00", "3/4/2026": "2026-03-04 00:00:00",
    "12/31/99 11:59 PM": "1999-12-31 23:59:00", "31/1/2026": None,
}  # fmt: skip
NAMED = {
    "5-Jan-2026": "2026-01-05 00:00:00", "Jan 5, 2026 3:05 PM": "2026-01-05 15:05:00",
    "5 January 2026": "2026-01-05 00:00:00", "5 Foo 2026": None, "Mar-26": None, "may 5": None,
    "January 5 2026": "2026-01-05 00:00:00", "Mon, 05 Jan 2026": "2026-01-05 00:00:00",
    "Monday, January 5, 2026": "2026-01-05 00:00:00", "Mon Jan 5 2026": "2026-01-05 00:00:00",
    "5th January 2026": "2026-01-05 00:00:00", "Sept 1, 2026": "2026-09-01 00:00:00",
    "2026-Jan-05": "2026-01-05 00:00:00", "05/Jan/2026": "2026-01-05 00:00:00",
    "05-JAN-98": "1998-01-05 00:00:00", "5. März 2026": "2026-03-05 00:00:00",
    "5. Mär. 2026": "2026-03-05 00:00:00", "1er août 2026": "2026-08-01 00:00:00",
    "5 de março de 2026": "2026-03-05 00:00:00", "2 giu 2026": "2026-06-02 00:00:00",
    "Mo., 5. Januar 2026 um 10:30": "2026-01-05 10:30:00",
    "Mon, 05 Jan 2026 10:00:01 GMT": "2026-01-05 10:00:01",
    "Mon Jan  5 10:20:30 2026": "2026-01-05 10:20:30",
    "Mon Jan 05 2026 10:00:00 GMT+0100 (CET)": "2026-01-05 09:00:00",
    "05/Jan/2026:10:11:12 +0100": "2026-01-05 09:11:12",
    "20260105T101010Z": "2026-01-05 10:10:10", "2026-W02-1": "2026-01-05 00:00:00",
}  # fmt: skip
COUNTED = {
    "20260105": "2026-01-05 00:00:00", "20260105101112": "2026-01-05 10:11:12",
    "1767607200": "2026-01-05 10:00:00", "1767607200.5": "2026-01-05 10:00:00.500000",
    "1767607200000": "2026-01-05 10:00:00", "1767607200000000": "2026-01-05 10:00:00",
    "46027": "2026-01-05 00:00:00", "46027.5": "2026-01-05 12:00:00", "12": None,
    "99999999": None,
}  # fmt: skip
CLOCK = {
    "15:15": "0002-01-01 15:15:00", "3:15pm": "0002-01-01 15:15:00",
    "03:15 PM": "0002-01-01 15:15:00", "12:30 a.m.": "0002-01-01 00:30:00",
    "15:15 Uhr": "0002-01-01 15:15:00", "9.05 Uhr": "0002-01-01 09:05:00",
    "9 Uhr": "0002-01-01 09:00:00", "15h15": "0002-01-01 15:15:00", "25.30 Uhr": None,
    "3:15:07.5 PM": "0002-01-01 15:15:07.500000", "24:00": "0002-01-02 00:00:00", "13:00 PM": None,
    "noon": None,
}  # fmt: skip
TIMES = [
    *((text_times.clock, *pair) for pair in CLOCK.items()),
    *((text_times.counted_time, *pair) for pair in COUNTED.items()),
    *((text_times.iso_time, *pair) for pair in YEAR.items()),
    *((text_times.day_first, *pair) for pair in DAY.items()),
    *((text_times.month_first, *pair) for pair in MONTH.items()),
    *((text_times.named_month, *pair) for pair in NAMED.items()),
]


@pytest.mark.parametrize(
    ("reader", "text", "time"), TIMES, ids=[f"{case[0].__name__} {case[1]}" for case in TIMES]
)
def test_times(reader: Callable[[str], str], text: str, time: str | None) -> None:
    """With and without a time of day, with a zone, which becomes UTC, and with two-digit years."""
    found = read(text, reader)

    assert (None if found is None else str(found)) == time


WAYS: dict[str, Callable[[datetime], str]] = {
    "digits": "{:%Y%m%d%H%M%S}".format,
    "seconds": lambda time: str(int(time.timestamp())),
    "milliseconds": lambda time: str(int(time.timestamp()) * 1_000),
    "Excel's days": lambda time: repr(25_569 + time.timestamp() / 86_400),
    "the log of a web server": "{:%d/%b/%Y:%H:%M:%S +0000}".format,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_times_meet_times_however_they_are_written(
    tmp_path: Path, way: Callable[[datetime], str]
) -> None:
    """Numbers too, if the other table has times."""
    start = datetime(2026, 1, 5, tzinfo=UTC)
    times = [start + timedelta(hours=7 * place) for place in range(50)]
    written = {"a.csv": "{:%Y-%m-%d %H:%M:%S}".format, "b.csv": way}
    for name, form in written.items():
        lines = [f"{place};{form(time)}" for place, time in enumerate(times)]
        (tmp_path / name).write_text("\n".join(["k;x", *lines, ""]))

    with DuckDbTables(Sources(tmp_path / "a.csv", tmp_path / "b.csv")) as tables:
        both = [
            tables.query(f"SELECT round(epoch(min(x))), round(epoch(max(x))) FROM {relation}")  # noqa: S608 - ours
            for relation in ("reference", "current")
        ]

    assert both[0] == both[1] == [(times[0].timestamp(), times[-1].timestamp())]
