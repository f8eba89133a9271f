"""Sign-offs: who may is looked up at the press, one press decides, every try is recorded."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col

from assessments.use_cases.promises import pass_marks_for_model
from deployments.deciders import decided_for, is_decider
from deployments.errors import Code, DeploymentError
from deployments.models import refusal_to_outsider
from deployments.recorded import decision_detail
from deployments.requests.evidence import PASS_MARKS
from deployments.requests.requests import find_decision, find_request, may_decide, own_work_of
from deployments.tables import (
    Decision,
    DeploymentRequest,
    RegisteredModel,
    RequestState,
    SignOff,
    SignOffVerdict,
)
from ground.audit import Attempt, hold, record, record_refusal
from ground.covered import Covered
from ground.refusals import People, Refusal

LONGEST_REASON = 1_000
AFTER = {
    SignOffVerdict.APPROVE: RequestState.APPROVED,
    SignOffVerdict.REJECT: RequestState.REJECTED,
}


@dataclass(frozen=True)
class SignOffAttempt:
    """What one person said to a request."""

    request_id: UUID
    verdict: SignOffVerdict
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
    hold(session)  # before the request's row, as who asks for a newer version
    request = find_request(session, attempt.request_id)
    if len(attempt.reason) > LONGEST_REASON:
        raise DeploymentError(Code.REASON_TOO_LONG, limit=LONGEST_REASON)
    refusal = refusal_to_sign(session, attempt.request_id, attempt.signed_by)
    if refusal is None and not _take(session, request, AFTER[attempt.verdict]):
        refusal = _no_longer_open(session, find_request(session, attempt.request_id))
    if refusal is not None:
        subject = f"deployment_request:{request.id}"
        tried = Attempt(attempt.signed_by, "sign_off", subject, {"verdict": attempt.verdict})
        record_refusal(session, tried, refusal, now)
        return refusal
    _keep_pass_marks(session, attempt.request_id)
    _keep(session, request, attempt, now)
    return find_request(session, attempt.request_id)


def _keep(
    session: Session, request: DeploymentRequest, attempt: SignOffAttempt, now: datetime
) -> None:
    """Keep and record what was decided; a stand-in's decision with whom it is for."""
    model = session.get_one(RegisteredModel, request.model_id)
    away = decided_for(session, model, attempt.signed_by, own_work_of(request))
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
        decided_for=away,
        reason=attempt.reason,
        decided_at=now,
    )
    session.add_all([sign_off, decision])
    session.flush()
    entries: list[tuple[str, Mapping[str, Any], list[Covered]]] = [
        ("sign_off", decision_detail(sign_off), [sign_off, request]),
        ("decision", decision_detail(decision), [decision, request]),
        *([("decision.stand_in", {"for": away}, [])] if away else []),
    ]
    for action, detail, covers in entries:
        record(
            session,
            actor=attempt.signed_by,
            action=action,
            subject=f"deployment_request:{request.id}",
            detail=detail,
            now=now,
            covers=covers,
        )


def _keep_pass_marks(session: Session, request_id: UUID) -> None:
    """Keep the pass marks that the decision was taken on, whatever is agreed later."""
    request = find_request(session, request_id)
    model = session.get_one(RegisteredModel, request.model_id)
    marks = [asdict(mark) for mark in pass_marks_for_model(session, model.name)]
    request.evidence = {**request.evidence, PASS_MARKS: marks}
    session.add(request)
    session.flush()


def refusal_to_sign(session: Session, request_id: UUID, user_id: str) -> Refusal | None:
    """Return why a person may not decide about a request now; None when they may.

    Raises:
        DeploymentError: There is no such request.
    """
    request = find_request(session, request_id)
    if request.state != RequestState.OPEN:
        return _no_longer_open(session, request)
    model = session.get_one(RegisteredModel, request.model_id)
    if is_decider(session, model, user_id, own_work_of(request)):
        return None
    may = may_decide(session, request)
    if may and user_id in own_work_of(request):
        return Refusal(Code.OWN_WORK, people=People(may))
    return refusal_to_outsider(may)


def _no_longer_open(session: Session, request: DeploymentRequest) -> Refusal:
    decision = find_decision(session, request.id)
    if decision is None:
        is_superseded = request.state is RequestState.SUPERSEDED
        return Refusal(Code.REQUEST_SUPERSEDED if is_superseded else Code.REQUEST_CLOSED)
    is_approved = decision.verdict is SignOffVerdict.APPROVE
    return Refusal(
        Code.REQUEST_APPROVED if is_approved else Code.REQUEST_REJECTED,
        people=People([decision.decided_by]),
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
