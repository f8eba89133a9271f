"""Numbers as counts in cells, exact wherever it matters.

Small tables are counted value by value. Of large ones each number falls into a cell of a fine
grid; then those few cells are looked into in which a decile, an extreme or the largest gap can
lie, so that the result is the one that the values themselves give. Above 250,000 rows that is done
for cells alone that hold a thousandth of a table or more. Others are some 10,000 of a column: the
ten bins are then equal to a thousandth of the rows, counted exactly, and the largest gap is short
by less than a thousandth, by about 1e-5 where values spread evenly within so small a cell.
"""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from monitors.profile import scan
from monitors.profile.cells import Cells, Places, summed
from monitors.profile.engine import CURRENT, REFERENCE, RowCounts, Tables
from monitors.profile.grid import (
    CELLS_PER_MIDDLE_HALF,
    MORE_CELLS_PER_MIDDLE_HALF,
    MOST_CELLS,
    Grid,
)
from monitors.profile.reading import Reading
from monitors.profile.scan import Counted, Sampled

VALUES_UP_TO = 50_000
EXACT_UP_TO = 250_000
HEAVY_CELL = 1e-3
Grids: TypeAlias = Mapping[str, Grid]
ByColumn: TypeAlias = Mapping[str, Counted]


def cells_of_numbers(
    tables: Tables,
    columns: Sequence[Reading],
    seen: Mapping[str, Sampled],
    rows: RowCounts,
) -> dict[str, Cells]:
    """Count the numbers of each column in both tables, by the column's name.

    Args:
        tables: The two tables.
        columns: Columns that are read as numbers or times.
        seen: What the reference's first rows show of each.
        rows: How many rows there are, which decides how exactly cells are looked into.

    Raises:
        MeasurementError: The engine refused a query.
    """
    is_small = rows.most <= VALUES_UP_TO
    return _by_value(tables, columns) if is_small else _by_cell(tables, columns, seen, rows)


def _by_value(tables: Tables, columns: Sequence[Reading]) -> dict[str, Cells]:
    reference = scan.count_values(tables, REFERENCE, columns)
    current = scan.count_values(tables, CURRENT, columns)
    return {name: _cells_of_values(reference[name], current[name]) for name in reference}


def _by_cell(
    tables: Tables,
    columns: Sequence[Reading],
    seen: Mapping[str, Sampled],
    rows: RowCounts,
) -> dict[str, Cells]:
    is_exact = rows.most <= EXACT_UP_TO
    per_half = MORE_CELLS_PER_MIDDLE_HALF if is_exact else CELLS_PER_MIDDLE_HALF
    grids = {name: Grid.from_sample(sampled.quantiles, per_half) for name, sampled in seen.items()}
    reference = scan.count_cells(tables, REFERENCE, columns, grids)
    current = scan.count_cells(tables, CURRENT, columns, grids)
    cells = {
        found.column.name: _cells_of_grid(
            grids[found.column.name],
            reference[found.column.name],
            current[found.column.name],
            is_whole=found.is_whole,
        )
        for found in columns
    }
    for name, found in _outside(tables, columns, grids, (reference, current)).items():
        cells[name] = Cells.joined([cells[name], found])
    _look_into(tables, columns, grids, cells, 0.0 if is_exact else HEAVY_CELL)
    return cells


def _outside(
    tables: Tables, columns: Sequence[Reading], grids: Grids, counted: Sequence[ByColumn]
) -> dict[str, Cells]:
    """Count one by one the values that lie far out of the reference's range, where any do."""
    found: list[ByColumn] = []
    for relation, one in zip((REFERENCE, CURRENT), counted, strict=True):
        some = _with_values_outside(tables, relation, columns, one)
        found.append(scan.count_outside(tables, relation, some, grids) if some else {})
    before, now = found
    nothing = Counted(np.zeros(0), np.zeros(0), 0)
    return {
        name: _cells_of_values(before.get(name, nothing), now.get(name, nothing))
        for name in {**before, **now}
    }


def _with_values_outside(
    tables: Tables, relation: str, columns: Sequence[Reading], counted: ByColumn
) -> list[Reading]:
    """Tell columns with values in no cell from those that only lack some values."""
    some = [found for found in columns if counted[found.column.name].others]
    present = scan.count_present(tables, relation, some) if some else {}
    return [
        found
        for found in some
        if present[found.column.name] > counted[found.column.name].counts.sum()
    ]


def _look_into(
    tables: Tables,
    columns: Sequence[Reading],
    grids: Grids,
    cells: dict[str, Cells],
    from_share: float,
) -> None:
    """Replace some cells by the values in them.

    What every window asks of the reference is asked by itself, so that it can be remembered.
    """
    wanted = {name: found.that_decide(from_share) for name, found in cells.items()}
    always = {name: found.that_decide_whatever_comes(from_share) for name, found in cells.items()}
    rest = {name: np.setdiff1d(wanted[name], always[name]) for name in cells}
    current = _within(tables, CURRENT, columns, grids, cells, wanted)
    parts = [_within(tables, REFERENCE, columns, grids, cells, part) for part in (always, rest)]
    for name, now in current.items():
        before = Counted.joined([part[name] for part in parts if name in part])
        values = _cells_of_values(before, now)
        cells[name] = Cells.joined([cells[name].without(wanted[name]), values])


def _within(
    tables: Tables,
    relation: str,
    columns: Sequence[Reading],
    grids: Grids,
    cells: Mapping[str, Cells],
    places: Mapping[str, Places],
) -> ByColumn:
    """Count the values in these cells of each column that has any."""
    some = [found for found in columns if len(places[found.column.name])]
    if not some:
        return {}
    keys: dict[str, NDArray[np.int64]] = {}
    for name in (found.column.name for found in some):
        keys[name] = grids[name].cells_at(cells[name].middle[places[name]])
    return scan.look_into(tables, relation, some, grids, keys)


def _cells_of_values(reference: Counted, current: Counted) -> Cells:
    none = [np.zeros(len(counted.keys)) for counted in (reference, current)]
    return Cells.of_values(
        np.concatenate([reference.keys, current.keys]),
        np.concatenate([reference.counts, none[1]]),
        np.concatenate([none[0], current.counts]),
    )


def _cells_of_grid(grid: Grid, reference: Counted, current: Counted, *, is_whole: bool) -> Cells:
    """Lay both counts on the grid's cells; a narrow cell of whole numbers holds a single one."""
    counts = [
        summed(counted.keys.astype(np.int64), counted.counts, MOST_CELLS)
        for counted in (reference, current)
    ]
    filled = np.flatnonzero(counts[0] + counts[1])
    lower, upper = grid.bounds(filled)
    if is_whole and grid.scale >= 1:
        lower = upper = np.ceil(lower)
    return Cells(lower, upper, counts[0][filled], counts[1][filled])
