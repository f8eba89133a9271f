"""The windows before an alert's latest one, as its chart shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.use_cases.pass_marks import PassMarkVerdict
from monitors.alerts.alert_facts import AlertFacts
from monitors.alerts.decisions import find_alert
from monitors.alerts.pushed import pushed_history
from monitors.tables import MonitorRun, RunStatus

HISTORY = 12
PROVEN = {PassMarkVerdict.HOLDS.value, PassMarkVerdict.BROKEN.value}


@dataclass(frozen=True)
class HistoryPoint:
    """One window.

    Attributes:
        at: When it was measured.
        largest_effect: Its largest drift.
        metrics: What was measured of the model.
        pushed: The pushed number.
        unproven: The metrics whose pass mark couldn't be judged.
    """

    at: datetime
    largest_effect: float | None = None
    metrics: Mapping[str, float] = field(default_factory=dict)
    pushed: float | None = None
    unproven: Sequence[str] = ()


def history(session: Session, alert_id: UUID) -> list[HistoryPoint]:
    """Return the windows up to an alert's latest one, oldest first, twelve at most."""
    alert = find_alert(session, alert_id)
    pushed = AlertFacts.from_json(alert.facts).pushed
    if pushed is not None:
        numbers = pushed_history(session, alert.model_name, pushed.metric, pushed.segment)
        return [HistoryPoint(found.pushed_at, pushed=found.value) for found in numbers[-HISTORY:]]
    runs = session.exec(
        select(MonitorRun)
        .where(
            MonitorRun.monitor_id == alert.monitor_id,
            col(MonitorRun.window_number) <= alert.last_window,
            MonitorRun.status == RunStatus.MEASURED,
        )
        .order_by(col(MonitorRun.window_number).desc())
        .limit(HISTORY)
    ).all()
    return [_point(run) for run in reversed(runs)]


def _point(run: MonitorRun) -> HistoryPoint:
    effects = [value for value in run.result.get("effects", {}).values() if value is not None]
    marks = run.result.get("marks", {}).values()
    return HistoryPoint(
        run.ran_at,
        max(effects, default=None),
        run.result.get("metrics", {}),
        unproven=[mark["metric"] for mark in marks if mark["verdict"] not in PROVEN],
    )
