"""One check: a current table beside its reference, column by column, and how right the model was.

An alarm needs all of: significant at the run's error rate (Holm over the columns), an effect
beyond the limit and beyond what chance gives at these sizes, and enough cases.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from monitors.budget import holm_rejections
from monitors.drift import DRIFT_METRICS
from monitors.drift.chi_square import chi_square_p_value
from monitors.drift.ks import ks_p_value
from monitors.drift.psi import psi_by_chance
from monitors.errors import MonitorError
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Outcomes
from monitors.profile.outcomes import Answers, find_task, outcomes
from monitors.profile.pair import ColumnPair, profile_pair
from monitors.profile.tables import CURRENT, REFERENCE, Column, Kind, Tables
from monitors.quality.column import ColumnQuality, column_quality
from monitors.thresholds import Limits


class Answer(StrEnum):
    """What a check says of one column."""

    OK = "ok"
    ALARM = "alarm"
    NOT_ENOUGH_DATA = "not enough data"
    NOT_APPLICABLE = "not applicable"
    ERROR = "error"


class Verdict(StrEnum):
    """What a check says of the whole table."""

    OK = "ok"
    WARNING = "warning"
    ALERT = "alert"


@dataclass(frozen=True)
class Roles:
    """Which column is what; the others are features."""

    target: str | None = None
    prediction: str | None = None
    probability: str | None = None
    timestamp: str | None = None
    segment: str | None = None
    ignore: Sequence[str] = ()

    def named(self) -> list[str]:
        """List the columns that are named one by one."""
        names = (self.target, self.prediction, self.probability, self.timestamp, self.segment)
        return [name for name in names if name is not None]

    def of(self, column: str) -> str:
        """Say what a column is."""
        if column == self.prediction:
            return "prediction"
        return "probability" if column == self.probability else "feature"


@dataclass(frozen=True)
class ColumnCheck:
    """What was found about one column; a measure that doesn't apply is None."""

    column: str
    kind: str
    role: str
    answer: Answer
    measures: Mapping[str, float | None] = field(default_factory=dict)
    p_value: float | None = None
    effect: float | None = None
    threshold: float | None = None
    is_drift: bool = False
    is_near: bool = False
    quality: ColumnQuality | None = None
    problems: Sequence[str] = ()
    note: str = ""
    pair: ColumnPair | None = None


@dataclass(frozen=True)
class CheckResult:
    """A whole check."""

    rows_reference: int
    rows_current: int
    columns: Sequence[ColumnCheck]
    performance: Mapping[str, Outcomes]
    verdict: Verdict

    def metrics(self, relation: str) -> dict[str, float]:
        """Give the performance metrics that could be taken of a relation."""
        if relation not in self.performance:
            return {}
        measured = {
            name: metric.measure(self.performance[relation])
            for name, metric in PERFORMANCE_METRICS.items()
        }
        return {name: value for name, value in measured.items() if value is not None}


def check(tables: Tables, roles: Roles, limits: Limits) -> CheckResult:
    """Compare the current table with the reference.

    Raises:
        MonitorError: A named column is nowhere, a table is empty, or nothing can be compared.
    """
    reference = {column.name: column for column in tables.columns(REFERENCE)}
    current = {column.name: column for column in tables.columns(CURRENT)}
    _refuse_unknown(roles, reference, current)
    rows = {name: _rows(tables, name) for name in (REFERENCE, CURRENT)}
    left_out = {*roles.ignore, roles.target, roles.timestamp}
    measured = [
        _measure(tables, column, current.get(column.name))
        for column in reference.values()
        if column.name not in left_out
    ]
    if not measured:
        raise MonitorError("No column is left to compare; name fewer columns with --ignore.")
    columns = _judge(measured, roles, limits)
    return CheckResult(
        rows[REFERENCE],
        rows[CURRENT],
        columns,
        _performance(tables, roles, reference, current),
        _verdict(columns),
    )


@dataclass(frozen=True)
class _Measured:
    column: Column
    pair: ColumnPair | None
    note: str = ""


def _refuse_unknown(
    roles: Roles, reference: Mapping[str, Column], current: Mapping[str, Column]
) -> None:
    for name in roles.named():
        if name not in reference and name not in current:
            known = ", ".join(list(reference)[:20])
            raise MonitorError(f"There is no column {name}. The reference has: {known}.")


def _rows(tables: Tables, relation: str) -> int:
    rows = int(tables.query(f"SELECT count(*) FROM {relation}")[0][0])  # noqa: S608 - one of our two names
    if rows == 0:
        raise MonitorError(f"The {relation} data has no rows, so there is nothing to compare.")
    return rows


def _measure(tables: Tables, column: Column, current: Column | None) -> _Measured:
    """Profile one column; what fails there stops no other column."""
    if current is None:
        return _Measured(column, None, "is missing from the current data")
    if current.kind is not column.kind:
        return _Measured(column, None, f"was {column.kind}, is now {current.kind}")
    try:
        return _Measured(column, profile_pair(tables, column))
    except MonitorError as error:
        return _Measured(column, None, str(error))


def _judge(measured: Sequence[_Measured], roles: Roles, limits: Limits) -> list[ColumnCheck]:
    """Decide over all columns together, since they share the run's error rate."""
    drift_p = [_drift_p_value(found.pair) for found in measured]
    quality = [column_quality(found.pair) if found.pair else None for found in measured]
    missing_p = [found.missing_p_value if found else None for found in quality]
    significant = holm_rejections([*drift_p, *missing_p], limits.error_rate)
    return [
        _column_check(
            found,
            roles,
            limits,
            _Evidence(drift_p[i], quality[i], significant[i], significant[len(measured) + i]),
        )
        for i, found in enumerate(measured)
    ]


def _drift_p_value(pair: ColumnPair | None) -> float | None:
    if pair is None:
        return None
    is_category = pair.column.kind is Kind.CATEGORICAL
    return chi_square_p_value(pair) if is_category else ks_p_value(pair)


@dataclass(frozen=True)
class _Evidence:
    p_value: float | None
    quality: ColumnQuality | None
    is_significant: bool
    is_missing_significant: bool


def _column_check(
    found: _Measured, roles: Roles, limits: Limits, evidence: _Evidence
) -> ColumnCheck:
    name, kind = found.column.name, str(found.column.kind)
    pair, quality = found.pair, evidence.quality
    if pair is None or quality is None:
        return ColumnCheck(name, kind, roles.of(name), Answer.ERROR, note=found.note)
    measures = {metric.name: metric.measure(pair) for metric in DRIFT_METRICS.values()}
    measures["ks_p_value"] = ks_p_value(pair)
    measures["chi2_p_value"] = chi_square_p_value(pair)
    effect = measures["psi"]
    chance = psi_by_chance(pair, limits.error_rate) if pair.is_measurable else math.inf
    threshold = max(limits.psi, chance) if pair.is_measurable else None
    is_enough = min(pair.present_reference, pair.present_current) >= limits.min_samples
    problems = _problems(pair, quality, limits, evidence)
    is_drift = bool(
        is_enough
        and evidence.is_significant
        and effect is not None
        and threshold is not None
        and effect > threshold
    )
    return ColumnCheck(
        column=name,
        kind=kind,
        role=roles.of(name),
        answer=_answer(pair, is_enough=is_enough, is_alarm=is_drift or bool(problems)),
        measures=measures,
        p_value=evidence.p_value,
        effect=effect,
        threshold=threshold,
        is_drift=is_drift,
        is_near=is_enough and effect is not None and effect > max(limits.warn_psi, chance),
        quality=quality,
        problems=problems,
        note=_note(pair),
        pair=pair,
    )


def _problems(
    pair: ColumnPair, quality: ColumnQuality, limits: Limits, evidence: _Evidence
) -> list[str]:
    if min(pair.rows_reference, pair.rows_current) < limits.min_samples:
        return []
    return quality.problems(
        is_missing_significant=evidence.is_missing_significant,
        is_range_known=pair.present_reference >= limits.min_samples,
    )


def _answer(pair: ColumnPair, *, is_enough: bool, is_alarm: bool) -> Answer:
    if is_alarm:
        return Answer.ALARM
    if not pair.is_measurable:
        is_empty = pair.column.kind is not Kind.OTHER and not pair.is_identifier
        return Answer.NOT_ENOUGH_DATA if is_empty else Answer.NOT_APPLICABLE
    return Answer.OK if is_enough else Answer.NOT_ENOUGH_DATA


def _note(pair: ColumnPair) -> str:
    if pair.is_identifier:
        return "looks like an id: every value differs"
    if pair.column.kind is Kind.OTHER:
        return "dates and nested values are not compared"
    return ""


def _verdict(columns: Sequence[ColumnCheck]) -> Verdict:
    if any(column.is_drift or column.problems for column in columns):
        return Verdict.ALERT
    is_worth_a_look = any(column.is_near or column.answer is Answer.ERROR for column in columns)
    return Verdict.WARNING if is_worth_a_look else Verdict.OK


def _performance(
    tables: Tables, roles: Roles, reference: Mapping[str, Column], current: Mapping[str, Column]
) -> dict[str, Outcomes]:
    target = reference.get(roles.target or "")
    if target is None:
        return {}
    task = find_task(tables, target)
    found = {}
    for relation, known in ((REFERENCE, reference), (CURRENT, current)):
        answers = Answers(
            target.name,
            roles.prediction if roles.prediction in known else None,
            roles.probability if roles.probability in known else None,
        )
        if target.name in known and (answers.prediction or answers.probability):
            found[relation] = outcomes(tables, relation, answers, task)
    return found
