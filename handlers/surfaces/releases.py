"""The message of a release request, and the Homes that list it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.use_cases.promises import pass_marks_for_model
from deployments.deciders import deciders_of, named_deciders_of
from deployments.models import other_places_of
from deployments.requests.requests import RequestCard, find_request, may_decide, request_card
from deployments.tables import RegisteredModel, RequestState
from handlers.blocks.releases.release import release_decision, request_message
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.affected import with_affected
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface


def show_request(work: UnitOfWork, request_id: UUID) -> None:
    """Show a release request, and refresh the Homes of the model's deciders."""
    work.show_surely(SurfaceKind.DEPLOYMENT_REQUEST, request_id)
    show_request_to_deciders(work, request_id)
    deciders = deciders_of(work.session, _model(work.session, request_id))
    for user_id in deciders:
        work.show(SurfaceKind.HOME, user_id)
    if find_request(work.session, request_id).state is RequestState.OPEN:
        people = {"people": deciders}
        work.enqueue(JobKind.LOOK_UP_DECIDERS, key=f"request:{request_id}", payload=people)


def show_request_to_deciders(
    work: UnitOfWork, request_id: UUID, others: Sequence[str] = ()
) -> None:
    """Send an open request to each who may decide about it; refresh what was sent before.

    Args:
        work: The transaction.
        request_id: The request.
        others: Who may have got it, and decides no more.
    """
    request = find_request(work.session, request_id)
    named = named_deciders_of(work.session, _model(work.session, request_id))
    keys = {f"{request_id}:{user_id}" for user_id in (*named, *others)}
    work.show_again(SurfaceKind.RELEASE_DECISION, keys)
    if request.state is RequestState.OPEN:
        for user_id in may_decide(work.session, request):
            work.show(SurfaceKind.RELEASE_DECISION, f"{request_id}:{user_id}")


def card_of(session: Session, request_id: UUID) -> RequestCard:
    """Load what a request's message and windows show."""
    pass_marks = pass_marks_for_model(session, _model(session, request_id).name)
    return request_card(session, request_id, pass_marks)


def _model(session: Session, request_id: UUID) -> RegisteredModel:
    return session.get_one(RegisteredModel, find_request(session, request_id).model_id)


def _draw(session: Session, request_id: str, now: datetime) -> Message:
    del now
    card = card_of(session, UUID(request_id))
    return with_affected(session, card.model_name, request_message(card))


def _draw_decision(session: Session, key: str, now: datetime) -> Message:
    del now
    request_id, _, user_id = key.partition(":")
    card = card_of(session, UUID(request_id))
    return with_affected(session, card.model_name, release_decision(card, user_id))


SURFACES = (
    Surface(
        SurfaceKind.DEPLOYMENT_REQUEST,
        10,
        lambda session, key: _model(session, UUID(key)).channel_id,
        _draw,
        lambda session, key: other_places_of(session, _model(session, UUID(key)).name),
        lambda session, key: _model(session, UUID(key)).name,
    ),
    Surface(
        SurfaceKind.RELEASE_DECISION,
        11,
        lambda _, key: key.partition(":")[2],
        _draw_decision,
        model=lambda session, key: _model(session, UUID(key.partition(":")[0])).name,
    ),
)
