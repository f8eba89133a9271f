"""Estimated performance beside the truth, on every window of the census data.

Prints a table; with `--write`, writes it into docs/why/benchmarks.md, with a picture.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bench.quiet import PAGE, write_section
from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Labels, Sources
from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.performance.estimated import Estimate, NotEstimated
from monitors.profile.engine import CURRENT

DATA = Path(__file__).parents[1] / "bot/demo/data/ma-employment"
PICTURE = Path(__file__).parents[1] / "docs/pictures/census-estimate.png"
ROWS = 3_000
METRICS = ("accuracy", "precision", "recall", "f1", "roc_auc")
ROLES = Roles("employed", "prediction", "predicted_probability", ignore=["id", "year"])
PASS_MARK = 0.80
ESTIMATE, TRUTH, MARK = "#1264a3", "#1d1c1d", "#c01343"


@dataclass(frozen=True)
class Window:
    """One window: what was expected before labels came, and what they said."""

    number: int
    year: int
    estimates: dict[str, Estimate]
    truth: dict[str, float]
    reason: str = ""


def main() -> None:
    """Measure every window and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="measure each n-th window alone")
    parser.add_argument("--write", action="store_true", help="write the page and the picture")
    arguments = parser.parse_args()
    windows = [measured(number, year) for number, year in numbered(arguments.every)]
    lines = list(report(windows))
    print("\n".join(lines))
    if arguments.write:
        write_section(PAGE, "\n".join(lines))
        draw(windows, PICTURE)


def numbered(every: int) -> Iterator[tuple[int, int]]:
    """List full windows with the survey year of their first row."""
    years = duckdb.read_parquet(str(DATA / "current.parquet")).fetchnumpy()["year"]
    for number in range(0, len(years) // ROWS, every):
        yield number, int(years[number * ROWS])


def measured(number: int, year: int) -> Window:
    """Check one window as the service would, labels at hand."""
    labels = Labels(DATA / "current_target.parquet", "id", "employed")
    rows = range(number * ROWS, (number + 1) * ROWS)
    files = Sources(DATA / "reference.parquet", DATA / "current.parquet", rows, labels)
    with DuckDbTables(files) as tables:
        result = check(tables, ROLES, Limits())
    estimated = result.estimated
    if estimated is None or isinstance(estimated, NotEstimated):
        reason = estimated.reason if estimated else "; ".join(result.notes)
        return Window(number, year, {}, result.metrics(CURRENT), reason)
    return Window(number, year, dict(estimated.metrics), result.metrics(CURRENT))


def report(windows: Sequence[Window]) -> Iterator[str]:
    """Write the section: per metric and year, how far the estimate was from the truth."""
    yield "## Estimates without labels"
    yield ""
    yield (
        f"`python -m bench.census --write` estimates each window of {ROWS:,} rows of the census "
        "data before it looks at the labels."
    )
    yield "The error is the mean distance between estimate and outcome, in percentage points."
    yield "From 2017 on the mix of people changes, so the reference is weighted to the window."
    yield ""
    yield "![Estimated and actual accuracy of all windows](../pictures/census-estimate.png)"
    yield ""
    yield "| metric | year | windows | error | outcome within the 95 % interval | refused |"
    yield "|---|---|---|---|---|---|"
    for metric in METRICS:
        for year in sorted({window.year for window in windows}):
            yield row(metric, year, [window for window in windows if window.year == year])
    refused = [window for window in windows if window.reason]
    for window in refused:
        yield ""
        yield f"Window {window.number} was refused: {window.reason}"


def row(metric: str, year: int, windows: Sequence[Window]) -> str:
    """Write one line of the table."""
    told = [window for window in windows if metric in window.estimates]
    errors = [abs(window.estimates[metric].value - window.truth[metric]) for window in told]
    held = [
        window.estimates[metric].low <= window.truth[metric] <= window.estimates[metric].high
        for window in told
    ]
    error = f"{100 * np.mean(errors):.2f}" if errors else ""
    name = metric.replace("_", " ")
    return (
        f"| {name} | {year} | {len(windows)} | {error} | {sum(held)} of {len(held)} "
        f"| {len(windows) - len(told)} |"
    )


def draw(windows: Sequence[Window], path: Path) -> None:
    """Draw estimated accuracy with its interval beside the truth."""
    figure = Figure(figsize=(9, 4.5), dpi=160, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    told = [window for window in windows if window.estimates]
    places = [window.number for window in told]
    estimates = [window.estimates["accuracy"] for window in told]
    axes.fill_between(
        places,
        [estimate.low for estimate in estimates],
        [estimate.high for estimate in estimates],
        color=ESTIMATE,
        alpha=0.2,
        label="95 % interval",
        linewidth=0,
    )
    axes.plot(places, [estimate.value for estimate in estimates], color=ESTIMATE, label="estimate")
    axes.plot(
        [window.number for window in windows],
        [window.truth["accuracy"] for window in windows],
        ".-",
        color=TRUTH,
        label="truth, known later",
        linewidth=1,
    )
    axes.axhline(PASS_MARK, color=MARK, linestyle="--", linewidth=1, label="pass mark")
    axes.set_xlabel(f"Window of {ROWS:,} rows")
    axes.set_ylabel("Accuracy")
    axes.set_title("Accuracy was estimated before its labels came", loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left")
    figure.savefig(path)


if __name__ == "__main__":
    main()
