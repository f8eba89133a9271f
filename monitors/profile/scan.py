"""What is asked of an engine about many columns at once: few queries, of aggregates alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from monitors.profile.engine import REFERENCE, Tables
from monitors.profile.grid import SHARES_OF_SAMPLE, Grid, Numbers
from monitors.profile.reading import Reading
from monitors.profile.sql import finite, literal, select

SAMPLE_ROWS = 5_000
MOST_LEVELS = 10_000
AMOUNT = "^[^0-9A-Za-z]*[0-9][0-9 .,]*[.,][0-9]+[^0-9A-Za-z]*$"


@dataclass(frozen=True)
class Sampled:
    """What the first rows of the reference show of a column: its levels, or its quantiles."""

    distinct: int = 0
    quantiles: Sequence[float] | None = None


@dataclass(frozen=True)
class NumberFacts:
    """The numbers of a column: how many, how many different and fractional ones, their range."""

    present: int
    distinct: int
    fractions: int
    lowest: float
    highest: float


@dataclass(frozen=True)
class Counted:
    """Numbers of a column, or cells of its grid, and how often each occurs.

    `others` counts the rows without a number: what is missing, and what lies in no cell.
    """

    keys: Numbers
    counts: Numbers
    others: int

    @classmethod
    def joined(cls, parts: Sequence["Counted"]) -> Self:
        """Put counts of different numbers together."""
        return cls(
            np.concatenate([part.keys for part in parts]),
            np.concatenate([part.counts for part in parts]),
            sum(part.others for part in parts),
        )


@dataclass(frozen=True)
class Levels:
    """The most frequent levels of a column with their counts; `distinct` counts all levels."""

    counts: Mapping[str, int]
    missing: int
    rows: int
    distinct: int


def sample(tables: Tables, columns: Sequence[Reading]) -> dict[str, Sampled]:
    """Look at the first rows of the reference, for the grids and for what holds names."""
    asked = ", ".join(map(_sample_sql, columns))
    first = select("*", REFERENCE, f"LIMIT {SAMPLE_ROWS}")
    row = tables.query(select(asked, f"({first})"))[0]
    return {
        found.column.name: Sampled(int(answer)) if found.is_category else Sampled(0, answer)
        for found, answer in zip(columns, row, strict=True)
    }


def _sample_sql(found: Reading) -> str:
    value = found.value(REFERENCE)
    if found.is_category:
        return f"count(DISTINCT {value})"
    return f"quantile_cont({finite(value)}, [{', '.join(map(str, SHARES_OF_SAMPLE))}])"


def number_facts(tables: Tables, columns: Sequence[Reading]) -> dict[str, NumberFacts]:
    """Count the numbers in each numeric column of the reference, by sort."""
    asked = ", ".join(sql for found in columns for sql in _facts_sql(found))
    answers = iter(tables.query(select(asked, REFERENCE))[0])
    return {
        found.column.name: NumberFacts(*(next(answers) or 0 for _ in fields(NumberFacts)))
        for found in columns
    }


def _facts_sql(found: Reading) -> list[str]:
    """Ask of whole numbers as they lie: above 2 ** 53 a DOUBLE takes neighbours for one."""
    value = found.value_as_it_lies(REFERENCE)
    if not found.is_whole:
        value = finite(found.value(REFERENCE))
    return [
        f"count({value})",
        f"count(DISTINCT {value})",
        f"count(*) FILTER (WHERE {value} <> floor({value}))",
        f"min({value})",
        f"max({value})",
    ]


def count_values(tables: Tables, relation: str, columns: Sequence[Reading]) -> dict[str, Counted]:
    """Count every value of every column."""
    values = [select(f"{found.value(relation)} AS v", relation) for found in columns]
    return _counted(tables, columns, [_grouped(f"({query})", "v") for query in values])


def count_cells(
    tables: Tables, relation: str, columns: Sequence[Reading], grids: Mapping[str, Grid]
) -> dict[str, Counted]:
    """Count every cell of every column."""
    cells = [_in_cells(found, relation, grids) for found in columns]
    return _counted(tables, columns, [_grouped(source, "b") for source in cells])


def count_outside(
    tables: Tables, relation: str, columns: Sequence[Reading], grids: Mapping[str, Grid]
) -> dict[str, Counted]:
    """Count the values that lie in no cell of a column's grid."""
    cells = [_in_cells(found, relation, grids) for found in columns]
    return _counted(
        tables, columns, [_grouped(f"{source} WHERE b IS NULL", "v") for source in cells]
    )


def look_into(
    tables: Tables,
    relation: str,
    columns: Sequence[Reading],
    grids: Mapping[str, Grid],
    cells: Mapping[str, NDArray[np.int64]],
) -> dict[str, Counted]:
    """Count the values in some cells of each column."""
    queries = []
    for found in columns:
        listed = ", ".join(map(str, cells[found.column.name].tolist()))
        source = f"{_in_cells(found, relation, grids)} WHERE b IN ({listed})"
        queries.append(_grouped(source, "v"))
    return _counted(tables, columns, queries)


def _in_cells(found: Reading, relation: str, grids: Mapping[str, Grid]) -> str:
    value = found.value(relation)
    cell = grids[found.column.name].sql(value)
    return f"({select(f'{value} AS v, {cell} AS b', relation)})"


def _grouped(source: str, key: str) -> str:
    return f"{key} AS k, count(*) AS n FROM {source} GROUP BY {key}"


def _counted(
    tables: Tables, columns: Sequence[Reading], queries: Sequence[str]
) -> dict[str, Counted]:
    asked = [f"SELECT {place} AS c, {query}" for place, query in enumerate(queries)]
    answer = tables.numbers(" UNION ALL ".join(asked))
    places = answer[0].astype(np.int16)  # 16 bits are sorted by radix, in one pass
    order = np.argsort(places, kind="stable")
    ends = np.searchsorted(places[order], np.arange(len(columns) + 1))
    return {
        found.column.name: _of_column(*(part[order[start:stop]] for part in answer[1:]))
        for found, start, stop in zip(columns, ends[:-1], ends[1:], strict=True)
    }


def _of_column(keys: Numbers, counts: Numbers) -> Counted:
    is_known = np.isfinite(keys)
    return Counted(keys[is_known], counts[is_known], int(counts[~is_known].sum()))


def count_levels(tables: Tables, relation: str, columns: Sequence[Reading]) -> dict[str, Levels]:
    """Count the levels of every column, the most frequent ones by name."""
    asked = [
        _levels_sql(place, found.value(relation), relation) for place, found in enumerate(columns)
    ]
    rows = tables.query(" UNION ALL ".join(asked))
    by_place: dict[int, list[Sequence[Any]]] = {}
    for row in rows:
        by_place.setdefault(int(row[0]), []).append(row)
    return {
        found.column.name: _levels(by_place.get(place, [])) for place, found in enumerate(columns)
    }


def _levels_sql(place: int, value: str, relation: str) -> str:
    levels = select(
        f"{place} AS c, {value} AS k, count(*) AS n, "
        "sum(count(*)) OVER () AS total, count(*) OVER () AS levels",
        relation,
        f"GROUP BY {value} ORDER BY n DESC, k LIMIT {MOST_LEVELS + 1}",
    )
    return select("*", f"({levels}) AS part{place}")


def _levels(rows: Sequence[Sequence[Any]]) -> Levels:
    counts = {str(row[1]): int(row[2]) for row in rows if row[1] is not None}
    missing = sum(int(row[2]) for row in rows if row[1] is None)
    total, distinct = (int(rows[0][3]), int(rows[0][4])) if rows else (0, 0)
    return Levels(counts, missing, total, distinct - bool(missing))


def count_present(tables: Tables, relation: str, columns: Sequence[Reading]) -> dict[str, int]:
    """Count the values present in columns of which nothing else is asked."""
    asked = ", ".join(f"count({found.value_as_it_lies(relation)})" for found in columns)
    row = tables.query(select(asked, relation))[0]
    return {found.column.name: int(count) for found, count in zip(columns, row, strict=True)}


def only_values(tables: Tables, relation: str, columns: Sequence[Reading]) -> dict[str, str]:
    """Return the value of each column of text that holds one alone."""
    values = [found.value(relation) for found in columns]
    asked = ", ".join(f"min({value}), max({value})" for value in values)
    ends = iter(tables.query(select(asked, relation))[0])
    return {
        found.column.name: str(least)
        for found, least, greatest in zip(columns, ends, ends, strict=True)
        if least is not None and least == greatest
    }


def look_like_amounts(tables: Tables, relation: str, columns: Sequence[Reading]) -> set[str]:
    """Name the columns of text of which most values are amounts, such as 12,50 or $1,234.50."""
    shares = ", ".join(
        f"count(*) FILTER (WHERE regexp_matches({found.value(relation)}, '{AMOUNT}')), "
        f"count({found.value(relation)})"
        for found in columns
    )
    counts = iter(tables.query(select(shares, relation))[0])
    return {
        found.column.name
        for found, amounts, present in zip(columns, counts, counts, strict=True)
        if int(amounts) * 2 > int(present)
    }


def count_of(tables: Tables, relation: str, found: Reading, value: str) -> int:
    """Count the rows in which a column of text holds a value."""
    asked = f"count(*) FILTER (WHERE {found.value(relation)} = {literal(value)})"
    return int(tables.query(select(asked, relation))[0][0])
