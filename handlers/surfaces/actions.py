"""An action's messages to its owner."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from assessments.actions.roadmap import find_action
from assessments.rounds.cards import action_card
from assessments.tables import RoadmapAction
from handlers.blocks.rounds.roadmap import action_message, follow_up
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_round
from handlers.surfaces.surface import Surface


def show_action(work: UnitOfWork, action: RoadmapAction) -> None:
    """Show an action to its owner, and refresh the round it came from."""
    show_round(work, action.assessment_id)
    if action.owner is None:
        return
    work.show(SurfaceKind.ACTION, action.id)
    work.show(SurfaceKind.HOME, action.owner)
    if action.asked_for is not None:
        work.show(SurfaceKind.FOLLOW_UP, follow_up_key(action))


def follow_up_key(action: RoadmapAction) -> str:
    """Name the message that asks how an action went."""
    asked_for = action.asked_for.isoformat() if action.asked_for else ""
    return f"{action.id}:{asked_for}"


def _owner(session: Session, key: str) -> str:
    return find_action(session, UUID(key.partition(":")[0])).owner or ""


def _draw_action(session: Session, key: str, now: datetime) -> Message:
    del now
    return action_message(action_card(session, find_action(session, UUID(key))))


def _draw_follow_up(session: Session, key: str, now: datetime) -> Message:
    del now
    action_id, _, asked_for = key.partition(":")
    card = action_card(session, find_action(session, UUID(action_id)))
    return follow_up(card, date.fromisoformat(asked_for))


SURFACES = (
    Surface(SurfaceKind.ACTION, 30, _owner, _draw_action),
    Surface(SurfaceKind.FOLLOW_UP, 30, _owner, _draw_follow_up),
)
