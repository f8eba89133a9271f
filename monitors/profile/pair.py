"""One column in both tables, as counts: what every drift measure works on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from monitors.profile.cells import BINS, Cells
from monitors.profile.engine import Column, Kind, RowCounts
from monitors.profile.grid import Numbers
from monitors.profile.ids import has_too_many_levels
from monitors.profile.reading import Reading
from monitors.profile.scan import Levels
from monitors.profile.times import NO_DAY
from monitors.profile.values import met

Counts = Numbers
__all__ = ["BINS", "ColumnPair", "Counts"]


@dataclass(frozen=True)
class OnlyValue:
    """The one value that a window holds of a column which varied in the reference.

    `seen_before` counts the cases of the reference with that value.
    """

    label: str
    seen_before: int


@dataclass(frozen=True)
class ColumnPair:
    """A column's counts in reference and current.

    `present` counts the rows that have a value. `bins_*` count these values per bin: ten
    equal-frequency bins of the reference, or one bin a category. `distance` and `area` are the
    largest and the integrated gap between the two empirical distribution functions, for numbers
    and times. `is_unread` says whether most values are amounts kept as text. `change` says what
    became of the column's type. `unnamed` counts the current rows whose level is not known by
    name, in the last bin. `edges` are the upper edges of the bins of numbers, but the last's, and
    `range` is their least and greatest in the reference. `outsiders` are the current values that
    are out of it, with how often each occurs; None where they aren't known. `has_varied` says
    whether the reference holds several values, as far as they were counted; `only` is the value
    that alone is left of them.
    """

    column: Column
    rows: RowCounts
    present: RowCounts
    labels: Sequence[str] = ()
    bins_reference: Counts = field(default_factory=lambda: np.zeros(0))
    bins_current: Counts = field(default_factory=lambda: np.zeros(0))
    distance: float | None = None
    area: float | None = None
    deviation: float | None = None
    out_of_range: int = 0
    is_identifier: bool = False
    is_unread: bool = False
    change: str = ""
    unnamed: int = 0
    has_varied: bool = False
    only: OnlyValue | None = None
    edges: Sequence[float] = ()
    range: tuple[float, float] | None = None
    outsiders: tuple[Counts, Counts] | None = None

    @property
    def is_measurable(self) -> bool:
        """Whether there is something to compare."""
        return bool(self.present.fewest and len(self.bins_reference) and not self.is_identifier)


def pair_of_cells(
    found: Reading, cells: Cells, rows: RowCounts, *, is_identifier: bool
) -> ColumnPair:
    """Read all that is measured of numbers off their cells."""
    present = RowCounts(int(cells.reference.sum()), int(cells.current.sum()))
    if not present.reference:
        return ColumnPair(found.column, rows, present, change=found.change)
    edges = cells.edges()
    bins_reference, bins_current = cells.bins(edges)
    return ColumnPair(
        found.column,
        rows,
        present,
        labels=labels_between(edges, found.column.kind),
        bins_reference=bins_reference,
        bins_current=bins_current,
        distance=cells.distance() if present.current else None,
        area=cells.area() if present.current else None,
        deviation=cells.deviation(),
        out_of_range=cells.outside(),
        is_identifier=is_identifier,
        change=found.change,
        has_varied=cells.has_varied(),
        only=_only_number(cells, found.column.kind),
        edges=edges,
        range=cells.range(),
        outsiders=cells.outsiders(),
    )


def _only_number(cells: Cells, kind: Kind) -> OnlyValue | None:
    place = cells.only_current()
    if place is None or not cells.is_single[place] or not cells.has_varied():
        return None
    label = label_of(float(cells.lower[place]), kind)
    return OnlyValue(label, int(cells.reference[place]))


def pair_of_levels(found: Reading, reference: Levels, current: Levels) -> ColumnPair:
    """Set the levels of the reference beside the current ones; further ones are new.

    Of very many current levels the rarest are not known by name: they count as one new level.
    """
    counts = met([reference.counts, current.counts])
    named = list(dict.fromkeys([*counts[0], *counts[1]]))
    bins = [np.array([found.get(name, 0) for name in named], dtype=np.float64) for found in counts]
    present = RowCounts(reference.rows - reference.missing, current.rows - current.missing)
    unnamed = int(present.current - bins[1].sum())
    if unnamed > 0:
        named.append("all others")
        bins = [np.append(bins[0], 0.0), np.append(bins[1], unnamed)]
    return ColumnPair(
        found.column,
        RowCounts(reference.rows, current.rows),
        present,
        labels=named,
        bins_reference=bins[0],
        bins_current=bins[1],
        is_identifier=has_too_many_levels(present.reference, reference.distinct),
        change=found.change,
        unnamed=unnamed,
        has_varied=len(counts[0]) > 1 or reference.distinct > len(reference.counts),
        only=_only_level(*counts) if unnamed <= 0 else None,
    )


def _only_level(reference: Mapping[str, int], current: Mapping[str, int]) -> OnlyValue | None:
    if len(current) != 1 or len(reference) < 2:  # noqa: PLR2004 - one level can't vary
        return None
    name = next(iter(current))
    return OnlyValue(name, reference.get(name, 0))


def labels_between(edges: Sequence[float], kind: Kind = Kind.NUMERIC) -> list[str]:
    """Name the bins that edges form; a bin takes in its upper edge."""
    if not edges:
        return ["all values"]
    name = _as_time if kind is Kind.TIME else _as_number
    between = [f"{name(low)} to {name(high)}" for low, high in pairwise(edges)]
    return [f"up to {name(edges[0])}", *between, f"above {name(edges[-1])}"]


def label_of(value: float, kind: Kind) -> str:
    """Write one number in full, or one time."""
    return _as_time(value) if kind is Kind.TIME else f"{value:.15g}"


def _as_number(value: float) -> str:
    return f"{value:g}"


def _as_time(seconds: float) -> str:
    """Write seconds since 1970 as a date in UTC, with the time where it isn't midnight.

    A time of day is written alone.
    """
    try:
        when = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return _as_number(seconds)
    if when.date() == NO_DAY:
        return f"{when:%H:%M}" if not when.second else f"{when:%H:%M:%S}"
    return f"{when:%Y-%m-%d}" if when.hour == when.minute == 0 else f"{when:%Y-%m-%d %H:%M}"
