"""One run of a monitor: keep what a window showed, and decide what deserves an alert."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.use_cases.pass_marks import worth_showing
from assessments.use_cases.signals import signals_for
from ground.audit import hold
from monitors.alerts.alert_facts import PassMarkLine
from monitors.alerts.called import with_call
from monitors.alerts.from_check import data_facts, drift_facts, fairness_facts, performance_facts
from monitors.alerts.lifecycle import AlertChanges, Findings, update_alerts
from monitors.alerts.meanings import sentence_in_words
from monitors.alerts.notices import LastingNotice, lasting, newest_notices
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict, ColumnCheck
from monitors.check.quiet_moves import quiet_moves
from monitors.check.slow_drift_history import with_slow_drift
from monitors.errors import Code, MonitorError
from monitors.profile.engine import CURRENT
from monitors.runs.background import confirmation_of, past_key
from monitors.runs.estimate_record import kept_estimates, record_of
from monitors.runs.judging import kept_judgement
from monitors.runs.measurement import Measurement
from monitors.statistics.restless import as_stored as as_moves
from monitors.statistics.slow_drift import as_stored, from_stored, gathered
from monitors.tables import AlertKind, Monitor, MonitorRun, RunStatus

MOST_FIGURES = 3
"""What App Home shows of each model."""


@dataclass(frozen=True)
class DueWindow:
    """Which window of a monitor is due."""

    firing_key: str
    window_number: int
    skipped_firings: int = 0


UNCONFIRMED = "beyond its limit, but not in enough of the last runs"


class WindowTakenError(Exception):
    """Another run measured this window meanwhile; the run's own window is a later one."""


@dataclass(frozen=True)
class Run:
    """A recorded run, and what it changed."""

    run_id: UUID
    is_new: bool
    alerts: AlertChanges


def lock_monitor(session: Session, monitor_id: UUID) -> Monitor:
    """Load a monitor whose rows nobody else writes until this transaction ends.

    Raises:
        MonitorError: The monitor is unknown.
    """
    hold(session)  # before any row, as all who write alerts: nobody waits in a circle
    locked = select(Monitor).where(Monitor.id == monitor_id).with_for_update()
    monitor = session.exec(locked.execution_options(populate_existing=True)).one_or_none()
    if monitor is None:
        raise MonitorError(Code.MONITOR_UNKNOWN)
    return monitor


def record_run(
    session: Session, monitor_id: UUID, due: DueWindow, measurement: Measurement, now: datetime
) -> Run:
    """Keep a run and update the monitor's alerts; a second call for the same window does nothing.

    The monitor moves on to the next window once this one is measured; what couldn't be measured
    is measured by the next run.

    Raises:
        MonitorError: The monitor is unknown.
        WindowTakenError: Another run measured the window; nothing was kept.
    """
    monitor = lock_monitor(session, monitor_id)
    known = session.exec(
        select(MonitorRun).where(
            MonitorRun.monitor_id == monitor_id, MonitorRun.firing_key == due.firing_key
        )
    ).one_or_none()
    if known is not None:
        return Run(known.id, is_new=False, alerts=AlertChanges())
    if measurement.status is RunStatus.MEASURED:
        if _is_measured(session, monitor_id, due):
            raise WindowTakenError
        monitor.windows_seen = max(monitor.windows_seen, due.window_number + 1)
    measurement = _with_earlier_runs(session, monitor, due, measurement)
    told = [
        (one.about, sentence_in_words(one.sentence, monitor.options))
        for one in measurement.notices
    ]
    notices = lasting(told, newest_notices(session, monitor.id), now)
    run = _run_row(monitor, due, measurement, notices, now)
    session.add(run)
    session.flush()
    changes = _update_alerts(session, monitor, due, measurement, now)
    return Run(run.id, is_new=True, alerts=changes)


def _is_measured(session: Session, monitor_id: UUID, due: DueWindow) -> bool:
    found = select(MonitorRun.id).where(
        MonitorRun.monitor_id == monitor_id,
        MonitorRun.window_number == due.window_number,
        MonitorRun.status == RunStatus.MEASURED,
    )
    return session.exec(found.limit(1)).first() is not None


def _run_row(
    monitor: Monitor,
    due: DueWindow,
    measurement: Measurement,
    notices: Sequence[LastingNotice],
    now: datetime,
) -> MonitorRun:
    return MonitorRun(
        monitor_id=monitor.id,
        firing_key=due.firing_key,
        window_number=due.window_number,
        skipped_firings=due.skipped_firings,
        rows=measurement.result.rows_current if measurement.result else 0,
        status=measurement.status,
        verdict=_verdict(measurement),
        result=_kept(monitor, measurement, notices),
        note=measurement.note,
        ran_at=now,
    )


def _verdict(measurement: Measurement) -> str | None:
    if measurement.result is None:
        return None
    verdict = measurement.result.verdict
    is_worth_a_look = verdict is CheckVerdict.OK and measurement.notices
    return (CheckVerdict.WARNING if is_worth_a_look else verdict).value


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
        measurement.slow.steps,
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
        replace(column, is_drift=False, answer=CheckAnswer.OK, notices=[UNCONFIRMED])
        if column.is_drift and seen[column.column] + 1 < confirmation.needed
        else column
        for column in columns
    ]


def _update_alerts(
    session: Session, monitor: Monitor, due: DueWindow, measurement: Measurement, now: datetime
) -> AlertChanges:
    if measurement.result is None or measurement.status is not RunStatus.MEASURED:
        return AlertChanges()
    result, judgements = measurement.result, measurement.judgements
    found = {
        AlertKind.DRIFT: drift_facts(result, judgements, measurement.segments),
        AlertKind.PERFORMANCE: performance_facts(result, judgements),
        AlertKind.DATA: data_facts(result, judgements, measurement.feed),
        AlertKind.FAIRNESS: fairness_facts(result, judgements),
    }
    record = record_of(session, monitor, due.window_number, "accuracy")
    signals = signals_for(session, monitor.model_name) if any(found.values()) else []
    called = (with_call(facts, kind, judgements, signals) for kind, facts in found.items())
    findings = Findings(
        due.window_number, *(facts and facts.with_record(record) for facts in called)
    )
    return update_alerts(session, monitor, findings, now)


def _kept(
    monitor: Monitor, measurement: Measurement, notices: Sequence[LastingNotice]
) -> dict[str, Any]:
    """Return what later charts and cards need of a run: figures, no rows."""
    if measurement.result is None:
        return {}
    result = measurement.result
    return {
        "beside": past_key(monitor),
        "moves": as_moves(quiet_moves(result.columns, from_stored(monitor.slow_drift))),
        "notices": [one.to_json() for one in notices],
        "effects": {column.column: column.effect for column in result.columns},
        "drifted": [column.column for column in result.columns if column.is_drift],
        "beyond": [column.column for column in result.columns if _is_beyond(column)],
        "metrics": result.metrics(CURRENT),
        "estimates": kept_estimates(result),
        "figures": [
            asdict(PassMarkLine.of(judgement))
            for judgement in worth_showing(measurement.judgements)[:MOST_FIGURES]
        ],
        "marks": {
            judgement.pass_mark.row_id: kept_judgement(judgement)
            for judgement in measurement.judgements
        },
    }


def _is_beyond(column: ColumnCheck) -> bool:
    """Return whether a column passed its limit, confirmed by other runs or not."""
    return bool(
        column.effect is not None
        and column.threshold is not None
        and column.effect > column.threshold
        and column.answer in {CheckAnswer.OK, CheckAnswer.ALARM}
    )
