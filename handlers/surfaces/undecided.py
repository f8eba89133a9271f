"""Alerts and release requests that have waited since before a Monday, for the weekly digest."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from deployments.calls import monday_morning
from deployments.deciders import deciders_of
from deployments.models import find_model
from deployments.requests.requests import may_decide
from deployments.tables import DeploymentRequest, RegisteredModel, RequestState
from handlers.blocks.alerts.verdict import name_of, verdict_of
from handlers.blocks.releases.title import subject_of
from handlers.blocks.text import NAME_LIMIT, cut
from handlers.blocks.undecided import Undecided
from handlers.surfaces.release_cards import card_of
from monitors.alerts.card import alert_card, channel_of
from monitors.alerts.model_health import WAITING
from monitors.tables import Alert, AlertState, Monitor


def due_undecided(
    session: Session, now: datetime, is_told: Callable[[str, date], bool]
) -> list[tuple[str, date]]:
    """List the channels in which somebody has to decide, each with this week's Monday.

    A digest is due once it is Monday morning for those who are asked first.

    Args:
        session: Where to look.
        now: When.
        is_told: Whether a channel has the digest of a Monday already.
    """
    monday = now.date() - timedelta(days=now.weekday())
    alerts, requests = _waiting_alerts(session, monday), _open_requests(session, monday)
    places = {place for _, place in (*alerts, *requests)}
    asked: dict[str, set[str]] = {place: set() for place in places if not is_told(place, monday)}
    for alert, place in alerts:
        if place in asked:
            model = find_model(session, alert.model_name)
            asked[place].update(deciders_of(session, model)[:1])
    for request, place in requests:
        if place in asked:
            asked[place].update(may_decide(session, request)[:1])
    return [
        (place, monday)
        for place, people in sorted(asked.items())
        if all(monday_morning(session, user_id, monday) <= now for user_id in people)
    ]


def undecided_in(session: Session, channel_id: str, monday: date) -> list[Undecided]:
    """List what has waited in a channel for a decision since before a Monday, the oldest first."""
    alerts, requests = _waiting_alerts(session, monday), _open_requests(session, monday)
    found = [
        *(_of_alert(session, alert) for alert, place in alerts if place == channel_id),
        *(_of_request(session, request) for request, place in requests if place == channel_id),
    ]
    return sorted(found, key=lambda one: one.since)


def _waiting_alerts(session: Session, monday: date) -> list[tuple[Alert, str]]:
    rows = session.exec(
        select(Alert, Monitor.channel_id)
        .join(Monitor, col(Monitor.id) == col(Alert.monitor_id))
        .where(col(Alert.state).in_(WAITING), col(Alert.opened_at) < _start_of(monday))
    ).all()
    return [(alert, channel_of(alert, of_monitor)) for alert, of_monitor in rows]


def _open_requests(session: Session, monday: date) -> list[tuple[DeploymentRequest, str]]:
    rows = session.exec(
        select(DeploymentRequest, RegisteredModel.channel_id)
        .join(RegisteredModel, col(RegisteredModel.id) == col(DeploymentRequest.model_id))
        .where(
            col(DeploymentRequest.state) == RequestState.OPEN,
            col(DeploymentRequest.created_at) < _start_of(monday),
        )
    ).all()
    return [(request, channel_id) for request, channel_id in rows]


def _start_of(monday: date) -> datetime:
    return datetime.combine(monday, time(), UTC)


def _of_alert(session: Session, alert: Alert) -> Undecided:
    card = alert_card(session, alert.id)
    asked = [card.asked] if card.asked else []
    looked_into_by = card.acknowledged_by if card.state is AlertState.ACKNOWLEDGED else ""
    return Undecided(name_of(card), verdict_of(card), asked, card.opened_at, looked_into_by or "")


def _of_request(session: Session, request: DeploymentRequest) -> Undecided:
    card = card_of(session, request.id)
    what = f"release of {cut(card.version, NAME_LIMIT)}"
    return Undecided(subject_of(card), what, card.deciders, card.created_at)
