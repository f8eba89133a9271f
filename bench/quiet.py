"""Years in which nothing happens, and how often a monitor cries all the same.

    python -m bench.quiet [--years 100] [--write]

Windows are drawn as counts and judged by the replay's own code: limits learned from the
reference's windows and from the quiet past, slow drift, alerts that absorb later windows.
"""

import argparse
import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitors.check.asking import read_questions
from monitors.check.check import shared_limits
from monitors.check.column_verdicts import CheckVerdict, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.questions.question import Case, Question
from monitors.check.questions.together import Together
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.profile.engine import Column, Kind
from monitors.replay.asker import Asker, Beyond
from monitors.replay.cut import Cut
from monitors.replay.history import History
from monitors.replay.replay import Plan, replay_history
from monitors.replay.windows import ColumnCounts, ColumnGrid, CountedWindow, Levels

PAGE = Path(__file__).parents[1] / "docs/why/benchmarks.md"
SECTION = "## Quiet"
REFERENCE_ROWS, WEEKS, QUARTERS, MONTHS = 20_000, 52, 4, 12
NUMBERS, CATEGORIES = 20, 8
YES = 0.3
SIZES = (500, 2_000, 10_000)
Array = NDArray[np.float64]
World = Callable[[int, int, np.random.Generator], Array]


def main() -> None:
    """Print the table; with --write, put it into docs/why/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=100, help="simulated years for each row")
    parser.add_argument("--write", action="store_true", help="write docs/why/benchmarks.md")
    asked = parser.parse_args()
    started_at = time.perf_counter()
    print_section(report(asked.years), is_written=asked.write)
    print(f"{time.perf_counter() - started_at:.0f} s")


def report(years: int) -> Iterator[str]:
    """Return the section, line by line."""
    yield SECTION
    yield ""
    yield (
        f"`python -m bench.quiet --years {years} --write` simulates {years:,} years without any "
        f"event for each row, through the code that a replay runs: {NUMBERS} numbers, "
        f"{CATEGORIES} categories, an answer and its probability, a reference of "
        f"{REFERENCE_ROWS:,} rows, weekly windows. "
        "Asked are the columns and all of them together; what needs rows keeps its part of the "
        "rates."
    )
    yield "One alert a quarter and one notice a month are allowed; the intervals hold 95 %."
    yield ""
    yield "| weeks | rows per window | alerts a quarter | notices a month |"
    yield "|---|---|---|---|"
    for name, world in WORLDS.items():
        for rows in SIZES:
            found = [quiet_year(world, rows, seed) for seed in range(years)]
            alerts, notices = np.array(found, dtype=float).T
            yield (
                f"| {name} | {rows:,} | {_mean(alerts / QUARTERS)} | {_mean(notices / MONTHS)} |"
            )


def quiet_year(world: World, rows: int, seed: int) -> tuple[int, int]:
    """Replay one year; count the alerts that open, and the windows with a notice alone."""
    plan = Plan(Cut(rows=rows), 13.0, questions=read_questions({}))
    found = replay_history(drawn(world, rows, seed), ROLES, plan, Counted(plan.questions))
    noticed = sum(window.verdict is CheckVerdict.WARNING for window in found.windows)
    return len(found.alarms), noticed


class Counted(Asker):
    """Asks what counts alone can answer: have many columns moved a little?

    The other questions have their part of the error rates, and need rows, which aren't drawn.
    """

    def __init__(self, questions: Sequence[Question]) -> None:
        super().__init__(NoRows(), "", ROLES, questions)

    def beyond(
        self, number: int, beside: Sequence[int], limits: Limits, columns: Sequence[ColumnCheck]
    ) -> Beyond:
        """Ask of the columns."""
        del number, beside
        _, part = shared_limits(limits, self.questions, self.roles)
        case = Case(self.tables, self.roles, part, columns)
        return Beyond([Together().answer(case)])


class NoRows:
    """Tables of which nothing can be asked."""

    def columns(self, relation: str) -> list[Column]:
        """Refuse."""
        raise MeasurementError(relation)

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Refuse."""
        raise MeasurementError(sql)

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Refuse."""
        raise MeasurementError(sql)


def drawn(world: World, rows: int, seed: int) -> History:
    """Draw a reference's own windows and a year of them, as counts."""
    random = np.random.default_rng([seed, rows])
    own = max(REFERENCE_ROWS // rows, 1)
    levels = world(len(COLUMNS), own + WEEKS, random)
    counted = [
        random.multinomial(rows, column.shares(level)).astype(float)
        for column, level in zip(COLUMNS, levels, strict=True)
    ]
    windows = [
        CountedWindow(
            at * rows,
            (at + 1) * rows,
            rows,
            {
                column.grid.column.name: ColumnCounts(rows, bins[at])
                for column, bins in zip(COLUMNS, counted, strict=True)
            },
        )
        for at in range(own + WEEKS)
    ]
    whole = CountedWindow(
        0,
        own * rows,
        own * rows,
        {
            column.grid.column.name: ColumnCounts(own * rows, bins[:own].sum(axis=0))
            for column, bins in zip(COLUMNS, counted, strict=True)
        },
    )
    known = {column.grid.column.name: column.levels for column in COLUMNS if column.levels}
    grids = [column.grid for column in COLUMNS]
    return History(grids, Levels(known), whole, windows[:own], windows[own:])


@dataclass(frozen=True)
class Drawn:
    """A column: how it is counted, and its shares at a level, in standard deviations."""

    grid: ColumnGrid
    usual: Array
    levels: dict[str, int]

    def shares(self, level: Array) -> Array:
        """Return the shares of its bins, of shape (windows, bins): the mean moves, or a logit."""
        if self.levels:
            weights = np.log(self.usual) + np.where(
                np.arange(len(self.usual)) == 0, level[:, np.newaxis], 0.0
            )
            shares = np.exp(weights)
            result: Array = shares / shares.sum(axis=1, keepdims=True)
            return result
        from scipy.special import ndtr, ndtri  # noqa: PLC0415 - as slow as the rest

        edges = ndtri(np.cumsum(self.usual)[:-1])
        below = ndtr(edges - level[:, np.newaxis])
        moved: Array = np.diff(below, prepend=0.0, append=1.0, axis=1)
        return moved


def _columns() -> list[Drawn]:
    names = [f"n{number}" for number in range(NUMBERS)] + ["score"]
    found = [
        Drawn(
            ColumnGrid(Column(name, Kind.NUMERIC, "DOUBLE"), list(range(9)), 0.0, 9.0),
            np.full(10, 0.1),
            {},
        )
        for name in names
    ]
    shares = [np.full(4 + number % 4, 1 / (4 + number % 4)) for number in range(CATEGORIES)]
    for number, usual in enumerate([*shares, np.array([YES, 1 - YES])]):
        name = "said" if number == CATEGORIES else f"c{number}"
        levels = {f"l{level}": level for level in range(len(usual))}
        found.append(Drawn(ColumnGrid(Column(name, Kind.CATEGORICAL, "VARCHAR")), usual, levels))
    return found


def wandering(by: float) -> World:
    """Each week has a level of its own."""
    return lambda columns, weeks, random: by * random.standard_normal((columns, weeks))


def following(by: float, correlation: float) -> World:
    """Each week is much like the one before: an autoregression of the first order."""

    def world(columns: int, weeks: int, random: np.random.Generator) -> Array:
        levels = random.standard_normal((columns, weeks))
        for week in range(1, weeks):
            fresh = math.sqrt(1 - correlation**2) * levels[:, week]
            levels[:, week] = correlation * levels[:, week - 1] + fresh
        return by * levels

    return world


def seasonal(by: float) -> World:
    """A year's season, each column with its own beginning."""
    return lambda columns, weeks, random: (
        by * np.sin(2 * np.pi * (np.arange(weeks) / WEEKS + random.random((columns, 1))))
    )


def some(by: float) -> World:
    """A third of the columns wander, the others hold still."""
    return lambda columns, weeks, random: (
        by
        * random.standard_normal((columns, weeks))
        * (np.arange(columns)[:, np.newaxis] % 3 == 0)
    )


WORLDS: dict[str, World] = {
    "all alike": wandering(0.0),
    "restless by 0.05 sd": wandering(0.05),
    "restless by 0.15 sd": wandering(0.15),
    "a third restless by 0.15 sd": some(0.15),
    "a season of 0.2 sd": seasonal(0.2),
    "each like the one before, 0.1 sd": following(0.1, 0.9),
}
COLUMNS = _columns()
ROLES = Roles(prediction="said", probability="score")


def print_section(lines: Iterable[str], *, is_written: bool) -> None:
    """Print a section, each line as soon as it is known; put it into benchmarks.md if asked."""
    section = []
    for line in lines:
        print(line, flush=True)
        section.append(line)
    if is_written:
        write_section(PAGE, "\n".join(section))


def write_section(page: Path, section: str) -> None:
    """Put a section in place of the one of the same heading, or at the end of a page."""
    heading = section.splitlines()[0]
    before, _, rest = page.read_text(encoding="utf-8").partition(f"{heading}\n")
    following = rest.find("\n## ")
    after = rest[following:] if following >= 0 else ""
    page.write_text(f"{before.rstrip()}\n\n{section.strip()}\n{after}", encoding="utf-8")


def _mean(counted: Array) -> str:
    error = 1.96 * float(counted.std()) / len(counted) ** 0.5
    return f"{counted.mean():.2f} ± {error:.2f}"


if __name__ == "__main__":
    main()
