"""Rollback: going back to an older version, by decision, verified, recorded."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from deployments.champion import move_champion, record_move
from deployments.errors import Code, DeploymentError
from deployments.models import champion_of, find_model, refusal_to_decide, rollback_targets
from deployments.outcomes import stored_outcome
from deployments.recorded import decision_detail
from deployments.registry import Registry
from deployments.tables import (
    RegisteredModel,
    Rollback,
    RollbackState,
)
from ground.audit import Attempt, hold, record, record_refusal
from ground.refusals import People, Refusal


@dataclass(frozen=True)
class RollbackFacts:
    """What is asked for, by whom, why, and for which alert."""

    model_name: str
    to_version: str
    reason: str
    decided_by: str
    alert_id: UUID | None = None


def decide_rollback(session: Session, facts: RollbackFacts, now: datetime) -> Rollback | Refusal:
    """Decide to go back to an older version; the alias is moved by `carry_out_rollback`.

    Raises:
        DeploymentError: No reason, or the version is not one to go back to.
    """
    model = find_model(session, facts.model_name)
    subject = f"model:{model.name}"
    hold(session)
    refusal = refusal_to_decide(session, model, facts.decided_by) or _under_way(session, model)
    if refusal is not None:
        record_refusal(session, Attempt(facts.decided_by, "rollback", subject), refusal, now)
        return refusal
    rollback = Rollback(
        model_id=model.id,
        alert_id=facts.alert_id,
        from_version=_checked(session, model, facts),
        to_version=facts.to_version,
        reason=facts.reason.strip(),
        decided_by=facts.decided_by,
        decided_at=now,
        running_key=str(model.id),
    )
    session.add(rollback)
    session.flush()
    record(
        session,
        actor=facts.decided_by,
        action="rollback.decide",
        subject=subject,
        detail=decision_detail(rollback),
        now=now,
        covers=[rollback],
    )
    return rollback


def carry_out_rollback(
    session: Session, rollback_id: UUID, registry: Registry, now: datetime
) -> Rollback:
    """Move the alias back, read it again, and write down how it went, once.

    The rollback's row is taken first: whoever asks at the same time waits, and then finds it done.
    """
    rollback = session.get_one(Rollback, rollback_id, populate_existing=True, with_for_update=True)
    if rollback.state != RollbackState.DECIDED:
        return rollback
    model = session.get_one(RegisteredModel, rollback.model_id)
    error = move_champion(registry, model.name, rollback.from_version, rollback.to_version)
    rollback.state = RollbackState.REFUSED if error else RollbackState.DONE
    rollback.finished_at, rollback.running_key = now, None
    outcome = error or Refusal(Code.LIVE_AGAIN, version=rollback.to_version)
    rollback.outcome = stored_outcome(outcome)
    record_move(session, model, "rollback", rollback, now)
    return rollback


def find_rollback_for_alert(session: Session, alert_id: UUID) -> Rollback | None:
    """Find the newest rollback that an alert led to."""
    return session.exec(
        select(Rollback)
        .where(Rollback.alert_id == alert_id)
        .order_by(Rollback.decided_at.desc())  # type: ignore[attr-defined] # a column at class level
        .limit(1)
    ).one_or_none()


def _under_way(session: Session, model: RegisteredModel) -> Refusal | None:
    running = session.exec(
        select(Rollback).where(Rollback.running_key == str(model.id))
    ).one_or_none()
    if running is None:
        return None
    return Refusal(
        Code.ROLLBACK_UNDER_WAY, people=People([running.decided_by]), at=running.decided_at
    )


def _checked(session: Session, model: RegisteredModel, facts: RollbackFacts) -> str:
    """Check reason and target.

    Returns:
        The version that is live now.
    """
    if not facts.reason.strip():
        raise DeploymentError(Code.ROLLBACK_REASON_MISSING)
    champion = champion_of(session, model)
    if champion is None:
        raise DeploymentError(Code.NO_LIVE_VERSION, model=model.name)
    if facts.to_version not in rollback_targets(session, model):
        raise DeploymentError(Code.NOT_A_TARGET, model=model.name, version=facts.to_version)
    return champion
