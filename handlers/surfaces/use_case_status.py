"""What follows for a use case by itself: its status, its signers, what its signals need."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.use_cases.contract.content import Status
from assessments.use_cases.contract.judging import AcceptanceVerdict
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.signing_card import sign_state
from assessments.use_cases.status_steps import go_live, refusals_to_go_live
from assessments.use_cases.tables import UseCase
from deployments.models import champion_of
from deployments.requests.gate import GateVerdict
from deployments.tables import DeploymentRequest, RegisteredModel, RequestState
from ground.refusals import Refusal
from handlers.blocks.use_cases.use_case import Standing
from handlers.dependencies import UnitOfWork
from handlers.surfaces.release_cards import card_of
from handlers.surfaces.sign_offs import show_signing
from handlers.surfaces.signers import kept_by_others, signers_of
from handlers.surfaces.stopped import show_stopped
from handlers.surfaces.watching import show_watching
from monitors.runs.standing import unsent_metrics


def follow_use_case(work: UnitOfWork, use_case_id: UUID) -> None:
    """Bring a use case's status and all its messages up to date with what was just done."""
    use_case = lock_use_case(work.session, use_case_id)
    if live_refusals(work.session, use_case, work.now) == []:
        go_live(work.session, use_case, None, work.now)
    show_signing(work, use_case_id)
    show_stopped(work, use_case)
    if use_case.version:
        show_watching(work, use_case)


def follow_use_cases_of(work: UnitOfWork, model_name: str) -> None:
    """Bring the use cases of a model up to date: a version of it was released."""
    query = select(UseCase.id).where(UseCase.model_name == model_name)
    for use_case_id in work.session.exec(query).all():
        follow_use_case(work, use_case_id)


def live_refusals(session: Session, use_case: UseCase, now: datetime) -> list[Refusal] | None:
    """List why an approved use case isn't live; None where no version of its model is released."""
    if use_case.status is not Status.APPROVED or use_case.model_name is None:
        return None
    request = _released(session, use_case.model_name)
    if request is None:
        return None
    gate = card_of(session, request.id).gate.verdict
    verdict = None if gate is GateVerdict.NOT_AGREED else AcceptanceVerdict(gate.value)
    document = draft_of(session, use_case.id).document
    return refusals_to_go_live(load_rules(), use_case, document, verdict, now)


def _released(session: Session, model_name: str) -> DeploymentRequest | None:
    """Find the request whose version is live now."""
    model = session.exec(
        select(RegisteredModel).where(RegisteredModel.name == model_name)
    ).one_or_none()
    if model is None:
        return None
    return session.exec(
        select(DeploymentRequest)
        .where(
            DeploymentRequest.model_id == model.id,
            DeploymentRequest.version == champion_of(session, model),
            col(DeploymentRequest.state) == RequestState.RELEASED,
        )
        .order_by(col(DeploymentRequest.created_at).desc())
        .limit(1)
    ).one_or_none()


def standing_of(session: Session, use_case: UseCase, now: datetime) -> Standing:
    """Load what a use case's message says about signatures and status."""
    state = sign_state(session, load_rules(), use_case, signers_of(session, use_case))
    return Standing(
        state,
        live_refusals(session, use_case, now) or (),
        unsent_metrics(session, use_case.model_name or "") if use_case.version else (),
        others_agree=not use_case.version and bool(kept_by_others(session, use_case.created_by)),
    )
