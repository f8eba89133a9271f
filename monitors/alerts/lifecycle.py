"""What deserves an alert: one per cause; it absorbs later windows and ends when they are quiet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from ground.audit import OURSELVES, hold, record
from monitors.alerts.alert_facts import AlertFacts
from monitors.alerts.called import time_to_respond
from monitors.check.limits import QUIET_WINDOWS_TO_END
from monitors.tables import Alert, AlertKind, AlertState, Monitor

DECIDED = {AlertState.KEPT, AlertState.ROLLING_BACK, AlertState.ROLLED_BACK}


@dataclass(frozen=True)
class Findings:
    """What one window showed of each kind of cause; None where it was quiet."""

    window_number: int
    drift: AlertFacts | None
    performance: AlertFacts | None
    data: AlertFacts | None = None
    fairness: AlertFacts | None = None

    def by_kind(self) -> dict[AlertKind, AlertFacts | None]:
        """Return them all."""
        return {
            AlertKind.DRIFT: self.drift,
            AlertKind.PERFORMANCE: self.performance,
            AlertKind.DATA: self.data,
            AlertKind.FAIRNESS: self.fairness,
        }


@dataclass(frozen=True)
class Cause:
    """What an alert is about, and the window in which it was looked for.

    `part` tells causes of one kind apart, such as the metric and segment of pushed numbers.
    """

    kind: AlertKind
    part: str
    window_number: int


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
    hold(session)  # before their rows, as all who write alerts
    all_changes = AlertChanges()
    for kind, facts in findings.by_kind().items():
        cause = Cause(kind, "", findings.window_number)
        changes = update_cause(session, monitor, cause, facts, now)
        all_changes.opened.extend(changes.opened)
        all_changes.updated.extend(changes.updated)
    return all_changes


def update_cause(
    session: Session, monitor: Monitor, cause: Cause, facts: AlertFacts | None, now: datetime
) -> AlertChanges:
    """Open, absorb or end the alert of one cause.

    What moves for the first time after a decision is a new cause: it was not decided about.
    """
    active = session.exec(
        select(Alert).where(Alert.active_key == _active_key(monitor, cause))
    ).one_or_none()
    updated = []
    if active is not None:
        updated.append(active.id)
        if facts is None:
            _note_quiet(session, active, now)
        elif (undecided := _not_decided_about(active, facts)) is not None:
            _end(session, active, now)
            active, facts = None, undecided
        else:
            _absorb(session, active, cause.window_number, facts, now)
    opened = []
    if active is None and facts is not None:
        opened.append(_open(session, monitor, cause, facts, now))
    session.flush()
    return AlertChanges(opened, updated)


def _not_decided_about(alert: Alert, facts: AlertFacts) -> AlertFacts | None:
    """Leave the columns that a decided alert does not know; None without any."""
    if alert.state not in DECIDED:
        return None
    return facts.beyond(AlertFacts.from_json(alert.facts))


def _open(
    session: Session, monitor: Monitor, cause: Cause, facts: AlertFacts, now: datetime
) -> UUID:
    alert = Alert(
        monitor_id=monitor.id,
        model_name=monitor.model_name,
        kind=cause.kind,
        active_key=_active_key(monitor, cause),
        opened_at=now,
        last_seen_at=now,
        due_at=now + time_to_respond(facts, timedelta(hours=monitor.respond_within_hours)),
        first_window=cause.window_number,
        last_window=cause.window_number,
        facts=facts.to_json(),
    )
    session.add(alert)
    session.flush()
    detail = {"monitor": monitor.name, "window": cause.window_number}
    _record(session, "alert.open", alert, detail, now)
    return alert.id


def _absorb(
    session: Session, alert: Alert, window_number: int, facts: AlertFacts, now: datetime
) -> None:
    """Take a later window of the same cause in; columns seen before stay on the list.

    What somebody decided about stays as they saw it.
    """
    alert.windows_seen += 1
    alert.quiet_windows = 0
    alert.last_seen_at = now
    if alert.state in DECIDED:
        return
    alert.last_window = window_number
    alert.facts = facts.with_earlier(AlertFacts.from_json(alert.facts)).to_json()
    _record(session, "alert.update", alert, {"window": window_number}, now)


def _note_quiet(session: Session, alert: Alert, now: datetime) -> None:
    alert.quiet_windows += 1
    if alert.quiet_windows >= QUIET_WINDOWS_TO_END:
        if alert.state not in DECIDED:
            alert.state = AlertState.ENDED
        _end(session, alert, now)


def _end(session: Session, alert: Alert, now: datetime) -> None:
    """Let an alert take in no more windows; what was decided about it stays decided."""
    alert.active_key, alert.ended_at = None, now
    session.flush()
    _record(session, "alert.end", alert, {"state": alert.state}, now)


def _record(
    session: Session, action: str, alert: Alert, detail: Mapping[str, Any], now: datetime
) -> None:
    record(
        session,
        actor=OURSELVES,
        action=action,
        subject=f"alert:{alert.id}",
        detail=detail,
        now=now,
        covers=[alert],
    )


def _active_key(monitor: Monitor, cause: Cause) -> str:
    return ":".join([str(monitor.id), cause.kind.value, *([cause.part] if cause.part else [])])
