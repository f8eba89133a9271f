"""One run of a monitor: measure a window, keep what was found, decide what deserves an alert."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlmodel import Session, col, select

from assessments.use_cases.pass_marks import Judgement, PassMark, judge
from monitors.alerts.alert_facts import data_facts, drift_facts, fairness_facts, performance_facts
from monitors.alerts.lifecycle import AlertChanges, Findings, update_alerts
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import Answer, ColumnCheck, Verdict
from monitors.check.limits import Limits
from monitors.check.metric_bounds import metric_evidence
from monitors.check.questions.questions import Questions
from monitors.check.roles import Roles
from monitors.check.segments import check_segments
from monitors.check.slow_drift_history import slow_p_values, with_slow_drift
from monitors.errors import Code, MeasurementError, MonitorError
from monitors.profile.engine import CURRENT, Tables
from monitors.runs.background import Background, confirmation_of, limits_of, rates_of
from monitors.runs.estimate_record import kept_estimates, record_of, with_record
from monitors.statistics.slow_drift import alarm_level, as_stored, from_stored, gathered
from monitors.tables import Monitor, MonitorRun, RunStatus

SEED = 20_261_125


@dataclass(frozen=True)
class DueWindow:
    """Which window of a monitor is due."""

    firing_key: str
    window_number: int
    skipped_firings: int = 0


@dataclass(frozen=True)
class SlowDrift:
    """A window's share in the evidence of slow drift: a p-value by column, and the alarm level."""

    p_values: Mapping[str, float] = field(default_factory=dict)
    level: float = math.inf


@dataclass(frozen=True)
class Measurement:
    """What measuring a window gave."""

    status: RunStatus
    note: str
    result: CheckResult | None = None
    judgements: Sequence[Judgement] = ()
    slow: SlowDrift = field(default_factory=SlowDrift)
    feed: Sequence[str] = ()
    segments: Sequence[str] = ()


@dataclass(frozen=True)
class Run:
    """A recorded run, and what it changed."""

    run_id: UUID
    is_new: bool
    alerts: AlertChanges


def measure_window(
    monitor: Monitor,
    tables: Tables,
    pass_marks: Sequence[PassMark],
    background: Background | None = None,
) -> Measurement:
    """Measure one window; slow, and outside any transaction.

    A measure that can't be taken is a visible outcome, not an exception.
    """
    background = background or Background()
    limits = limits_of(monitor, pass_marks, background)
    roles = roles_of(monitor)
    try:
        result = check(tables, roles, limits, further_of(monitor))
        segments = _segments(roles, tables, limits, result.ids)
    except MeasurementError as error:
        return Measurement(RunStatus.ERROR, str(error))
    if result.rows_current < monitor.rows_per_window:
        note = f"{result.rows_current} of {monitor.rows_per_window} rows have arrived so far."
        return Measurement(RunStatus.NO_DATA, note, result)
    judgements = [_judge(mark, result) for mark in pass_marks]
    p_values = slow_p_values(result.columns, limits, np.random.default_rng(SEED))
    level = alarm_level(max(len(p_values), 1), rates_of(monitor, background).slow)
    slow = SlowDrift(p_values, level)
    return Measurement(RunStatus.MEASURED, "", result, judgements, slow, segments=segments)


def _segments(roles: Roles, tables: Tables, limits: Limits, ids: Sequence[str]) -> list[str]:
    """Say of the worst segments what moved within them, where the monitor names a column."""
    return [
        f"within {roles.segment} {found.segment}: {found.worst[0]} moved most, "
        f"drift {found.worst[1]:.2f}"
        for found in check_segments(tables, roles, limits, ids)
        if found.result and found.result.verdict is Verdict.ALERT and found.worst
    ]


def record_run(
    session: Session, monitor_id: UUID, due: DueWindow, measurement: Measurement, now: datetime
) -> Run:
    """Keep a run and update the monitor's alerts; a second call for the same window does nothing.

    Raises:
        MonitorError: The monitor is unknown.
    """
    monitor = session.get(Monitor, monitor_id)
    if monitor is None:
        raise MonitorError(Code.MONITOR_UNKNOWN)
    known = session.exec(
        select(MonitorRun).where(
            MonitorRun.monitor_id == monitor_id, MonitorRun.firing_key == due.firing_key
        )
    ).one_or_none()
    if known is not None:
        return Run(known.id, is_new=False, alerts=AlertChanges())
    measurement = _with_earlier_runs(session, monitor, due, measurement)
    run = _run_row(monitor_id, due, measurement, now)
    session.add(run)
    session.flush()
    changes = _update_alerts(session, monitor, due, measurement, now)
    return Run(run.id, is_new=True, alerts=changes)


def _run_row(
    monitor_id: UUID, due: DueWindow, measurement: Measurement, now: datetime
) -> MonitorRun:
    return MonitorRun(
        monitor_id=monitor_id,
        firing_key=due.firing_key,
        window_number=due.window_number,
        skipped_firings=due.skipped_firings,
        rows=measurement.result.rows_current if measurement.result else 0,
        status=measurement.status,
        verdict=measurement.result.verdict.value if measurement.result else None,
        result=_kept(measurement),
        note=measurement.note,
        ran_at=now,
    )


def _with_earlier_runs(
    session: Session, monitor: Monitor, due: DueWindow, measurement: Measurement
) -> Measurement:
    """Judge a window beside those before it: does it creep, and do enough runs agree?"""
    result = measurement.result
    if result is None or measurement.status is not RunStatus.MEASURED:
        return measurement
    level = measurement.slow.level
    evidence = gathered(
        from_stored(monitor.slow_drift),
        measurement.slow.p_values,
        window=due.window_number,
        level=level,
    )
    monitor.slow_drift = as_stored(evidence)
    columns = with_slow_drift(_confirmed(session, monitor, due, result.columns), evidence, level)
    if list(columns) == list(result.columns):
        return measurement
    return replace(measurement, result=result.with_columns(columns))


def _confirmed(
    session: Session, monitor: Monitor, due: DueWindow, columns: Sequence[ColumnCheck]
) -> Sequence[ColumnCheck]:
    """Leave only the drift that enough of the last runs show."""
    confirmation = confirmation_of(monitor)
    if confirmation.of == 1:
        return columns
    earlier = session.exec(
        select(MonitorRun)
        .where(
            MonitorRun.monitor_id == monitor.id,
            col(MonitorRun.window_number) < due.window_number,
            MonitorRun.status == RunStatus.MEASURED,
        )
        .order_by(col(MonitorRun.window_number).desc())
        .limit(confirmation.of - 1)
    ).all()
    seen = Counter(name for run in earlier for name in run.result.get("beyond", []))
    return [
        replace(column, is_drift=seen[column.column] + 1 >= confirmation.needed, is_near=True)
        if column.is_drift
        else column
        for column in columns
    ]


def _update_alerts(
    session: Session, monitor: Monitor, due: DueWindow, measurement: Measurement, now: datetime
) -> AlertChanges:
    if measurement.result is None or measurement.status is not RunStatus.MEASURED:
        return AlertChanges()
    result, judgements = measurement.result, measurement.judgements
    found = (
        drift_facts(result, judgements, measurement.segments),
        performance_facts(result, judgements),
        data_facts(result, judgements, measurement.feed),
        fairness_facts(result, judgements),
    )
    record = record_of(session, monitor, due.window_number, "accuracy")
    findings = Findings(due.window_number, *(with_record(facts, record) for facts in found))
    return update_alerts(session, monitor, findings, now)


def roles_of(monitor: Monitor) -> Roles:
    """Say which column plays which part in a monitor's data."""
    names = ("target", "prediction", "probability", "timestamp")
    ignored = [*monitor.columns.get("ignore", []), monitor.columns.get("id")]
    return Roles(
        **{name: monitor.columns.get(name) for name in names},
        segment=monitor.options.get("segment"),
        ignore=[name for name in ignored if name],
    )


def further_of(monitor: Monitor) -> Questions:
    """Say what a monitor asks for beyond the columns."""
    options = monitor.options
    return Questions(
        options.get("group"),
        options.get("joint", False),
        options.get("embeddings", ()),
        options.get("texts", ()),
        has_estimate_beside_truth=False,
        id_column=monitor.columns.get("id"),
        has_duplicates=options.get("duplicates", False),
    )


def _judge(mark: PassMark, result: CheckResult) -> Judgement:
    if mark.metric == "psi":
        effects = [column.effect for column in result.columns if column.effect is not None]
        worst = max(effects, default=None)
        return judge(mark, value=worst, samples=result.rows_current)
    outcomes = result.performance.get(CURRENT)
    if outcomes is None:
        return judge(mark, value=None)
    found = metric_evidence(mark.metric, outcomes)
    return judge(mark, value=found.value, low=found.low, high=found.high, samples=found.samples)


def _kept(measurement: Measurement) -> dict[str, Any]:
    """Give what later charts and cards need of a run: figures, no rows."""
    if measurement.result is None:
        return {}
    result = measurement.result
    return {
        "effects": {column.column: column.effect for column in result.columns},
        "drifted": [column.column for column in result.columns if column.is_drift],
        "beyond": [column.column for column in result.columns if _is_beyond(column)],
        "metrics": result.metrics(CURRENT),
        "estimates": kept_estimates(result),
    }


def _is_beyond(column: ColumnCheck) -> bool:
    """Say whether a column passed its limit, confirmed by other runs or not."""
    return bool(
        column.effect is not None
        and column.threshold is not None
        and column.effect > column.threshold
        and column.answer is Answer.ALARM
    )
