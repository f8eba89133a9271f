"""What people decide about an alert; of two presses at once the database lets one through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from deployments.deciders import decided_for
from deployments.models import find_model
from deployments.models import refusal_to_decide as refusal_to_decide_about
from deployments.rollback import RollbackFacts, decide_rollback
from deployments.tables import Rollback, RollbackState
from ground.audit import OURSELVES, Attempt, hold, record, record_refusal
from ground.refusals import People, Refusal
from monitors.errors import Code, MonitorError
from monitors.tables import Alert, AlertState, Monitor

UNDECIDED = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.ENDED)
LONGEST_REASON = 1_000


@dataclass(frozen=True)
class AlertDecision:
    """What one person wants to do about an alert, and why."""

    alert_id: UUID
    user_id: str
    reason: str = ""


def find_alert(session: Session, alert_id: UUID) -> Alert:
    """Find an alert, as it is in the database now.

    Raises:
        MonitorError: There is none.
    """
    alert = session.get(Alert, alert_id, populate_existing=True)
    if alert is None:
        raise MonitorError(Code.ALERT_UNKNOWN)
    return alert


def acknowledge_alert(session: Session, decision: AlertDecision, now: datetime) -> Alert | Refusal:
    """Record who is looking into an alert; anyone in the channel may, and the first is named."""
    hold(session)  # before its row, as all who write alerts: nobody waits in a circle
    taken = session.connection().execute(
        update(Alert)
        .where(col(Alert.id) == decision.alert_id, col(Alert.state) == AlertState.OPEN)
        .values(
            state=AlertState.ACKNOWLEDGED, acknowledged_by=decision.user_id, acknowledged_at=now
        )
    )
    alert = find_alert(session, decision.alert_id)
    if taken.rowcount == 1:
        _record(session, "alert.acknowledge", decision, now)
        return alert
    if alert.acknowledged_by == decision.user_id and alert.state is AlertState.ACKNOWLEDGED:
        return alert
    return _refuse(session, "alert.acknowledge", decision, _decided_before(alert), now)


def take_over_alert(session: Session, decision: AlertDecision, now: datetime) -> Alert | Refusal:
    """Record that somebody else is looking into an alert from now on; anyone may."""
    hold(session)
    taken = session.connection().execute(
        update(Alert)
        .where(col(Alert.id) == decision.alert_id, col(Alert.state) == AlertState.ACKNOWLEDGED)
        .values(acknowledged_by=decision.user_id, acknowledged_at=now)
    )
    alert = find_alert(session, decision.alert_id)
    if taken.rowcount == 0:
        return _refuse(session, "alert.take_over", decision, _decided_before(alert), now)
    _record(session, "alert.take_over", decision, now)
    return alert


def keep_model(session: Session, decision: AlertDecision, now: datetime) -> Alert | Refusal:
    """Decide that the model stays as it is.

    Raises:
        MonitorError: No reason, or one that is too long.
    """
    hold(session)
    alert = find_alert(session, decision.alert_id)
    refusal = _refusal_to_anyone_else(session, alert, decision.user_id)
    if refusal is not None:
        return _refuse(session, "alert.keep", decision, refusal, now)
    reason = _reason(decision)
    if not _decide(session, decision, AlertState.KEPT, reason, now):
        found = find_alert(session, decision.alert_id)
        if (found.state, found.decided_by) == (AlertState.KEPT, decision.user_id):
            return found
        return _refuse(session, "alert.keep", decision, _decided_before(found), now)
    _record(session, "alert.keep", decision, now)
    return find_alert(session, decision.alert_id)


def roll_back_model(
    session: Session, decision: AlertDecision, to_version: str, now: datetime
) -> Rollback | Refusal:
    """Decide to go back to an older version; the alias is moved by a job after this commits.

    Raises:
        MonitorError: No reason, or one that is too long.
        DeploymentError: The version is not one to go back to.
    """
    hold(session)
    refusal = refusal_to_decide(session, decision.alert_id, decision.user_id)
    if refusal is not None:
        return _refuse(session, "alert.roll_back", decision, refusal, now)
    alert = find_alert(session, decision.alert_id)
    facts = RollbackFacts(
        alert.model_name, to_version, _reason(decision), decision.user_id, alert_id=alert.id
    )
    rollback = decide_rollback(session, facts, now)
    if isinstance(rollback, Refusal):
        return rollback
    if not _decide(session, decision, AlertState.ROLLING_BACK, facts.reason, now):
        raise MonitorError(Code.ALERT_JUST_DECIDED)
    _record(session, "alert.roll_back", decision, now)
    return rollback


def refusal_to_decide(session: Session, alert_id: UUID, user_id: str) -> Refusal | None:
    """Return why a person may not decide about an alert now; None when they may.

    Raises:
        MonitorError: There is no such alert.
    """
    alert = find_alert(session, alert_id)
    refusal = _refusal_to_anyone_else(session, alert, user_id)
    is_decided = alert.state not in UNDECIDED
    return refusal or (_decided_before(alert) if is_decided else None)


def note_rollback(session: Session, rollback: Rollback, now: datetime) -> list[Alert]:
    """Bring the alert that led to a rollback up to date with how it went.

    Once it is done it settles what else waits for a decision about the model: that was about the
    version that is live no more.

    Returns:
        The alerts that were changed.
    """
    if rollback.alert_id is None or rollback.state is RollbackState.DECIDED:
        return []
    hold(session)
    alert = find_alert(session, rollback.alert_id)
    if alert.state is not AlertState.ROLLING_BACK:
        return [alert]
    is_done = rollback.state is RollbackState.DONE
    alert.state = AlertState.ROLLED_BACK if is_done else AlertState.ACKNOWLEDGED
    detail = {"rollback": rollback.id, "state": alert.state}
    _record(session, "alert.note_rollback", AlertDecision(alert.id, OURSELVES), now, detail)
    settled = _settle_others(session, alert, now) if is_done else []
    session.flush()
    return [alert, *settled]


def _refusal_to_anyone_else(session: Session, alert: Alert, user_id: str) -> Refusal | None:
    return refusal_to_decide_about(session, find_model(session, alert.model_name), user_id)


def _settle_others(session: Session, rolled_back: Alert, now: datetime) -> Sequence[Alert]:
    others = session.exec(
        select(Alert).where(
            Alert.model_name == rolled_back.model_name,
            col(Alert.state).in_([AlertState.OPEN, AlertState.ACKNOWLEDGED]),
        )
    ).all()
    for alert in others:
        alert.state = AlertState.ROLLED_BACK
        alert.decided_by, alert.decided_at = rolled_back.decided_by, rolled_back.decided_at
        alert.decided_for = rolled_back.decided_for
        record(
            session,
            actor=OURSELVES,
            action="alert.settle",
            subject=f"alert:{alert.id}",
            detail={"by": f"alert:{rolled_back.id}"},
            now=now,
            covers=[alert],
        )
    return others


def _decide(
    session: Session, decision: AlertDecision, state: AlertState, reason: str, now: datetime
) -> bool:
    decided = session.connection().execute(
        update(Alert)
        .where(col(Alert.id) == decision.alert_id, col(Alert.state).in_(UNDECIDED))
        .values(
            state=state,
            decided_by=decision.user_id,
            decided_for=_decided_for(session, decision),
            decided_at=now,
            decision_reason=reason,
        )
    )
    if decided.rowcount == 1:
        monitor = session.get_one(Monitor, find_alert(session, decision.alert_id).monitor_id)
        monitor.slow_drift = {}  # what led to the decision is settled by it
    return decided.rowcount == 1


def _decided_for(session: Session, decision: AlertDecision) -> str | None:
    model = find_model(session, find_alert(session, decision.alert_id).model_name)
    return decided_for(session, model, decision.user_id)


def _reason(decision: AlertDecision) -> str:
    reason = decision.reason.strip()
    if not reason:
        raise MonitorError(Code.REASON_MISSING)
    if len(reason) > LONGEST_REASON:
        raise MonitorError(Code.REASON_TOO_LONG, limit=LONGEST_REASON)
    return reason


def _decided_before(alert: Alert) -> Refusal:
    """Return who was first; a state that waits for nobody has somebody who brought it about."""
    if alert.state is AlertState.ENDED:
        return Refusal(Code.ALERT_ENDED)
    if alert.state is AlertState.ACKNOWLEDGED:
        people, at = alert.acknowledged_by, alert.acknowledged_at
        return Refusal(Code.ALERT_ACKNOWLEDGED, people=_person(people), at=at or alert.opened_at)
    is_kept = alert.state is AlertState.KEPT
    return Refusal(
        Code.ALERT_KEPT if is_kept else Code.ALERT_ROLLED_BACK,
        people=_person(alert.decided_by),
        at=alert.decided_at or alert.opened_at,
    )


def _person(user_id: str | None) -> People:
    return People([user_id or ""])


def _refuse(
    session: Session, action: str, decision: AlertDecision, refusal: Refusal, now: datetime
) -> Refusal:
    tried = Attempt(decision.user_id, action, f"alert:{decision.alert_id}")
    record_refusal(session, tried, refusal, now)
    return refusal


def _record(
    session: Session,
    action: str,
    decision: AlertDecision,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    record(
        session,
        actor=decision.user_id,
        action=action,
        subject=f"alert:{decision.alert_id}",
        detail=detail or _detail(session, decision),
        now=now,
        covers=[session.get_one(Alert, decision.alert_id)],
    )


def _detail(session: Session, decision: AlertDecision) -> Mapping[str, Any]:
    away = find_alert(session, decision.alert_id).decided_for
    return {"reason": decision.reason, **({"for": away} if away else {})}
