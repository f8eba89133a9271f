"""How far a round is: who has finished, never what they answered."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from assessments.answers.interview import NAMELESS
from assessments.scoring.visibility import FEWEST_SHOWN
from assessments.tables import Assessment, Participant

_IS_ASKED = (
    (col(Participant.assessment_id) == bindparam("assessment_id"))
    & col(Participant.removed_at).is_(None)
    & col(Participant.user_id).not_like(f"{NAMELESS}%")
)
_WHO = (
    select(Participant.user_id, Participant.finished_at)
    .where(_IS_ASKED)
    .order_by(col(Participant.group), col(Participant.user_id))
)
_GROUPS = (
    select(Participant.group)
    .where(_IS_ASKED)
    .group_by(col(Participant.group))
    .having(func.count() < FEWEST_SHOWN)
    .order_by(col(Participant.group))
)
_HOW_MANY = select(func.count(), func.count(col(Participant.finished_at))).where(_IS_ASKED)


@dataclass(frozen=True)
class Progress:
    """Who has answered every question, and who is waited for."""

    finished: tuple[str, ...]
    waiting: tuple[str, ...]


def progress(session: Session, assessment_id: UUID) -> Progress:
    """Return who has answered every question, in the order in which they were asked."""
    people = session.exec(_WHO, params={"assessment_id": assessment_id}).all()
    return Progress(
        finished=tuple(user_id for user_id, finished_at in people if finished_at),
        waiting=tuple(user_id for user_id, finished_at in people if not finished_at),
    )


def is_complete(session: Session, assessment_id: UUID) -> bool:
    """Return whether somebody was asked, and everyone has answered every question."""
    session.flush()
    found = session.connection().execute(_HOW_MANY, {"assessment_id": assessment_id})
    asked, finished = found.one()
    return 0 < asked == finished


def lone_groups(session: Session, assessment: Assessment) -> list[str]:
    """List the groups in which one person alone is asked; none where single answers may show."""
    if assessment.shows_single_answers:
        return []
    return list(session.exec(_GROUPS, params={"assessment_id": assessment.id}).all())
