"""Sign-offs: who may is looked up at the press, one press decides, every try is recorded."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from deployments.errors import DeploymentError
from deployments.recorded import decision_detail
from deployments.refusals import Refusal, Why
from deployments.requests.requests import find_decision, find_request, may_decide, own_work_of
from deployments.tables import Decision, DeploymentRequest, RequestState, SignOff, Verdict
from ground.audit import record

LONGEST_REASON = 1_000
AFTER = {Verdict.APPROVE: RequestState.APPROVED, Verdict.REJECT: RequestState.REJECTED}


@dataclass(frozen=True)
class SignOffAttempt:
    """What one person said to a request."""

    request_id: UUID
    verdict: Verdict
    signed_by: str
    reason: str = ""


def record_sign_off(
    session: Session, attempt: SignOffAttempt, now: datetime
) -> DeploymentRequest | Refusal:
    """Record a person's sign-off; the first one of a person who may decides.

    The refusal is returned, not raised, so that the try is kept in the audit log.

    Returns:
        The decided request, or why nothing was decided.

    Raises:
        DeploymentError: There is no such request, or the reason is too long.
    """
    request = find_request(session, attempt.request_id)
    if len(attempt.reason) > LONGEST_REASON:
        raise DeploymentError(f"Please keep the reason below {LONGEST_REASON:,} characters.")
    refusal = _refusal(session, request, attempt.signed_by)
    if refusal is None and not _take(session, request, AFTER[attempt.verdict]):
        refusal = _no_longer_open(session, find_request(session, attempt.request_id))
    if refusal is not None:
        _record_refusal(session, attempt, refusal, now)
        return refusal
    sign_off = SignOff(
        request_id=request.id,
        user_id=attempt.signed_by,
        verdict=attempt.verdict,
        reason=attempt.reason,
        signed_at=now,
    )
    decision = Decision(
        request_id=request.id,
        verdict=attempt.verdict,
        decided_by=attempt.signed_by,
        reason=attempt.reason,
        decided_at=now,
    )
    session.add_all([sign_off, decision])
    session.flush()
    for action, row in (("sign_off", sign_off), ("decision", decision)):
        record(
            session,
            actor=attempt.signed_by,
            action=action,
            subject=f"deployment_request:{request.id}",
            detail=decision_detail(row),
            now=now,
        )
    return find_request(session, attempt.request_id)


def ask_to_sign(session: Session, attempt: SignOffAttempt, now: datetime) -> Refusal | None:
    """Say, and record, why a person may not decide about a request now; None when they may."""
    request = find_request(session, attempt.request_id)
    refusal = _refusal(session, request, attempt.signed_by)
    if refusal is not None:
        _record_refusal(session, attempt, refusal, now)
    return refusal


def _refusal(session: Session, request: DeploymentRequest, user_id: str) -> Refusal | None:
    if request.state != RequestState.OPEN:
        return _no_longer_open(session, request)
    may = may_decide(session, request)
    if user_id in may:
        return None
    why = Why.OWN_WORK if user_id in own_work_of(request) else Why.NOT_A_DECIDER
    return Refusal(why, people=may)


def _no_longer_open(session: Session, request: DeploymentRequest) -> Refusal:
    decision = find_decision(session, request.id)
    if decision is None:
        return Refusal(Why.NO_LONGER_OPEN, outcome=request.state.value)
    return Refusal(
        Why.ALREADY_DECIDED,
        people=[decision.decided_by],
        verdict=decision.verdict.value,
        at=decision.decided_at,
    )


def _take(session: Session, request: DeploymentRequest, state: RequestState) -> bool:
    """Close an open request; of two presses at once the database lets one through."""
    taken = session.connection().execute(
        update(DeploymentRequest)
        .where(
            col(DeploymentRequest.id) == request.id,
            col(DeploymentRequest.state) == RequestState.OPEN,
        )
        .values(state=state, open_key=None)
    )
    return taken.rowcount == 1


def _record_refusal(
    session: Session, attempt: SignOffAttempt, refusal: Refusal, now: datetime
) -> None:
    record(
        session,
        actor=attempt.signed_by,
        action="sign_off.refused",
        subject=f"deployment_request:{attempt.request_id}",
        detail={"verdict": attempt.verdict, "why": refusal.why, "people": list(refusal.people)},
        now=now,
    )
