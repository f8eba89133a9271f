"""The message of a release request, and the Homes that list it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from deployments.calls import CALLS
from deployments.deciders import deciders_of, named_deciders_of
from deployments.models import other_places_of
from deployments.requests.requests import find_request, may_decide
from deployments.tables import RequestState
from handlers.blocks.releases.release import release_decision, request_message
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.affected import with_affected
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.outcomes import tell_release_outcome
from handlers.surfaces.release_cards import card_of, model_of_request
from handlers.surfaces.surface import Surface


def show_request(work: UnitOfWork, request_id: UUID) -> None:
    """Show a release request, and refresh the Homes of the model's deciders."""
    work.show_surely(SurfaceKind.DEPLOYMENT_REQUEST, request_id)
    show_request_to_deciders(work, request_id)
    request = find_request(work.session, request_id)
    tell_release_outcome(work, request)
    deciders = deciders_of(work.session, model_of_request(work.session, request_id))
    for user_id in deciders:
        work.show(SurfaceKind.HOME, user_id)
    if request.state is RequestState.OPEN:
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
    named = named_deciders_of(work.session, model_of_request(work.session, request_id))
    asked = may_decide(work.session, request)
    keys = {f"{request_id}:{user_id}" for user_id in (*named, *asked, *others)}
    work.show_again(SurfaceKind.RELEASE_DECISION, keys)
    reminders = {f"{key}:{call}" for key in keys for call in CALLS}
    work.show_again(SurfaceKind.RELEASE_REMINDER, reminders)
    if request.state is RequestState.OPEN:
        for user_id in asked:
            work.show(SurfaceKind.RELEASE_DECISION, f"{request_id}:{user_id}")


def _draw(session: Session, request_id: str, now: datetime) -> Message:
    card = card_of(session, UUID(request_id))
    return with_affected(session, card.model_name, request_message(card, now))


def _draw_decision(session: Session, key: str, now: datetime) -> Message:
    request_id, _, user_id = key.partition(":")
    card = card_of(session, UUID(request_id))
    return with_affected(session, card.model_name, release_decision(card, user_id, now))


SURFACES = (
    Surface(
        SurfaceKind.DEPLOYMENT_REQUEST,
        10,
        lambda session, key: model_of_request(session, UUID(key)).channel_id,
        _draw,
        lambda session, key: other_places_of(session, model_of_request(session, UUID(key)).name),
        lambda session, key: model_of_request(session, UUID(key)).name,
    ),
    Surface(
        SurfaceKind.RELEASE_DECISION,
        11,
        lambda _, key: key.partition(":")[2],
        _draw_decision,
        model=lambda session, key: model_of_request(session, UUID(key.partition(":")[0])).name,
    ),
)
