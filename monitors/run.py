"""One run of a monitor: measure a window, keep what was found, decide what deserves an alert."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from assessments.criteria import Judgement, PassMark, judge
from monitors.alerting import AlertChanges, Findings, update_alerts
from monitors.budget import error_rate_per_run
from monitors.check import CheckResult, check
from monitors.errors import MonitorError
from monitors.facts import drift_facts, performance_facts
from monitors.intervals import metric_interval
from monitors.performance import PERFORMANCE_METRICS
from monitors.profile.tables import CURRENT, Tables
from monitors.roles import Roles
from monitors.tables import Monitor, MonitorRun, RunStatus
from monitors.thresholds import Limits

OpenWindow = Callable[[Monitor, int], Tables]


@dataclass(frozen=True)
class Firing:
    """Which window of a monitor is due."""

    firing_key: str
    window_number: int
    skipped_firings: int = 0


@dataclass(frozen=True)
class Measurement:
    """What measuring a window gave."""

    status: RunStatus
    note: str
    result: CheckResult | None = None
    judgements: Sequence[Judgement] = ()


@dataclass(frozen=True)
class Run:
    """A recorded run, and what it changed."""

    run_id: UUID
    is_new: bool
    alerts: AlertChanges


def measure_window(
    monitor: Monitor, tables: Tables, pass_marks: Sequence[PassMark]
) -> Measurement:
    """Measure one window; slow, and outside any transaction.

    A measure that can't be taken is a visible outcome, not an exception.
    """
    try:
        result = check(tables, _roles(monitor), _limits(monitor, pass_marks))
    except MonitorError as error:
        return Measurement(RunStatus.ERROR, str(error))
    if result.rows_current < monitor.rows_per_window:
        note = f"{result.rows_current} of {monitor.rows_per_window} rows have arrived so far."
        return Measurement(RunStatus.NO_DATA, note, result)
    judgements = [_judge(mark, result) for mark in pass_marks]
    return Measurement(RunStatus.MEASURED, "", result, judgements)


def record_run(
    session: Session, monitor_id: UUID, firing: Firing, measurement: Measurement, now: datetime
) -> Run:
    """Keep a run and bring the monitor's alerts up to date; a second call for a firing is a no-op.

    Raises:
        MonitorError: The monitor is unknown.
    """
    monitor = session.get(Monitor, monitor_id)
    if monitor is None:
        raise MonitorError("That monitor is not known here any more.")
    known = session.exec(
        select(MonitorRun).where(
            MonitorRun.monitor_id == monitor_id, MonitorRun.firing_key == firing.firing_key
        )
    ).one_or_none()
    if known is not None:
        return Run(known.id, is_new=False, alerts=AlertChanges())
    run = _run_row(monitor_id, firing, measurement, now)
    session.add(run)
    session.flush()
    changes = _update_alerts(session, monitor, firing, measurement, now)
    return Run(run.id, is_new=True, alerts=changes)


def _run_row(
    monitor_id: UUID, firing: Firing, measurement: Measurement, now: datetime
) -> MonitorRun:
    return MonitorRun(
        monitor_id=monitor_id,
        firing_key=firing.firing_key,
        window_number=firing.window_number,
        skipped_firings=firing.skipped_firings,
        rows=measurement.result.rows_current if measurement.result else 0,
        status=measurement.status,
        verdict=measurement.result.verdict.value if measurement.result else None,
        result=_kept(measurement),
        note=measurement.note,
        ran_at=now,
    )


def _update_alerts(
    session: Session, monitor: Monitor, firing: Firing, measurement: Measurement, now: datetime
) -> AlertChanges:
    if measurement.result is None or measurement.status is not RunStatus.MEASURED:
        return AlertChanges()
    findings = Findings(
        firing.window_number,
        drift_facts(measurement.result, measurement.judgements),
        performance_facts(measurement.result, measurement.judgements),
    )
    return update_alerts(session, monitor, findings, now)


def _roles(monitor: Monitor) -> Roles:
    names = ("target", "prediction", "probability", "timestamp")
    ignored = [*monitor.columns.get("ignore", []), monitor.columns.get("id")]
    return Roles(
        **{name: monitor.columns.get(name) for name in names},
        ignore=[name for name in ignored if name],
    )


def _limits(monitor: Monitor, pass_marks: Sequence[PassMark]) -> Limits:
    """Take the drift limit that the use case sets, and the error rate that the budget allows."""
    agreed = [mark.threshold for mark in pass_marks if mark.metric == "psi"]
    rate = error_rate_per_run(monitor.alert_budget_per_quarter, monitor.runs_per_quarter)
    psi = agreed[0] if agreed else Limits.psi
    return Limits(
        psi=psi,
        warn_psi=min(Limits.warn_psi, psi),
        error_rate=rate,
        min_samples=monitor.min_samples,
    )


def _judge(mark: PassMark, result: CheckResult) -> Judgement:
    if mark.metric == "psi":
        effects = [column.effect for column in result.columns if column.effect is not None]
        worst = max(effects, default=None)
        return judge(mark, value=worst, samples=result.rows_current)
    outcomes = result.performance.get(CURRENT)
    metric = PERFORMANCE_METRICS.get(mark.metric)
    if outcomes is None or metric is None:
        return judge(mark, value=None)
    low, high = metric_interval(mark.metric, outcomes) or (None, None)
    return judge(
        mark, value=metric.measure(outcomes), low=low, high=high, samples=outcomes.labelled
    )


def _kept(measurement: Measurement) -> dict[str, Any]:
    """Give what later charts and cards need of a run: figures, no rows."""
    if measurement.result is None:
        return {}
    result = measurement.result
    return {
        "effects": {column.column: column.effect for column in result.columns},
        "drifted": [column.column for column in result.columns if column.is_drift],
        "metrics": result.metrics(CURRENT),
    }
