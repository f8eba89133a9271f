"""What a release request's messages show."""

from dataclasses import replace
from uuid import UUID

from sqlmodel import Session, func, select

from assessments.use_cases.loosened import Loosened, loosened_since
from assessments.use_cases.promises import pass_marks_for_model
from deployments.requests.requests import RequestCard, find_request, request_card
from deployments.tables import DeploymentRequest, RegisteredModel


def card_of(session: Session, request_id: UUID) -> RequestCard:
    """Load what a request's message and windows show."""
    pass_marks = pass_marks_for_model(session, model_of_request(session, request_id).name)
    card = request_card(session, request_id, pass_marks)
    return replace(card, loosened=_loosened(session, card))


def _loosened(session: Session, card: RequestCard) -> list[Loosened]:
    """List what was loosened since the request before, while this one could be decided."""
    before = session.exec(
        select(func.max(DeploymentRequest.created_at)).where(
            DeploymentRequest.model_id == model_of_request(session, card.request_id).id,
            DeploymentRequest.created_at < card.created_at,
        )
    ).one()
    return loosened_since(session, card.model_name, before, card.decided_at)


def model_of_request(session: Session, request_id: UUID) -> RegisteredModel:
    """Find the model that a request is about."""
    return session.get_one(RegisteredModel, find_request(session, request_id).model_id)
