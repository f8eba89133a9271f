"""What each kind of surface shows, where it stands, and how urgent it is: one table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from assessments.cards import round_card
from assessments.interview import find_assessment
from assessments.rounds.cards import (
    action_card,
    facilitation_card,
    invitation_card,
    voting_card,
)
from assessments.rounds.digest import overdue_actions, waiting_rounds
from assessments.rounds.lists import known_lists
from assessments.rounds.roadmap import find_action
from assessments.rounds.starting import find_participant
from assessments.tables import Assessment, Participant, Reminder
from assessments.use_cases.definition import pass_marks_for_model, use_case_card
from deployments.requests import find_request, request_card
from deployments.tables import RegisteredModel
from handlers.blocks.alert import alert_message
from handlers.blocks.digest import digest_message
from handlers.blocks.facilitation import facilitation, planning
from handlers.blocks.home import home
from handlers.blocks.interview import invitation, reminder, second_round_message
from handlers.blocks.readiness import round_message
from handlers.blocks.release import request_message
from handlers.blocks.replay import replay_message
from handlers.blocks.replies import greeting, list_refused
from handlers.blocks.roadmap import action_message, follow_up
from handlers.blocks.text import Message
from handlers.blocks.use_case import use_case_message
from handlers.events.message import GREETING
from handlers.round_surfaces import LIST_REFUSED
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
    draw: Callable[[Session, str, datetime], Message]


def place_surface(
    session: Session, kind: str, object_id: str, place: str | None = None
) -> tuple[str, int]:
    """Say where a surface stands, unless it is known, and how urgent it is."""
    projection = PROJECTIONS[kind]
    return place or projection.place(session, object_id), projection.priority


def draw_surface(session: Session, kind: str, object_id: str, now: datetime) -> Message:
    """Draw the present state of a surface's object."""
    return PROJECTIONS[kind].draw(session, object_id, now)


def _request_model(session: Session, request_id: str) -> RegisteredModel:
    return session.get_one(RegisteredModel, find_request(session, UUID(request_id)).model_id)


def _draw_request(session: Session, request_id: str, _: datetime) -> Message:
    pass_marks = pass_marks_for_model(session, _request_model(session, request_id).name)
    return request_message(request_card(session, UUID(request_id), pass_marks))


def _draw_replay(session: Session, monitor_id: str, _: datetime) -> Message:
    card = replay_card(session, UUID(monitor_id))
    return replay_message(card, replay_alt_text(card))


def _draw_alert(session: Session, alert_id: str, _: datetime) -> Message:
    card = alert_card(session, UUID(alert_id))
    return alert_message(card, alt_text(card))


def _reminded(session: Session, reminder_id: str) -> Participant:
    return find_participant(session, session.get_one(Reminder, UUID(reminder_id)).participant_id)


def _action_owner(session: Session, key: str) -> str:
    return find_action(session, UUID(key.partition(":")[0])).owner or ""


def _draw_follow_up(session: Session, key: str, now: datetime) -> Message:
    del now
    action_id, _, asked_for = key.partition(":")
    card = action_card(session, find_action(session, UUID(action_id)))
    return follow_up(card, date.fromisoformat(asked_for))


def _draw_digest(session: Session, key: str, now: datetime) -> Message:
    del now
    channel_id, _, day = key.partition(":")
    monday = date.fromisoformat(day)
    rounds = waiting_rounds(session, channel_id, monday)
    return digest_message(overdue_actions(session, channel_id, monday), rounds, monday)


def _draw_list_refused(session: Session, key: str, now: datetime) -> Message:
    del now
    _, list_id, reason = key.split(":", 2)
    return list_refused(dict(known_lists(session)).get(list_id, ""), reason)


PROJECTIONS = {
    GREETING: Projection(20, lambda _, key: key.partition(":")[0], lambda *_: greeting()),
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
        lambda session, key: find_participant(session, UUID(key)).user_id,
        lambda session, key, _: invitation(invitation_card(session, UUID(key))),
    ),
    "reminder": Projection(
        30,
        lambda session, key: _reminded(session, key).user_id,
        lambda session, key, _: reminder(invitation_card(session, _reminded(session, key).id)),
    ),
    "second_round": Projection(
        30,
        lambda session, key: find_participant(session, UUID(key)).user_id,
        lambda session, key, _: second_round_message(voting_card(session, UUID(key))),
    ),
    "round": Projection(
        30,
        lambda session, key: session.get_one(Assessment, UUID(key)).channel_id,
        lambda session, key, _: round_message(round_card(session, UUID(key))),
    ),
    LIST_REFUSED: Projection(
        30,
        lambda session, key: find_assessment(session, UUID(key.partition(":")[0])).started_by,
        _draw_list_refused,
    ),
    "facilitation": Projection(
        30,
        lambda session, key: session.get_one(Assessment, UUID(key)).started_by,
        lambda session, key, now: facilitation(facilitation_card(session, UUID(key), now)),
    ),
    "planning": Projection(
        30,
        lambda session, key: session.get_one(Assessment, UUID(key)).started_by,
        lambda session, key, now: planning(facilitation_card(session, UUID(key), now)),
    ),
    "action": Projection(
        30,
        _action_owner,
        lambda session, key, _: action_message(
            action_card(session, find_action(session, UUID(key)))
        ),
    ),
    "follow_up": Projection(30, _action_owner, _draw_follow_up),
    "use_case": Projection(
        40,
        lambda session, key: use_case_card(session, UUID(key)).channel_id,
        lambda session, key, _: use_case_message(use_case_card(session, UUID(key))),
    ),
    "digest": Projection(60, lambda _, key: key.partition(":")[0], _draw_digest),
    "home": Projection(
        50,
        lambda _, user_id: user_id,
        lambda session, user_id, now: home(home_card(session, user_id, now)),
    ),
}
