"""What deserves an alert: one per cause; it absorbs later windows and ends when they are quiet."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from monitors.facts import Facts
from monitors.tables import Alert, AlertKind, AlertState, Monitor

QUIET_WINDOWS_TO_END = 2
DECIDED = {AlertState.KEPT, AlertState.ROLLING_BACK, AlertState.ROLLED_BACK}


@dataclass(frozen=True)
class Findings:
    """What one window showed of each kind of cause; None where it was quiet."""

    window_number: int
    drift: Facts | None
    performance: Facts | None


@dataclass(frozen=True)
class AlertChanges:
    """Which alerts a window opened, and which it changed."""

    opened: list[UUID] = field(default_factory=list)
    updated: list[UUID] = field(default_factory=list)

    @property
    def touched(self) -> list[UUID]:
        """All of them."""
        return [*self.opened, *self.updated]


def update_alerts(
    session: Session, monitor: Monitor, findings: Findings, now: datetime
) -> AlertChanges:
    """Open, absorb or end the monitor's alerts."""
    changes = AlertChanges()
    for kind, facts in (
        (AlertKind.DRIFT, findings.drift),
        (AlertKind.PERFORMANCE, findings.performance),
    ):
        active = session.exec(
            select(Alert).where(Alert.active_key == _active_key(monitor, kind))
        ).one_or_none()
        if facts is None:
            if active is not None:
                _note_quiet(active, now)
                changes.updated.append(active.id)
        elif active is None:
            changes.opened.append(
                _open(session, monitor, kind, findings.window_number, facts, now)
            )
        else:
            _absorb(active, findings.window_number, facts, now)
            changes.updated.append(active.id)
    session.flush()
    return changes


def _open(
    session: Session,
    monitor: Monitor,
    kind: AlertKind,
    window_number: int,
    facts: Facts,
    now: datetime,
) -> UUID:
    alert = Alert(
        monitor_id=monitor.id,
        model_name=monitor.model_name,
        kind=kind,
        active_key=_active_key(monitor, kind),
        opened_at=now,
        last_seen_at=now,
        due_at=now + timedelta(hours=monitor.respond_within_hours),
        first_window=window_number,
        last_window=window_number,
        facts=facts,
    )
    session.add(alert)
    session.flush()
    return alert.id


def _absorb(alert: Alert, window_number: int, facts: Facts, now: datetime) -> None:
    """Take a later window of the same cause in; columns seen before stay on the list."""
    alert.windows_seen += 1
    alert.quiet_windows = 0
    alert.last_seen_at = now
    alert.last_window = window_number
    alert.facts = {**facts, "columns": _with_earlier(facts["columns"], alert.facts["columns"])}


def _with_earlier(now: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    present = {column["column"] for column in now}
    return [*now, *({**old, "is_past": True} for old in before if old["column"] not in present)]


def _note_quiet(alert: Alert, now: datetime) -> None:
    alert.quiet_windows += 1
    if alert.quiet_windows >= QUIET_WINDOWS_TO_END:
        alert.active_key = None
        alert.ended_at = now
        if alert.state not in DECIDED:
            alert.state = AlertState.ENDED


def _active_key(monitor: Monitor, kind: AlertKind) -> str:
    return f"{monitor.id}:{kind.value}"
