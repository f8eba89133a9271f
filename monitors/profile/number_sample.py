"""A small sample of a table's numbers, for what counts alone can't tell; cheap at any size."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitors.profile.engine import CURRENT, REFERENCE, RowCounts, Tables
from monitors.profile.reading import Reading
from monitors.profile.sql import select

MOST_ROWS = {REFERENCE: 5_000, CURRENT: 10_000}
SPREAD_UP_TO = 100_000
FIRST_ROWS = 2_000
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class NumberSample:
    """Rows of both tables, their numbers alone.

    Attributes:
        names: The columns.
        reference: Rows by columns, NaN where there is no finite number.
        current: Likewise.
        spread: The tables whose rows were taken from all over, or all of them; of others they are
            the first ones, which need not be like the rest.
    """

    names: Sequence[str]
    reference: Matrix
    current: Matrix
    spread: frozenset[str]

    def of(self, relation: str) -> Matrix:
        """Return the rows of a table."""
        return self.reference if relation == REFERENCE else self.current

    def column(self, name: str, relation: str) -> Matrix:
        """Return a column's finite numbers."""
        values = self.of(relation)[:, self.names.index(name)]
        return values[np.isfinite(values)]


def draw_numbers(tables: Tables, columns: Sequence[Reading], rows: RowCounts) -> NumberSample:
    """Draw the same rows each time: all of few, each k-th of many, the first ones of very many.

    To read rows from all over a large table takes as long as the rest of a check does.

    Args:
        tables: The two tables.
        columns: Columns that are read as numbers.
        rows: How many rows the tables have.

    Raises:
        MeasurementError: The engine refused a query.
    """
    sizes = {REFERENCE: rows.reference, CURRENT: rows.current}
    before, now = (_drawn(tables, name, columns, size) for name, size in sizes.items())
    spread = frozenset(name for name, size in sizes.items() if size <= SPREAD_UP_TO)
    return NumberSample([found.column.name for found in columns], before, now, spread)


def _drawn(tables: Tables, relation: str, columns: Sequence[Reading], rows: int) -> Matrix:
    if not columns:
        return np.zeros((0, 0))
    names = [f"v{place}" for place in range(len(columns))]
    asked = ", ".join(
        f"{found.value(relation)} AS {name}" for found, name in zip(columns, names, strict=True)
    )
    step = -(-rows // MOST_ROWS[relation])
    if rows > SPREAD_UP_TO:
        query = select(asked, relation, f"LIMIT {FIRST_ROWS}")
    elif step > 1:
        numbered = select(f"{asked}, row_number() OVER () AS place", relation)
        query = select(", ".join(names), f"({numbered}) AS numbered", f"WHERE place % {step} = 0")
    else:
        query = select(asked, relation)
    matrix = np.column_stack(tables.numbers(query))
    matrix[~np.isfinite(matrix)] = np.nan
    return matrix
