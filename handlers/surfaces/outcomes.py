"""How alerts and release requests ended: a reply in the thread, and to those whom it concerns."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from deployments.requests.requests import RequestCard, find_decision, own_work_of
from deployments.tables import DeploymentRequest, RequestState
from handlers.blocks.alerts.outcome import NOT_ROLLED_BACK, alert_news, alert_outcome
from handlers.blocks.alerts.verdict import is_promise_broken
from handlers.blocks.releases.outcome import release_news, release_outcome
from handlers.blocks.text import Message, is_slack_id
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.release_cards import card_of, model_of_request
from handlers.surfaces.surface import Surface
from monitors.alerts.card import AlertCard, alert_card, place_of
from monitors.alerts.decisions import find_alert
from monitors.tables import AlertState

TOLD_WITHIN = timedelta(days=1)
"""What ended longer ago is told no more, such as before this version was installed."""
OVER = {AlertState.KEPT, AlertState.ROLLED_BACK, AlertState.ENDED}
DECIDED = {
    RequestState.RELEASED,
    RequestState.REJECTED,
    RequestState.FAILED,
    RequestState.SUPERSEDED,
}


def tell_alert_outcome(work: UnitOfWork, card: AlertCard) -> None:
    """Tell, once, how an alert ended: its thread, and everyone who was told but who decided.

    Who rolled back is told as well: they wait for the registry's answer. Where the rollback was
    about another alert, those who decide know; who only answers for a pass mark may not.
    """
    step = _step(card)
    if step is None or card.settled_at is None or work.now - card.settled_at > TOLD_WITHIN:
        return
    work.show(SurfaceKind.ALERT_OUTCOME, f"{card.alert_id}:{step}")
    is_by_another = card.state is AlertState.ROLLED_BACK and card.rollback_to is None
    others = (card.called_person, card.acknowledged_by or "", card.decided_by or "")
    people = {*card.deciders, *others, *told_sponsors(card)} - {""}
    if card.state is AlertState.KEPT:
        people -= {card.decided_by or ""}
    for user_id in sorted(people) if not is_by_another else told_sponsors(card):
        work.show(SurfaceKind.ALERT_NEWS, f"{card.alert_id}:{step}:{user_id}")


def tell_release_outcome(work: UnitOfWork, request: DeploymentRequest) -> None:
    """Tell, once, how a request ended: its thread, and those whose work it is."""
    decision = find_decision(work.session, request.id)
    at = decision.decided_at if decision else work.now
    if request.state not in DECIDED or work.now - at > TOLD_WITHIN:
        return
    key = f"{request.id}:{request.state}"
    work.show(SurfaceKind.RELEASE_OUTCOME, key)
    for user_id in _slack_ids(own_work_of(request)):
        work.show(SurfaceKind.RELEASE_NEWS, f"{key}:{user_id}")


def told_sponsors(card: AlertCard) -> list[str]:
    """Name who gets a message because an alert breaks what they answer for; nobody otherwise."""
    return _slack_ids(card.sponsors) if is_promise_broken(card) else []


def _slack_ids(people: Collection[str]) -> list[str]:
    return sorted(found for found in people if is_slack_id(found))


def _step(card: AlertCard) -> str | None:
    if card.state in OVER:
        return card.state.value
    is_undone = card.state is AlertState.ACKNOWLEDGED and card.rollback_outcome is not None
    return f"{NOT_ROLLED_BACK}_{card.rollback_id}" if is_undone else None


def _id_in(key: str) -> UUID:
    return UUID(key.partition(":")[0])


def _alert(session: Session, key: str) -> AlertCard:
    return alert_card(session, _id_in(key))


def _request(session: Session, key: str) -> RequestCard:
    return card_of(session, _id_in(key))


def _draw_alert(session: Session, key: str, now: datetime) -> Message:
    del now
    return alert_outcome(_alert(session, key), key.split(":")[1])


def _draw_alert_news(session: Session, key: str, now: datetime) -> Message:
    del now
    return alert_news(_alert(session, key), key.split(":")[1])


def _draw_release(session: Session, key: str, now: datetime) -> Message:
    del now
    return release_outcome(_request(session, key), RequestState(key.split(":")[1]))


def _draw_release_news(session: Session, key: str, now: datetime) -> Message:
    del now
    return release_news(_request(session, key), RequestState(key.split(":")[1]))


def _is_no_loss(work: UnitOfWork, key: str, code: str) -> None:
    """Let it be: the thread tells it, too."""
    del work, key, code


REFUSED = {SurfaceKind.ALERT_NEWS: _is_no_loss, SurfaceKind.RELEASE_NEWS: _is_no_loss}
SURFACES = (
    Surface(
        SurfaceKind.ALERT_OUTCOME,
        22,
        lambda session, key: place_of(session, _id_in(key)),
        _draw_alert,
        model=lambda session, key: find_alert(session, _id_in(key)).model_name,
        thread=lambda key: (SurfaceKind.ALERT, key.partition(":")[0]),
    ),
    Surface(SurfaceKind.ALERT_NEWS, 23, lambda _, key: key.split(":")[2], _draw_alert_news),
    Surface(
        SurfaceKind.RELEASE_OUTCOME,
        22,
        lambda session, key: model_of_request(session, _id_in(key)).channel_id,
        _draw_release,
        model=lambda session, key: model_of_request(session, _id_in(key)).name,
        thread=lambda key: (SurfaceKind.DEPLOYMENT_REQUEST, key.partition(":")[0]),
    ),
    Surface(SurfaceKind.RELEASE_NEWS, 23, lambda _, key: key.split(":")[2], _draw_release_news),
)
