"""Reminders to those who decide: what is due, and its messages."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from deployments.calls import DEADLINE, HALF_TIME, is_at_work, latest_call, release_due_at
from deployments.deciders import deciders_of
from deployments.models import find_model
from deployments.requests.requests import find_request, may_decide
from deployments.tables import DeploymentRequest, RequestState
from handlers.blocks.alerts.alert import alert_decision
from handlers.blocks.releases.release import release_decision
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.affected import with_affected
from handlers.surfaces.alerts import show_alert
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.release_cards import card_of
from handlers.surfaces.releases import show_request
from handlers.surfaces.surface import Surface
from monitors.alerts.card import alert_card
from monitors.alerts.decisions import find_alert
from monitors.alerts.model_health import WAITING
from monitors.tables import Alert, AlertKind, AlertState

WARNINGS = {AlertKind.DRIFT, AlertKind.FAIRNESS}
"""What can wait for the morning."""


def due_calls(session: Session, now: datetime) -> Iterator[tuple[SurfaceKind, str]]:
    """Name the reminders that are due by now, also those that were sent; each is sent once.

    Who decides about a model, and who is at work, is asked once in a look.
    """
    deciders = cache(lambda name: deciders_of(session, find_model(session, name)))
    at_work = cache(lambda user_id: is_at_work(session, user_id, now))
    facts = (Alert.id, Alert.model_name, Alert.kind, Alert.state, Alert.opened_at, Alert.due_at)
    waiting = select_columns(*map(col, facts)).where(col(Alert.state).in_(WAITING))
    for alert_id, name, kind, state, opened_at, due_at in session.execute(waiting).all():
        call = latest_call(opened_at, due_at, now)
        if call is None or (call == HALF_TIME and state is AlertState.ACKNOWLEDGED):
            continue
        can_wait = kind in WARNINGS or call not in {HALF_TIME, DEADLINE}
        for user_id in deciders(name):
            if not can_wait or at_work(user_id):
                yield SurfaceKind.ALERT_REMINDER, f"{alert_id}:{user_id}:{call}"
    is_open = col(DeploymentRequest.state) == RequestState.OPEN
    for request in session.exec(select(DeploymentRequest).where(is_open)).all():
        call = latest_call(request.created_at, release_due_at(request.created_at), now)
        for user_id in may_decide(session, request) if call else ():
            if at_work(user_id):
                yield SurfaceKind.RELEASE_REMINDER, f"{request.id}:{user_id}:{call}"


def make_call(work: UnitOfWork, kind: SurfaceKind, key: str) -> None:
    """Send a reminder; what it is about says from now on that it's overdue, if it is."""
    object_id = UUID(key.partition(":")[0])
    if kind is SurfaceKind.ALERT_REMINDER:
        show_alert(work, object_id)
    else:
        show_request(work, object_id)
    work.show(kind, key)


def _draw_alert(session: Session, key: str, now: datetime) -> Message:
    alert_id, user_id, call = key.split(":")
    card = alert_card(session, UUID(alert_id))
    message = alert_decision(card, user_id, now=now, call=call)
    return with_affected(session, card.model_name, message)


def _draw_release(session: Session, key: str, now: datetime) -> Message:
    request_id, user_id, call = key.split(":")
    card = card_of(session, UUID(request_id))
    message = release_decision(card, user_id, now, call)
    return with_affected(session, card.model_name, message)


def _is_alert_settled(session: Session, key: str) -> bool:
    return find_alert(session, UUID(key.partition(":")[0])).state not in WAITING


def _is_request_settled(session: Session, key: str) -> bool:
    request = find_request(session, UUID(key.partition(":")[0]))
    return request.state is not RequestState.OPEN


def _is_no_loss(work: UnitOfWork, key: str, code: str) -> None:
    """Let it be: the first message went to them, and who can't be reached is noticed by it."""
    del work, key, code


REFUSED = {SurfaceKind.ALERT_REMINDER: _is_no_loss, SurfaceKind.RELEASE_REMINDER: _is_no_loss}
SURFACES = (
    Surface(
        SurfaceKind.ALERT_REMINDER,
        22,
        lambda _, key: key.split(":")[1],
        _draw_alert,
        model=lambda session, key: find_alert(session, UUID(key.partition(":")[0])).model_name,
        is_moot=_is_alert_settled,
    ),
    Surface(
        SurfaceKind.RELEASE_REMINDER,
        22,
        lambda _, key: key.split(":")[1],
        _draw_release,
        model=lambda session, key: card_of(session, UUID(key.partition(":")[0])).model_name,
        is_moot=_is_request_settled,
    ),
)
