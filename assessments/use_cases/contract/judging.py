"""Judging pass marks: each row against what was observed, then the verdict of all rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from assessments.use_cases.contract.pass_mark_rows import (
    BETWEEN,
    EACH,
    NOT_WORSE,
    WITHIN,
    PassMarkRow,
)


class RowResult(StrEnum):
    """What an observation says about a pass mark."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    INSUFFICIENT_DATA = "insufficient_data"
    NOT_EVALUATED = "not_evaluated"


class AcceptanceVerdict(StrEnum):
    """What all pass marks together say about a release."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_WARNINGS = "accepted_with_warnings"
    ON_HOLD = "on_hold"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Observation:
    """What was measured for a pass mark, in the unit of its metric's catalogue entry.

    Attributes:
        value: The figure; None where none arrived.
        samples: The cases behind it; of `across:column`, those of the smallest group.
        previous: The figure of the version before, for `not_worse_than_previous_by`.
        baseline: The figure to stay close to, for `within_pct_of_baseline`.
        segments: For `each:column`, the observation of every value of the column.
    """

    value: Fraction | None = None
    samples: int = 0
    previous: Fraction | None = None
    baseline: Fraction | None = None
    segments: Mapping[str, "Observation"] = field(default_factory=dict)


@dataclass(frozen=True)
class JudgedRow:
    """A pass mark and its result; of `each:column`, the result of every value too."""

    row: PassMarkRow
    result: RowResult
    observed: Observation | None
    segments: Mapping[str, RowResult] = field(default_factory=dict)

    def segments_with(self, result: RowResult) -> list[str]:
        """Name the values of the column with a result."""
        return [name for name, found in self.segments.items() if found is result]


def judge_rows(
    rows: Iterable[PassMarkRow], observed: Mapping[str, Observation]
) -> list[JudgedRow]:
    """Judge each row by the observation under its id."""
    return [judge_row(row, observed.get(row.row_id)) for row in rows]


def judge_row(row: PassMarkRow, observed: Observation | None) -> JudgedRow:
    """Judge one row.

    With `each:column` the row fails if any value with enough cases fails; it isn't evaluated if a
    value's figure is missing, and has insufficient data if every value has too few cases.
    """
    if observed is None:
        return JudgedRow(row, RowResult.NOT_EVALUATED, None)
    if not row.segment.startswith(EACH):
        return JudgedRow(row, _judged(row, observed), observed)
    segments = {name: _judged(row, found) for name, found in observed.segments.items()}
    return JudgedRow(row, _of_segments(set(segments.values())), observed, segments)


def _of_segments(results: set[RowResult]) -> RowResult:
    if RowResult.FAIL in results:
        return RowResult.FAIL
    if RowResult.NOT_EVALUATED in results or not results:
        return RowResult.NOT_EVALUATED
    return RowResult.PASS if RowResult.PASS in results else RowResult.INSUFFICIENT_DATA


def _judged(row: PassMarkRow, observed: Observation) -> RowResult:
    if observed.value is None:
        return RowResult.NOT_EVALUATED
    if observed.samples < row.min_samples:
        return RowResult.INSUFFICIENT_DATA
    holds = HOLDS[row.comparator](row, observed.value, observed)
    if holds is None:
        return RowResult.NOT_EVALUATED
    return RowResult.PASS if holds else RowResult.FAIL


def verdict_of(judged: Iterable[JudgedRow]) -> AcceptanceVerdict:
    """Find the verdict of all rows.

    Any blocking row that fails rejects; else any blocking row without a result holds; else any
    warning row that doesn't pass warns. Without any row nothing is promised, so it's on hold.
    """
    rows = list(judged)
    blocking = {found.result for found in rows if found.row.is_blocking}
    warning = {found.result for found in rows if not found.row.is_blocking}
    if RowResult.FAIL in blocking:
        return AcceptanceVerdict.REJECTED
    if blocking - {RowResult.PASS} or not rows:
        return AcceptanceVerdict.ON_HOLD
    if warning - {RowResult.PASS}:
        return AcceptanceVerdict.ACCEPTED_WITH_WARNINGS
    return AcceptanceVerdict.ACCEPTED


def _between(row: PassMarkRow, value: Fraction, _observed: Observation) -> bool | None:
    return None if row.high is None else row.low <= value <= row.high


def _not_worse(row: PassMarkRow, value: Fraction, observed: Observation) -> bool | None:
    if observed.previous is None or not row.better:
        return None
    is_higher = row.better == "higher"
    worse_by = observed.previous - value if is_higher else value - observed.previous
    return worse_by <= row.low


def _within(row: PassMarkRow, value: Fraction, observed: Observation) -> bool | None:
    if observed.baseline is None:
        return None
    return abs(value - observed.baseline) * 100 <= abs(observed.baseline) * row.low


HOLDS: Mapping[str, Callable[[PassMarkRow, Fraction, Observation], bool | None]] = (
    MappingProxyType(
        {
            ">=": lambda row, value, _observed: value >= row.low,
            ">": lambda row, value, _observed: value > row.low,
            "<=": lambda row, value, _observed: value <= row.low,
            "<": lambda row, value, _observed: value < row.low,
            BETWEEN: _between,
            NOT_WORSE: _not_worse,
            WITHIN: _within,
        }
    )
)
