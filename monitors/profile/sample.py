"""A bounded sample of rows, for what counts alone can't tell: how columns go together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitors.profile.engine import CURRENT, REFERENCE, Tables, count_rows
from monitors.profile.reading import Reading
from monitors.profile.values import names_of

MOST_ROWS = 10_000
MOST_RANKED = 250_000
MOST_CODES = 200
FIRST_PLACE = {REFERENCE: 0, CURRENT: 1_000_000_000}
STEP = "(place * 16807 % 2147483647)"
HASH = f"{STEP} * {STEP} % 2147483647"
Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Samples:
    """Rows of both tables as numbers.

    Attributes:
        reference: A row per case and a column per feature, NaN where missing.
        current: Likewise.
        beside: What else was asked of the reference's rows, NaN where it is not known.
        is_category: Whether a feature holds codes.
    """

    reference: Matrix
    current: Matrix
    beside: Matrix
    is_category: Sequence[bool]


def draw_samples(
    tables: Tables,
    columns: Sequence[Reading],
    beside: Sequence[str] = (),
    most_rows: int = MOST_ROWS,
) -> Samples:
    """Draw a bounded sample of both tables; the same rows each time.

    Args:
        tables: Where the rows are.
        columns: The features.
        beside: SQL of numbers to be drawn with the reference's rows.
        most_rows: Of the reference.

    Raises:
        MeasurementError: The engine refused a query.
    """
    before, now = ([found.value(name) for found in columns] for name in (REFERENCE, CURRENT))
    ranks, width = _ranks(columns), len(columns)
    ranks_beside = [f"v{width + number}" for number in range(len(beside))]
    drawn = sample_rows(tables, REFERENCE, [*before, *beside], most_rows, ranks + ranks_beside)
    drawn_now = sample_rows(tables, CURRENT, now, ranked_by=ranks)
    reference, current = encode_rows(columns, drawn, drawn_now)
    known = np.array([row[width:] for row in drawn], dtype=float).reshape(len(drawn), len(beside))
    is_category = [found.is_category for found in columns]
    return Samples(reference, current, known, is_category)


def _ranks(columns: Sequence[Reading]) -> list[str]:
    """Rank by numbers first, which is soonest told; by texts as bytes, alike in every engine."""
    numbers = [f"v{place}" for place, found in enumerate(columns) if not found.is_category]
    texts = [f'v{place} COLLATE "C"' for place, found in enumerate(columns) if found.is_category]
    return numbers + texts


def sample_rows(
    tables: Tables,
    relation: str,
    expressions: Sequence[str],
    most_rows: int = MOST_ROWS,
    ranked_by: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    """Draw rows by a hash of their rank: the same ones in every engine, without a pattern.

    Where rows are ranked by all of their values it is of no matter how they lie, and of equal rows
    each has a rank; very many are taken as they lie, since to rank them takes long. Both tables'
    ranks are hashed apart: one sample tells nothing of the other. The hash is a step of the
    "minimal standard" generator (Park and Miller 1988, CACM 31(10), p. 1195), squared modulo the
    same prime, so that neighbours part.

    Args:
        tables: Where the rows are.
        relation: Which table.
        expressions: SQL of each value of a row.
        most_rows: All rows are given when there are no more.
        ranked_by: SQL of what ranks rows, of v0, v1 and so on; none ranks them as they lie.
    """
    names = ", ".join(f"{sql} AS v{number}" for number, sql in enumerate(expressions))
    wanted = ", ".join(f"v{number}" for number in range(len(expressions)))
    is_ranked = ranked_by and count_rows(tables, relation) <= MOST_RANKED
    order = f"ORDER BY {', '.join(ranked_by)}" if is_ranked else ""
    place = f"CAST(row_number() OVER ({order}) AS BIGINT)"
    return list(
        tables.query(
            f"""
            SELECT {wanted} FROM (
                SELECT {wanted}, {place} + {FIRST_PLACE[relation]} AS place
                FROM (SELECT {names} FROM {relation})
            ) ORDER BY {HASH}, place LIMIT {most_rows:d}
            """  # noqa: S608 - quoted
        )
    )


def encode_rows(
    columns: Sequence[Reading],
    reference: Sequence[Sequence[Any]],
    current: Sequence[Sequence[Any]],
) -> tuple[Matrix, Matrix]:
    """Turn sampled rows into numbers: categories into codes, what is missing into NaN.

    Codes follow how frequent a category is in both samples, so that its name is of no matter;
    the rarest share one code when there are more than 200.

    Args:
        columns: How each value of a row was read.
        reference: Sampled rows; values beyond the columns are left out.
        current: Likewise.

    Returns:
        Two matrices, a row per case and a column per column.
    """
    encoded = [
        (_codes if found.is_category else _numbers)(
            *([row[place] for row in rows] for rows in (reference, current))
        )
        for place, found in enumerate(columns)
    ]
    matrix = np.column_stack(encoded) if encoded else np.zeros((len(reference) + len(current), 0))
    return matrix[: len(reference)], matrix[len(reference) :]


def _numbers(reference: Sequence[Any], current: Sequence[Any]) -> Matrix:
    numbers = np.array(
        [np.nan if value is None else value for value in (*reference, *current)], dtype=float
    )
    numbers[~np.isfinite(numbers)] = np.nan
    return numbers


def _codes(reference: Sequence[Any], current: Sequence[Any]) -> Matrix:
    tables = reference, current
    names = names_of(
        [dict.fromkeys(value for value in values if value is not None) for values in tables]
    )
    values = [own.get(value) for own, table in zip(names, tables, strict=True) for value in table]
    counts = Counter(value for value in values if value is not None)
    ranked = sorted(counts, key=lambda value: (-counts[value], str(value)))
    codes: dict[Any, float] = {
        value: float(min(rank, MOST_CODES)) for rank, value in enumerate(ranked)
    }
    return np.array([codes.get(value, np.nan) for value in values], dtype=float)
