"""A bounded sample of rows, for what counts alone can't tell: how columns go together."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitors.judging import Answer, ColumnCheck
from monitors.profile.tables import Column, Kind, Tables, quoted

MOST_ROWS = 10_000
MOST_CODES = 200
Matrix = NDArray[np.float64]


def sample_rows(
    tables: Tables, relation: str, expressions: Sequence[str], most_rows: int = MOST_ROWS
) -> list[tuple[Any, ...]]:
    """Draw rows by a hash of their number: the same ones each time, without a pattern.

    Args:
        tables: Where the rows are.
        relation: Which table.
        expressions: SQL of each value of a row.
        most_rows: All rows are given when there are no more.
    """
    names = ", ".join(f"{sql} AS v{number}" for number, sql in enumerate(expressions))
    wanted = ", ".join(f"v{number}" for number in range(len(expressions)))
    return list(
        tables.query(
            f"""
            SELECT {wanted} FROM (SELECT {names}, row_number() OVER () AS place FROM {relation})
            ORDER BY hash(place), place LIMIT {most_rows:d}
            """  # noqa: S608 - quoted
        )
    )


def usable_columns(columns: Sequence[ColumnCheck]) -> list[Column]:
    """List the columns that a classifier can use: enough of them present, neither id nor text."""
    return [
        Column(found.column, Kind(found.kind))
        for found in columns
        if found.answer in {Answer.OK, Answer.ALARM} and found.kind != Kind.OTHER
    ]


def value_expression(column: Column) -> str:
    """Write the SQL that gives a column's value as a number or as text."""
    name = quoted(column.name)
    return f"CAST({name} AS {'DOUBLE' if column.kind is Kind.NUMERIC else 'VARCHAR'})"


def encode_rows(
    columns: Sequence[Column], reference: Sequence[Sequence[Any]], current: Sequence[Sequence[Any]]
) -> tuple[Matrix, Matrix]:
    """Turn sampled rows into numbers: categories into codes, what is missing into NaN.

    Codes follow how frequent a category is in both samples, so that its name is of no matter;
    the rarest share one code when there are more than 200.

    Args:
        columns: What each value of a row is.
        reference: Sampled rows; values beyond the columns are left out.
        current: Likewise.

    Returns:
        Two matrices, a row per case and a column per column.
    """
    encoded = [
        _numbers(values) if column.kind is Kind.NUMERIC else _codes(values)
        for column, values in (
            (column, [row[place] for rows in (reference, current) for row in rows])
            for place, column in enumerate(columns)
        )
    ]
    matrix = np.column_stack(encoded) if encoded else np.zeros((len(reference) + len(current), 0))
    return matrix[: len(reference)], matrix[len(reference) :]


def _numbers(values: Sequence[Any]) -> Matrix:
    numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def _codes(values: Sequence[Any]) -> Matrix:
    counts = Counter(value for value in values if value is not None)
    ranked = sorted(counts, key=lambda value: (-counts[value], str(value)))
    codes: dict[Any, float] = {
        value: float(min(rank, MOST_CODES)) for rank, value in enumerate(ranked)
    }
    return np.array([codes.get(value, np.nan) for value in values], dtype=float)
