"""The results a person may see: the latest for each scope, and none before they've answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from assessments.answers.asking import Mode
from assessments.answers.scope import scope_key
from assessments.results.maturity import MaturityCard
from assessments.results.maturity_card import maturity_card
from assessments.tables import Assessment, Participant

MOST_RESULTS = 3
MOST_LOOKED_AT = 30
Subject = tuple[str, ...]


@dataclass(frozen=True)
class LatestResults:
    """What App Home shows; some wait until the person has answered, so they aren't influenced."""

    cards: Sequence[MaturityCard] = ()
    is_some_waiting: bool = False


def latest_results(session: Session, user_id: str) -> LatestResults:
    """Gather a person's latest results, the newest first."""
    waiting = {subject_of(found) for found in _unanswered(session, user_id)}
    newest: dict[Subject, Assessment] = {}
    for found in _closed(session, user_id):
        newest.setdefault(subject_of(found), found)
    seen = [found for subject, found in newest.items() if subject not in waiting]
    return LatestResults(
        cards=[maturity_card(session, found) for found in seen[:MOST_RESULTS]],
        is_some_waiting=bool(waiting & newest.keys()),
    )


def subject_of(assessment: Assessment) -> Subject:
    """Return what a round is about; without a scope of its own, its channel."""
    name = scope_key(assessment.scope_name)
    place = "" if name else assessment.channel_id
    return (assessment.questionnaire_id, assessment.scope_kind.value, name, place)


def _closed(session: Session, user_id: str) -> Sequence[Assessment]:
    return session.exec(
        select(Assessment)
        .join(Participant, col(Participant.assessment_id) == col(Assessment.id))
        .where(
            Participant.user_id == user_id,
            col(Participant.removed_at).is_(None),
            col(Assessment.closed_at).is_not(None),
            Assessment.mode != Mode.SCREEN.value,
        )
        .order_by(col(Assessment.closed_at).desc())
        .limit(MOST_LOOKED_AT)
    ).all()


def _unanswered(session: Session, user_id: str) -> Sequence[Assessment]:
    return session.exec(
        select(Assessment)
        .join(Participant, col(Participant.assessment_id) == col(Assessment.id))
        .where(
            Participant.user_id == user_id,
            col(Participant.removed_at).is_(None),
            col(Participant.finished_at).is_(None),
            col(Assessment.closed_at).is_(None),
        )
    ).all()
