"""The message to a round's channel once Slack says that whoever leads it has left."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.answers.interview import find_assessment, participants
from assessments.rounds.cards import terms_of
from assessments.rounds.leading import still_led_by
from deployments.deciders import gone_people
from handlers.blocks.rounds.leader_gone import LeaderGoneCard, leader_gone
from handlers.blocks.text import Message
from handlers.dependencies import UnitOfWork
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_round
from handlers.surfaces.surface import Surface


def show_leader(work: UnitOfWork, user_id: str, *, is_gone: bool) -> None:
    """Say in each channel that nobody leads its round any more, or that they are back."""
    led = [str(found) for found in still_led_by(work.session, user_id)]
    work.show_again(SurfaceKind.LEADER_GONE, led)
    for assessment_id in led if is_gone else ():
        work.repost(SurfaceKind.LEADER_GONE, assessment_id)


def show_new_leader(work: UnitOfWork, assessment_id: UUID) -> None:
    """Show everybody concerned that somebody took a round over."""
    work.show(SurfaceKind.LEADER_GONE, assessment_id)
    show_round(work, assessment_id)


def _card(session: Session, assessment_id: UUID) -> LeaderGoneCard:
    assessment = find_assessment(session, assessment_id)
    leader, gone = assessment.started_by, gone_people(session)
    asked = participants(session, assessment_id)
    return LeaderGoneCard(
        terms=terms_of(assessment),
        leader=leader,
        is_gone=leader in gone,
        is_over=assessment_id not in still_led_by(session, leader),
        may=[person.user_id for person in asked if person.user_id not in gone],
    )


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    return leader_gone(_card(session, UUID(key)))


def _channel(session: Session, key: str) -> str:
    return find_assessment(session, UUID(key)).channel_id


SURFACES = (Surface(SurfaceKind.LEADER_GONE, 30, _channel, _draw),)
