"""The direct messages to those who decide about a model, and what follows when one is gone."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from deployments.deciders import (
    deciders_of,
    gone_deciders_of,
    models_decided_by,
    named_deciders_of,
)
from deployments.requests.requests import may_decide
from deployments.tables import DeploymentRequest, RegisteredModel, RequestState
from handlers.blocks.deciders import DeciderGoneCard, decider_gone
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.models import show_open_matters
from handlers.surfaces.surface import Surface
from monitors.alerts.model_health import WAITING
from monitors.tables import Alert


def show_decider(work: UnitOfWork, user_id: str, *, is_gone: bool, admins: Sequence[str]) -> None:
    """Bring up to date what a person decides about, once Slack says that they left or came back.

    Whoever is asked next is told why; where nobody is left, the business owner and the admins.
    """
    for model in models_decided_by(work.session, user_id):
        show_open_matters(work, model)
        key = f"{model.id}:{user_id}"
        known = [*named_deciders_of(work.session, model), model.business_owner, *admins]
        work.show_again(SurfaceKind.DECIDER_GONE, [f"{key}:{told}" for told in known])
        for told in _told(work.session, model, admins) if is_gone else ():
            work.repost(SurfaceKind.DECIDER_GONE, f"{key}:{told}")


def remind_deciders(work: UnitOfWork, people: Sequence[str]) -> None:
    """Bring back messages that were deleted about what waits for people who decide."""
    for user_id in people:
        for model in models_decided_by(work.session, user_id):
            if user_id in deciders_of(work.session, model)[:1]:
                show_open_matters(work, model)


def _told(session: Session, model: RegisteredModel, admins: Sequence[str]) -> list[str]:
    """Return who is told: the next who decides; who can name somebody, where that isn't enough."""
    left = deciders_of(session, model)
    if left and not _stuck(session, model):
        return left[:1]
    gone = gone_deciders_of(session, model)
    people = dict.fromkeys([*left[:1], model.business_owner or "", *admins])
    return [user_id for user_id in people if user_id and user_id not in gone]


def _stuck(session: Session, model: RegisteredModel) -> int:
    """Count the open requests that nobody may decide: it is the own work of all who are left."""
    open_requests = session.exec(select(DeploymentRequest).where(*_is_open(model)))
    return sum(not may_decide(session, request) for request in open_requests)


def _is_open(model: RegisteredModel) -> tuple[ColumnElement[bool], ...]:
    return (
        col(DeploymentRequest.model_id) == model.id,
        col(DeploymentRequest.state) == RequestState.OPEN,
    )


def _card(session: Session, key: str) -> DeciderGoneCard:
    model_id, user_id, told = key.split(":")
    model = session.get_one(RegisteredModel, UUID(model_id))
    return DeciderGoneCard(
        model_name=model.name,
        told=told,
        user_id=user_id,
        is_owner=model.owner_user_id == user_id,
        is_gone=user_id in gone_deciders_of(session, model),
        left=deciders_of(session, model),
        alerts=_count(session, col(Alert.model_name) == model.name, col(Alert.state).in_(WAITING)),
        releases=_count(session, *_is_open(model)),
        stuck=_stuck(session, model),
    )


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).where(*conditions)).one()


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    return decider_gone(_card(session, key))


def _not_asked(work: UnitOfWork, key: str, code: str) -> None:
    """Look up a decider whom Slack can't reach; others are asked, and the channel is too."""
    user_id = key.partition(":")[2]
    people = {"people": [user_id]}
    work.enqueue(JobKind.LOOK_UP_DECIDERS, key=f"{key}:{code}", payload=people)


REFUSED = {
    SurfaceKind.ALERT_DECISION: _not_asked,
    SurfaceKind.RELEASE_DECISION: _not_asked,
}
SURFACES = (Surface(SurfaceKind.DECIDER_GONE, 15, lambda _, key: key.split(":")[2], _draw),)
