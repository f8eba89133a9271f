"""What people decide about an alert; of two presses at once the database lets one through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from deployments.models import deciders_of, find_model
from deployments.refusals import Refusal, Why
from deployments.rollback import RollbackFacts, decide_rollback
from deployments.tables import Rollback, RollbackState
from ground.audit import record
from monitors.errors import MonitorError
from monitors.tables import Alert, AlertState, Monitor

UNDECIDED = (AlertState.OPEN, AlertState.ACKNOWLEDGED, AlertState.ENDED)
LONGEST_REASON = 1_000
SAID = {
    AlertState.ACKNOWLEDGED: "acknowledge",
    AlertState.KEPT: "keep",
    AlertState.ROLLING_BACK: "roll back",
    AlertState.ROLLED_BACK: "roll back",
}


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
        raise MonitorError("That alert is not known here any more.")
    return alert


def acknowledge_alert(session: Session, decision: AlertDecision, now: datetime) -> Alert | Refusal:
    """Say that someone looks into it; anyone in the channel may, the first one is named."""
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


def keep_model(session: Session, decision: AlertDecision, now: datetime) -> Alert | Refusal:
    """Decide that the model stays as it is.

    Raises:
        MonitorError: No reason, or one that is too long.
    """
    alert = find_alert(session, decision.alert_id)
    refusal = who_may_decide(session, alert, decision.user_id)
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
    refusal = ask_to_decide(session, decision, "alert.roll_back", now)
    if refusal is not None:
        return refusal
    alert = find_alert(session, decision.alert_id)
    facts = RollbackFacts(
        alert.model_name, to_version, _reason(decision), decision.user_id, alert_id=alert.id
    )
    rollback = decide_rollback(session, facts, now)
    if isinstance(rollback, Refusal):
        return rollback
    if not _decide(session, decision, AlertState.ROLLING_BACK, facts.reason, now):
        raise MonitorError("Someone decided about this alert just now; please look again.")
    _record(session, "alert.roll_back", decision, now)
    return rollback


def ask_to_decide(
    session: Session, decision: AlertDecision, action: str, now: datetime
) -> Refusal | None:
    """Say, and record, why a person may not decide about an alert now; None when they may."""
    alert = find_alert(session, decision.alert_id)
    refusal = who_may_decide(session, alert, decision.user_id)
    if refusal is None and alert.state not in UNDECIDED:
        refusal = _decided_before(alert)
    return _refuse(session, action, decision, refusal, now) if refusal else None


def note_rollback(session: Session, rollback: Rollback, now: datetime) -> list[Alert]:
    """Bring the alert that led to a rollback up to date with how it went.

    Once it is done it settles what else waits for a decision about the model: that was about the
    version that is live no more.

    Returns:
        The alerts that were changed.
    """
    if rollback.alert_id is None or rollback.state is RollbackState.DECIDED:
        return []
    alert = find_alert(session, rollback.alert_id)
    if alert.state is not AlertState.ROLLING_BACK:
        return [alert]
    is_done = rollback.state is RollbackState.DONE
    alert.state = AlertState.ROLLED_BACK if is_done else AlertState.ACKNOWLEDGED
    settled = _settle_others(session, alert, now) if is_done else []
    session.flush()
    return [alert, *settled]


def who_may_decide(session: Session, alert: Alert, user_id: str) -> Refusal | None:
    """Say why a person may not decide about an alert, by the database as it is now."""
    may = deciders_of(session, find_model(session, alert.model_name))
    return None if user_id in may else Refusal(Why.NOT_A_DECIDER, people=may)


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
        record(
            session,
            actor="lamplighter",
            action="alert.settle",
            subject=f"alert:{alert.id}",
            detail={"by": f"alert:{rolled_back.id}"},
            now=now,
        )
    return others


def _decide(
    session: Session, decision: AlertDecision, state: AlertState, reason: str, now: datetime
) -> bool:
    decided = session.connection().execute(
        update(Alert)
        .where(col(Alert.id) == decision.alert_id, col(Alert.state).in_(UNDECIDED))
        .values(state=state, decided_by=decision.user_id, decided_at=now, decision_reason=reason)
    )
    if decided.rowcount == 1:
        monitor = session.get_one(Monitor, find_alert(session, decision.alert_id).monitor_id)
        monitor.slow_drift = {}  # what led to the decision is settled by it
    return decided.rowcount == 1


def _reason(decision: AlertDecision) -> str:
    reason = decision.reason.strip()
    if not reason:
        raise MonitorError("Please say why, so that others can follow the decision later.")
    if len(reason) > LONGEST_REASON:
        raise MonitorError(f"Please keep the reason below {LONGEST_REASON:,} characters.")
    return reason


def _decided_before(alert: Alert) -> Refusal:
    if alert.state is AlertState.ENDED:
        return Refusal(Why.NO_LONGER_OPEN, outcome="ended")
    if alert.state is AlertState.ACKNOWLEDGED:
        return Refusal(
            Why.ALREADY_DECIDED,
            people=[alert.acknowledged_by or ""],
            verdict=SAID[alert.state],
            at=alert.acknowledged_at,
        )
    return Refusal(
        Why.ALREADY_DECIDED,
        people=[alert.decided_by or ""],
        verdict=SAID.get(alert.state, ""),
        at=alert.decided_at,
    )


def _refuse(
    session: Session, action: str, decision: AlertDecision, refusal: Refusal, now: datetime
) -> Refusal:
    record(
        session,
        actor=decision.user_id,
        action=f"{action}.refused",
        subject=f"alert:{decision.alert_id}",
        detail={"why": refusal.why, "people": list(refusal.people)},
        now=now,
    )
    return refusal


def _record(session: Session, action: str, decision: AlertDecision, now: datetime) -> None:
    record(
        session,
        actor=decision.user_id,
        action=action,
        subject=f"alert:{decision.alert_id}",
        detail={"reason": decision.reason},
        now=now,
    )
