"""Alerts and release requests that have waited since before a Monday, for the weekly digest."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
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
from monitors.alerts.card import alert_card
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
    has_digest = cache(lambda place: is_told(place, monday))
    is_morning = cache(lambda user_id: monday_morning(session, user_id, monday) <= now)
    due: dict[str, bool] = {}
    for place, asked in _asked_first(session, monday):
        if due.get(place, True) and not has_digest(place):
            due[place] = all(map(is_morning, asked()))
    return [(place, monday) for place, is_due in sorted(due.items()) if is_due]


def undecided_in(session: Session, channel_id: str, monday: date) -> list[Undecided]:
    """List what has waited in a channel for a decision since before a Monday, the oldest first."""
    alerts = _waiting(select(Alert.id), monday).where(_place() == channel_id)
    requests = _open_requests(session, monday)
    found = [
        *(_of_alert(session, alert_id) for alert_id in session.exec(alerts)),
        *(_of_request(session, request) for request, place in requests if place == channel_id),
    ]
    return sorted(found, key=lambda one: one.since)


def _asked_first(session: Session, monday: date) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """Yield each channel in which something waits, and how to find who is asked first."""
    models = _waiting(select(Alert.model_name, _place()), monday).distinct()
    for name, place in session.exec(models).all():
        yield place, partial(_first_decider, session, name)
    for request, place in _open_requests(session, monday):
        yield place, partial(_first_approver, session, request)


def _first_decider(session: Session, model_name: str) -> list[str]:
    return deciders_of(session, find_model(session, model_name))[:1]


def _first_approver(session: Session, request: DeploymentRequest) -> list[str]:
    return may_decide(session, request)[:1]


def _waiting(query: Any, monday: date) -> Any:  # noqa: ANN401 - a query of any columns
    return query.join(Monitor, col(Monitor.id) == col(Alert.monitor_id)).where(
        col(Alert.state).in_(WAITING), col(Alert.opened_at) < _start_of(monday)
    )


def _place() -> ColumnElement[str]:
    """Match where an alert is shown, as `channel_of` does."""
    facts: Any = Alert.facts
    called = facts[("called", "channel")].as_string()
    return func.coalesce(func.nullif(called, ""), Monitor.channel_id)


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


def _of_alert(session: Session, alert_id: UUID) -> Undecided:
    card = alert_card(session, alert_id)
    asked = [card.asked] if card.asked else []
    looked_into_by = card.acknowledged_by if card.state is AlertState.ACKNOWLEDGED else ""
    return Undecided(name_of(card), verdict_of(card), asked, card.opened_at, looked_into_by or "")


def _of_request(session: Session, request: DeploymentRequest) -> Undecided:
    card = card_of(session, request.id)
    what = f"release of {cut(card.version, NAME_LIMIT)}"
    return Undecided(subject_of(card), what, card.deciders, card.created_at)
