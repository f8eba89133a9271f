"""History cut into windows: every column's counts per window, from a few grouped queries."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import numpy as np

from monitors.profile.engine import Column, Kind, Tables, as_number
from monitors.profile.ids import are_ids, has_too_many_levels
from monitors.profile.pair import BINS, Counts
from monitors.profile.scan import NumberFacts
from monitors.profile.sql import finite, quoted, select
from monitors.profile.values import canonical_of, names_of
from monitors.replay.cut import Bounds, Cut


@dataclass(frozen=True)
class ColumnGrid:
    """How a column is counted: a number's or time's edges and range, or that it has levels."""

    column: Column
    edges: Sequence[float] = ()
    lowest: float | None = None
    highest: float | None = None
    is_identifier: bool = False

    @property
    def has_levels(self) -> bool:
        """Whether each value is a bin of its own."""
        return self.column.kind is Kind.CATEGORICAL

    @property
    def value(self) -> str:
        """Write SQL that gives the column's finite numbers, a time as seconds since 1970."""
        return finite(as_number(self.column))


@dataclass(frozen=True)
class ColumnCounts:
    """One column in one window; `outside` counts numbers out of the reference's range.

    `only` is the number that all of them are; None if several are there.
    """

    present: int
    bins: Counts
    outside: int = 0
    only: float | None = None


@dataclass(frozen=True)
class CountedWindow:
    """One window: its bounds (row numbers, or times), and each column's counts.

    `key` is the number by which the engine knows it; windows without rows are left out.
    """

    start: int | datetime
    end: int | datetime
    rows: int
    columns: Mapping[str, ColumnCounts]
    key: int = 0


@dataclass
class Levels:
    """The levels of each categorical column, in the order they were met."""

    known: dict[str, dict[str, int]] = field(default_factory=dict)

    def place(self, column: str, level: str) -> int:
        """Return a level's place among its column's levels."""
        levels = self.known.setdefault(column, {})
        return levels.setdefault(level, len(levels))

    def of(self, column: str) -> list[str]:
        """List a column's levels."""
        return list(self.known.get(column, {}))


def column_grids(tables: Tables, relation: str, columns: Sequence[Column]) -> list[ColumnGrid]:
    """Find each column's edges and levels in a relation, in one query.

    Columns that are neither numbers nor categories are left out.
    """
    known = [column for column in columns if column.kind is not Kind.OTHER]
    asked = [_yardstick_sql(column) for column in known]
    if not asked:
        return []
    answers = tables.query(select(", ".join(asked), relation))[0]
    return [_yardstick(column, answer) for column, answer in zip(known, answers, strict=True)]


def count_windows(
    tables: Tables, relation: str, cut: Cut, sticks: Sequence[ColumnGrid], levels: Levels
) -> list[CountedWindow]:
    """Count every column in every window of a relation: one query for numbers, one for levels.

    Raises:
        MeasurementError: The time column can't be read, or there are too many windows.
    """
    bounds = Bounds(tables, relation, cut)
    source = f"({select(f'*, {bounds.sql} AS lamplighter_window', relation)})"
    counted = [stick for stick in sticks if not stick.is_identifier]
    numbers = [stick for stick in counted if not stick.has_levels]
    categories = [stick for stick in counted if stick.has_levels]
    rows, found = _count_numbers(tables, source, numbers)
    for (window, column), counts in _count_levels(tables, source, categories, levels).items():
        found[window][column] = counts
    return [
        CountedWindow(start, end, rows[window], found[window], window)
        for window in sorted(rows)
        for start, end in [bounds.of(window, rows[window])]
    ]


def in_one_spelling(
    tables: Sequence[Sequence[CountedWindow]], levels: Levels
) -> tuple[list[list[CountedWindow]], Levels]:
    """Let levels that are one value in other spellings meet, as they do in a check.

    Args:
        tables: The windows of the reference, and those of the history.
        levels: What their bins count.

    Returns:
        The same windows, and what their bins count now.
    """
    found, met = [list(windows) for windows in tables], Levels()
    for column in levels.known:
        known = levels.of(column)
        seen = [[known[at] for at in _places_in(windows, column)] for windows in tables]
        for number, names in enumerate(names_of(seen)):
            places = [met.place(column, names[each]) if each in names else -1 for each in known]
            found[number] = [_moved(window, column, places) for window in found[number]]
    return found, met


def _places_in(windows: Sequence[CountedWindow], column: str) -> list[int]:
    """Return which of a column's levels are in some window."""
    counted = [window.columns[column].bins for window in windows if column in window.columns]
    return sorted({int(place) for bins in counted for place in np.flatnonzero(bins)})


def _moved(window: CountedWindow, column: str, places: Sequence[int]) -> CountedWindow:
    if column not in window.columns:
        return window
    counts = window.columns[column]
    bins = np.zeros(max(places, default=-1) + 1)
    for place, count in zip(places, counts.bins, strict=False):
        if count:
            bins[place] += count
    return replace(window, columns={**window.columns, column: replace(counts, bins=bins)})


def _yardstick_sql(column: Column) -> str:
    if column.kind is Kind.CATEGORICAL:
        text = f"CAST({quoted(column.name)} AS VARCHAR)"
        return f"[count({text}), count(DISTINCT {text})]"
    value = finite(as_number(column))
    steps = ", ".join(f"{step / BINS:.1f}" for step in range(1, BINS))
    return (
        f"[count({value}), count(DISTINCT {value}), "
        f"count(*) FILTER (WHERE {value} <> floor({value})), min({value}), max({value})] "
        f"|| quantile_cont({value}, [{steps}])"
    )


def _yardstick(column: Column, answer: Sequence[float | None] | None) -> ColumnGrid:
    """Read one column's answer; of no numbers at all DuckDB gives none."""
    if answer is None:
        return ColumnGrid(column)
    present, distinct = int(answer[0] or 0), int(answer[1] or 0)
    if column.kind is Kind.CATEGORICAL:
        return ColumnGrid(column, is_identifier=has_too_many_levels(present, distinct))
    fractions, lowest, highest, *quantiles = answer[2:]
    facts = NumberFacts(present, distinct, int(fractions or 0), lowest or 0.0, highest or 0.0)
    is_identifier = column.kind is Kind.NUMERIC and are_ids(column.name, facts)
    edges = _edges([edge for edge in quantiles if edge is not None], highest)
    return ColumnGrid(column, edges, lowest, highest, is_identifier)


def _edges(deciles: Sequence[float], highest: float | None) -> list[float]:
    """Return the bins' edges as a check does: a value that fills a bin gets a bin of its own."""
    if highest is None:
        return []
    filling = {edge for edge in deciles if deciles.count(edge) > 1 or edge == highest}
    below = {math.nextafter(edge, -math.inf) for edge in filling}
    return sorted({edge for edge in deciles if edge < highest or edge in filling} | below)


def _count_numbers(
    tables: Tables, source: str, sticks: Sequence[ColumnGrid]
) -> tuple[dict[int, int], dict[int, dict[str, ColumnCounts]]]:
    asked = ["count(*)"]
    for stick in sticks:
        value = stick.value
        asked += [f"count({value})", _outside_sql(stick, value), _only_sql(value)]
        asked += [f"count(*) FILTER (WHERE {value} <= {edge!r})" for edge in stick.edges]
    answers = tables.query(
        select(
            f"lamplighter_window, {', '.join(asked)}",
            source,
            "WHERE lamplighter_window IS NOT NULL GROUP BY lamplighter_window",
        )
    )
    rows = {int(answer[0]): int(answer[1]) for answer in answers}
    return rows, {int(answer[0]): _split(answer[2:], sticks) for answer in answers}


def _only_sql(value: str) -> str:
    return f"CASE WHEN min({value}) = max({value}) THEN min({value}) END"


def _outside_sql(stick: ColumnGrid, value: str) -> str:
    if stick.lowest is None or stick.highest is None:
        return "0"
    return f"count(*) FILTER (WHERE {value} < {stick.lowest!r} OR {value} > {stick.highest!r})"


def _split(figures: Sequence[Any], sticks: Iterable[ColumnGrid]) -> dict[str, ColumnCounts]:
    """Take the figures of one window apart, column by column."""
    found, at = {}, 0
    for stick in sticks:
        present, outside, only = int(figures[at]), int(figures[at + 1]), figures[at + 2]
        cumulative = [0, *figures[at + 3 : at + 3 + len(stick.edges)], present]
        at += 3 + len(stick.edges)
        found[stick.column.name] = ColumnCounts(
            present, np.diff(np.array(cumulative, dtype=float)), outside, only
        )
    return found


def _count_levels(
    tables: Tables, source: str, sticks: Sequence[ColumnGrid], levels: Levels
) -> dict[tuple[int, str], ColumnCounts]:
    if not sticks:
        return {}
    names = [quoted(stick.column.name) for stick in sticks]
    sets = ", ".join(f"(lamplighter_window, {name})" for name in names)
    which = ", ".join(f"grouping({name})" for name in names)
    values = ", ".join(f"CAST({name} AS VARCHAR)" for name in names)
    answers = tables.query(
        select(
            f"lamplighter_window, count(*), {which}, {values}",
            source,
            f"WHERE lamplighter_window IS NOT NULL GROUP BY GROUPING SETS ({sets})",
        )
    )
    counted: dict[tuple[int, str], dict[int, int]] = {}
    for window, count, *rest in sorted(answers, key=str):  # engines give groups in any order
        at = rest[: len(names)].index(0)
        level, column = rest[len(names) + at], sticks[at].column.name
        cells = counted.setdefault((int(window), column), {})
        if level is not None:
            place = levels.place(column, canonical_of(level))
            cells[place] = cells.get(place, 0) + int(count)
    return {key: _level_counts(cells, len(levels.of(key[1]))) for key, cells in counted.items()}


def _level_counts(cells: Mapping[int, int], levels: int) -> ColumnCounts:
    bins = np.zeros(levels)
    bins[list(cells)] = list(cells.values())
    return ColumnCounts(int(bins.sum()), bins)
