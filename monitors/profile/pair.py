"""One column in both tables, as counts: what every drift measure works on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from monitors.profile.tables import CURRENT, REFERENCE, Column, Kind, Tables, quoted

BINS = 10
MOST_CATEGORIES = 1_000
Counts = NDArray[np.float64]


@dataclass(frozen=True)
class ColumnPair:
    """A column's counts in reference and current.

    `bins_*` count the values present per bin: ten equal-frequency bins of the reference, or one
    bin a category. `distance` and `area` are the largest and the integrated gap between the two
    empirical distribution functions, for numbers.
    """

    column: Column
    rows_reference: int
    rows_current: int
    present_reference: int
    present_current: int
    labels: Sequence[str] = ()
    bins_reference: Counts = field(default_factory=lambda: np.zeros(0))
    bins_current: Counts = field(default_factory=lambda: np.zeros(0))
    distance: float | None = None
    area: float | None = None
    deviation: float | None = None
    out_of_range: int = 0
    is_identifier: bool = False

    @property
    def is_measurable(self) -> bool:
        """Whether there is something to compare."""
        return bool(
            self.present_reference
            and self.present_current
            and len(self.bins_reference)
            and not self.is_identifier
        )


def profile_pair(tables: Tables, column: Column) -> ColumnPair:
    """Profile one column of both tables.

    Raises:
        MonitorError: The engine refused a query.
    """
    if column.kind is Kind.NUMERIC:
        return _numeric(tables, column)
    if column.kind is Kind.CATEGORICAL:
        return _categorical(tables, column)
    rows = [_row_count(tables, relation) for relation in (REFERENCE, CURRENT)]
    return ColumnPair(column, rows[0], rows[1], 0, 0)


def _row_count(tables: Tables, relation: str) -> int:
    return int(tables.query(f"SELECT count(*) FROM {relation}")[0][0])  # noqa: S608 - one of our two names


def _categorical(tables: Tables, column: Column) -> ColumnPair:
    name = quoted(column.name)
    rows = tables.query(
        f"""
        SELECT value, sum(r)::BIGINT, sum(c)::BIGINT FROM (
            SELECT CAST({name} AS VARCHAR) AS value, 1 AS r, 0 AS c FROM {REFERENCE}
            UNION ALL SELECT CAST({name} AS VARCHAR), 0, 1 FROM {CURRENT}
        ) GROUP BY value ORDER BY sum(r) DESC, value LIMIT {MOST_CATEGORIES + 2}
        """  # noqa: S608 - the name is quoted
    )
    missing = next((row for row in rows if row[0] is None), (None, 0, 0))
    present = [row for row in rows if row[0] is not None]
    total = [_row_count(tables, relation) for relation in (REFERENCE, CURRENT)]
    if len(present) > MOST_CATEGORIES:
        return ColumnPair(
            column, total[0], total[1], total[0] - missing[1], total[1] - missing[2],
            is_identifier=True,
        )  # fmt: skip
    return ColumnPair(
        column,
        total[0],
        total[1],
        total[0] - missing[1],
        total[1] - missing[2],
        labels=[str(row[0]) for row in present],
        bins_reference=np.array([row[1] for row in present], dtype=float),
        bins_current=np.array([row[2] for row in present], dtype=float),
    )


def _numeric(tables: Tables, column: Column) -> ColumnPair:
    value = f"CAST({quoted(column.name)} AS DOUBLE)"
    steps = ", ".join(f"{step / BINS:.1f}" for step in range(1, BINS))
    reference = tables.query(
        f"""
        SELECT count(*), count(v), count(DISTINCT v), min(v), max(v), stddev_samp(v),
               quantile_cont(v, [{steps}])
        FROM (SELECT CASE WHEN isfinite({value}) THEN {value} END AS v FROM {REFERENCE})
        """  # noqa: S608 - the name is quoted
    )[0]
    rows, present, distinct, lowest, highest, deviation, quantiles = reference
    edges = sorted({float(edge) for edge in quantiles or [] if edge < highest})
    counts = {
        relation: _bin_counts(tables, relation, value, edges, (lowest, highest))
        for relation in (REFERENCE, CURRENT)
    }
    current = counts[CURRENT]
    distance, area = _gaps(tables, value, present, current.present)
    return ColumnPair(
        column,
        rows,
        current.rows,
        present,
        current.present,
        labels=labels_between(edges),
        bins_reference=counts[REFERENCE].bins,
        bins_current=current.bins,
        distance=distance,
        area=area,
        deviation=None if deviation is None else float(deviation),
        out_of_range=current.out_of_range,
        is_identifier=_looks_like_ids(tables, column, present, distinct),
    )


@dataclass(frozen=True)
class _Binned:
    rows: int
    present: int
    out_of_range: int
    bins: Counts


def _bin_counts(
    tables: Tables,
    relation: str,
    value: str,
    edges: Sequence[float],
    within: tuple[float | None, float | None],
) -> _Binned:
    at_most = "".join(f", count(*) FILTER (WHERE v <= {edge!r})" for edge in edges)
    outside = (
        "0"
        if within[0] is None
        else f"count(*) FILTER (WHERE v < {within[0]!r} OR v > {within[1]!r})"
    )
    row = tables.query(
        f"""
        SELECT count(*), count(v), {outside}{at_most}
        FROM (SELECT CASE WHEN isfinite({value}) THEN {value} END AS v FROM {relation})
        """  # noqa: S608 - the name is quoted
    )[0]
    cumulative = [0, *row[3:], row[1]]
    return _Binned(row[0], row[1], row[2], np.diff(np.array(cumulative, dtype=float)))


def _gaps(
    tables: Tables, value: str, present_reference: int, present_current: int
) -> tuple[float | None, float | None]:
    """Give the largest and the integrated gap of the distribution functions, exactly."""
    if not present_reference or not present_current:
        return None, None
    row = tables.query(
        f"""
        WITH pooled AS (
            SELECT v, sum(r) AS r, sum(c) AS c FROM (
                SELECT {value} AS v, 1 AS r, 0 AS c FROM {REFERENCE}
                UNION ALL SELECT {value}, 0, 1 FROM {CURRENT}
            ) WHERE isfinite(v) GROUP BY v
        ), gaps AS (
            SELECT abs(sum(r) OVER upto / {present_reference}.0
                       - sum(c) OVER upto / {present_current}.0) AS gap,
                   lead(v) OVER upto - v AS width
            FROM pooled WINDOW upto AS (ORDER BY v)
        )
        SELECT max(gap), sum(gap * width) FROM gaps
        """  # noqa: S608 - the name is quoted
    )[0]
    return float(row[0]), float(row[1] or 0.0)


def _looks_like_ids(tables: Tables, column: Column, present: int, distinct: int) -> bool:
    """Say whether whole numbers never repeat: an id, which drifts by its nature."""
    if present < MOST_CATEGORIES or distinct < present:
        return False
    name = quoted(column.name)
    fractions = tables.query(
        f"SELECT count(*) FROM {REFERENCE} WHERE {name} <> floor({name})"  # noqa: S608 - quoted
    )[0][0]
    return int(fractions) == 0


def labels_between(edges: Sequence[float]) -> list[str]:
    """Name the bins that edges form; a bin takes in its upper edge."""
    if not edges:
        return ["all values"]
    between = [f"{low:g} to {high:g}" for low, high in pairwise(edges)]
    return [f"up to {edges[0]:g}", *between, f"above {edges[-1]:g}"]
