"""The message of a release request, and the Homes that list it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.definition import pass_marks_for_model
from deployments.models import deciders_of, other_places_of
from deployments.requests.requests import RequestCard, find_request, request_card
from deployments.tables import RegisteredModel
from handlers.blocks.releases.release import request_message
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface


def show_request(work: UnitOfWork, request_id: UUID) -> None:
    """Show a release request, and refresh the Homes of the model's deciders."""
    work.show_surely(SurfaceKind.DEPLOYMENT_REQUEST, request_id)
    for user_id in deciders_of(work.session, _model(work.session, request_id)):
        work.show(SurfaceKind.HOME, user_id)


def card_of(session: Session, request_id: UUID) -> RequestCard:
    """Load what a request's message and windows show."""
    pass_marks = pass_marks_for_model(session, _model(session, request_id).name)
    return request_card(session, request_id, pass_marks)


def _model(session: Session, request_id: UUID) -> RegisteredModel:
    return session.get_one(RegisteredModel, find_request(session, request_id).model_id)


def _draw(session: Session, request_id: str, now: datetime) -> Message:
    del now
    return request_message(card_of(session, UUID(request_id)))


SURFACES = (
    Surface(
        SurfaceKind.DEPLOYMENT_REQUEST,
        10,
        lambda session, key: _model(session, UUID(key)).channel_id,
        _draw,
        lambda session, key: other_places_of(session, _model(session, UUID(key)).name),
        lambda session, key: _model(session, UUID(key)).name,
    ),
)
