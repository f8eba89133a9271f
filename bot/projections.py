"""What each kind of surface shows, where it stands, and how urgent it is: one table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.cards import invitation_card, round_card
from assessments.use_cases.definition import pass_marks_for_model, use_case_card
from deployments.requests import find_request, request_card
from deployments.tables import RegisteredModel
from handlers.blocks.alert import alert_message
from handlers.blocks.home import home
from handlers.blocks.readiness import invitation, round_message
from handlers.blocks.release import request_message
from handlers.blocks.replay import replay_message
from handlers.blocks.text import Message
from handlers.blocks.use_case import use_case_message
from handlers.standing import home_card
from monitors.cards import alert_card
from monitors.charts.alert import alt_text
from monitors.charts.replay import replay_alt_text
from monitors.replay_card import replay_card


@dataclass(frozen=True)
class Projection:
    """One kind of surface; a lower priority goes first."""

    priority: int
    place: Callable[[Session, str], str]
    draw: Callable[[Session, str], Message]


def place_surface(session: Session, kind: str, object_id: str) -> tuple[str, int]:
    """Say where a surface stands and how urgent it is."""
    projection = PROJECTIONS[kind]
    return projection.place(session, object_id), projection.priority


def draw_surface(session: Session, kind: str, object_id: str, now: datetime) -> Message:
    """Draw the present state of a surface's object."""
    del now
    return PROJECTIONS[kind].draw(session, object_id)


def _request_model(session: Session, request_id: str) -> RegisteredModel:
    return session.get_one(RegisteredModel, find_request(session, UUID(request_id)).model_id)


def _draw_request(session: Session, request_id: str) -> Message:
    pass_marks = pass_marks_for_model(session, _request_model(session, request_id).name)
    return request_message(request_card(session, UUID(request_id), pass_marks))


def _draw_replay(session: Session, monitor_id: str) -> Message:
    card = replay_card(session, UUID(monitor_id))
    return replay_message(card, replay_alt_text(card))


def _draw_alert(session: Session, alert_id: str) -> Message:
    card = alert_card(session, UUID(alert_id))
    return alert_message(card, alt_text(card))


PROJECTIONS = {
    "deployment_request": Projection(
        10, lambda session, key: _request_model(session, key).channel_id, _draw_request
    ),
    "alert": Projection(
        20, lambda session, key: alert_card(session, UUID(key)).channel_id, _draw_alert
    ),
    "monitor_replay": Projection(
        40, lambda session, key: replay_card(session, UUID(key)).channel_id, _draw_replay
    ),
    "invitation": Projection(
        30,
        lambda session, key: invitation_card(session, UUID(key)).user_id,
        lambda session, key: invitation(invitation_card(session, UUID(key))),
    ),
    "round": Projection(
        30,
        lambda session, key: round_card(session, UUID(key)).channel_id,
        lambda session, key: round_message(round_card(session, UUID(key))),
    ),
    "use_case": Projection(
        40,
        lambda session, key: use_case_card(session, UUID(key)).channel_id,
        lambda session, key: use_case_message(use_case_card(session, UUID(key))),
    ),
    "home": Projection(
        50, lambda _, user_id: user_id, lambda session, user_id: home(home_card(session, user_id))
    ),
}
