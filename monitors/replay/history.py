"""History as counts: every window of the current table, and the reference cut the same way."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from monitors.check.reference_window import ReferenceWindow
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, REFERENCE, Column, RowCounts, Tables, count_rows
from monitors.profile.ids import MOST_CATEGORIES
from monitors.profile.pair import ColumnPair, OnlyValue, label_of, labels_between
from monitors.profile.reading import readings
from monitors.replay.cut import Cut
from monitors.replay.windows import (
    ColumnCounts,
    ColumnGrid,
    CountedWindow,
    Levels,
    column_grids,
    count_windows,
    in_one_spelling,
)
from monitors.statistics.psi import Counts

EMPTY = ColumnCounts(0, np.zeros(0))


@dataclass(frozen=True)
class History:
    """Windows of the current table, beside the reference and its own windows."""

    sticks: Sequence[ColumnGrid]
    levels: Levels
    reference: CountedWindow
    reference_windows: Sequence[CountedWindow]
    windows: Sequence[CountedWindow]

    def matrix(self, name: str) -> Counts:
        """Return a column's counts in the reference's own windows, of shape (windows, bins)."""
        return _matrix(self.reference_windows, name)

    def beside(self, number: int, wanted: ReferenceWindow) -> list[CountedWindow]:
        """Return the windows that window `number` is compared with."""
        beside = [self.windows[other] for other in wanted.windows_beside(number)]
        return beside or [self.reference]

    def pair(
        self, stick: ColumnGrid, beside: Sequence[CountedWindow], window: CountedWindow
    ) -> ColumnPair:
        """Put a window's column beside others; only the reference has a range to be out of."""
        name = stick.column.name
        now = window.columns.get(name, EMPTY)
        before = [other.columns.get(name, EMPTY) for other in beside]
        labels = (
            self.levels.of(name)
            if stick.has_levels
            else labels_between(stick.edges, stick.column.kind)
        )
        bins_reference = sum(
            (_padded(counts.bins, len(labels)) for counts in before), np.zeros(len(labels))
        )
        bins_current = _padded(now.bins, len(labels))
        return ColumnPair(
            stick.column,
            RowCounts(sum(other.rows for other in beside), window.rows),
            RowCounts(sum(counts.present for counts in before), now.present),
            labels=labels,
            bins_reference=bins_reference,
            bins_current=bins_current,
            out_of_range=now.outside if beside[0] is self.reference else 0,
            is_identifier=stick.is_identifier or len(labels) > MOST_CATEGORIES,
            has_varied=stick.lowest != stick.highest or int(np.count_nonzero(bins_reference)) > 1,
            only=_only(stick, labels, (bins_reference, bins_current), now.only),
            edges=() if stick.has_levels else stick.edges,
            range=_range(stick),
        )


def _range(stick: ColumnGrid) -> tuple[float, float] | None:
    if stick.lowest is None or stick.highest is None:
        return None
    return stick.lowest, stick.highest


def _only(
    stick: ColumnGrid, labels: Sequence[str], bins: tuple[Counts, Counts], number: float | None
) -> OnlyValue | None:
    """Return the value that alone is left; of a number, its whole bin counts as seen before."""
    places = np.flatnonzero(bins[1])
    if len(places) != 1 or not (stick.has_levels or number is not None):
        return None
    label = labels[places[0]] if number is None else label_of(number, stick.column.kind)
    return OnlyValue(label, int(bins[0][places[0]]))


def read_history(tables: Tables, roles: Roles, cut: Cut) -> History:
    """Count both tables, window by window.

    Raises:
        MeasurementError: A table can't be read, or no column is left to compare.
    """
    for relation in (REFERENCE, CURRENT):
        count_rows(tables, relation)
    columns = [column for column in _compared(tables, roles) if column.name != cut.timestamp]
    sticks, levels = column_grids(tables, REFERENCE, columns), Levels()
    if not sticks:
        raise MeasurementError(
            "No column is left to compare. Leave out fewer columns with --ignore."
        )
    whole = count_windows(tables, REFERENCE, Cut(), sticks, levels)
    windows = _whole_windows(count_windows(tables, CURRENT, cut, sticks, levels), cut)
    usual_rows = int(np.median([window.rows for window in windows])) if windows else 1
    own = count_windows(tables, REFERENCE, Cut(rows=usual_rows), sticks, levels)
    own = _whole_windows(own, Cut(usual_rows))
    ((reference, *own), windows), levels = in_one_spelling([[whole[0], *own], windows], levels)
    return History(sticks, levels, reference, own, windows)


def _compared(tables: Tables, roles: Roles) -> list[Column]:
    """List the columns that both tables have and that a check compares."""
    left_out = {*roles.ignore, roles.target, roles.timestamp}
    kinds = {column.name: column.kind for column in tables.columns(CURRENT)}
    return [
        column
        for column in tables.columns(REFERENCE)
        if column.name not in left_out
        and not column.is_left_out
        and kinds.get(column.name) is column.kind
    ]


def notes_on_left_out(tables: Tables, roles: Roles) -> list[str]:
    """Return which columns of the reference aren't replayed: they are gone or of another type."""
    compared = {column.name for column in _compared(tables, roles)}
    before, now = (
        {column.name: column for column in tables.columns(relation) if not column.is_left_out}
        for relation in (REFERENCE, CURRENT)
    )
    for name in {*roles.ignore, roles.target, roles.timestamp, *compared}:
        before.pop(str(name), None)
    found, lost = readings(before, now)
    changed = {one.column.name: one.change for one in found} | lost
    return [
        f"{name} {change or 'now has another type'}, so it isn't replayed."
        for name, change in changed.items()
    ]


def _matrix(windows: Sequence[CountedWindow], name: str) -> Counts:
    rows = [window.columns.get(name, EMPTY).bins for window in windows]
    width = max((len(row) for row in rows), default=0)
    return np.array([_padded(row, width) for row in rows]).reshape(len(rows), width)


def _whole_windows(windows: Sequence[CountedWindow], cut: Cut) -> list[CountedWindow]:
    """Leave out a last window whose rows have not all arrived."""
    return [window for window in windows if cut.rows is None or window.rows >= cut.rows]


def read_reference(tables: Tables, roles: Roles, rows: int) -> History:
    """Count the reference alone, window by window.

    Args:
        tables: Only the reference is read.
        roles: Which columns are left out.
        rows: The size of a window.

    Raises:
        MeasurementError: The reference can't be read.
    """
    columns = _compared(tables, roles)
    sticks, levels = column_grids(tables, REFERENCE, columns), Levels()
    cut = Cut(rows=rows)
    windows = _whole_windows(count_windows(tables, REFERENCE, cut, sticks, levels), cut)
    return History(sticks, levels, CountedWindow(0, 0, 0, {}), windows, [])


def _padded(bins: Counts, width: int) -> Counts:
    """Fill in a count of 0 for levels that were met later."""
    return np.pad(bins, (0, width - len(bins)))
