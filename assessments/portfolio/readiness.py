"""Whether a team is ready for a use case: its newest closed round, on the linked items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from sqlmodel import Session, col, or_, select

from assessments.answers.asking import Mode
from assessments.answers.interview import questionnaire_of
from assessments.errors import AssessmentError
from assessments.results.latest import Subject, subject_of
from assessments.results.pictures import drawn_state
from assessments.results.scored_round import scored_round
from assessments.tables import Assessment, Participant
from assessments.use_cases.contract.priority import readiness_of

MOST_REMEMBERED = 1_000
_Key = tuple[UUID, str, tuple[str, ...]]
_remembered: dict[_Key, "Readiness | None"] = {}
"""A closed round's answers stand, so each is scored once; a reopened one has another key."""


@dataclass(frozen=True)
class Readiness:
    """What a round says of the linked items.

    Attributes:
        is_ready: Whether all of them are at 1.0 or above.
        open_items: Those that aren't, or that nobody knows.
        round_id: The round; None without one, where nothing stands in the way.
        closed_at: When it was closed.
    """

    is_ready: bool
    open_items: tuple[str, ...] = ()
    round_id: UUID | None = None
    closed_at: datetime | None = None


NO_ROUND = Readiness(is_ready=True)


class Teams:
    """The readiness of every team, each round looked up and scored once.

    Args:
        session: A transaction.
        items: The linked items.
    """

    def __init__(self, session: Session, items: Sequence[str]) -> None:
        self.session = session
        self.items = tuple(items)
        self._of_team: dict[Subject | str, Readiness] = {}

    def readiness(self, round_id: UUID | None, channel_id: str) -> Readiness:
        """Return the readiness of a use case's team.

        Args:
            round_id: The round that the use case grew from; its team's newest closed round counts.
            channel_id: The use case's channel; without a round, the newest one of it counts.
        """
        grown_from = self._by_id.get(round_id) if round_id else None
        team = subject_of(grown_from) if grown_from else channel_id
        if team not in self._of_team:
            found = (self._of_round(one) for one in self._closed.get(team, ()))
            self._of_team[team] = next((one for one in found if one is not None), NO_ROUND)
        return self._of_team[team]

    @cached_property
    def _by_id(self) -> dict[UUID, Assessment]:
        return {found.id: found for found in self._all}

    @cached_property
    def _closed(self) -> dict[Subject | str, list[Assessment]]:
        """Every closed round, the newest first, by what it's about and by its channel."""
        closed: dict[Subject | str, list[Assessment]] = {}
        for found in self._all:
            if found.closed_at is not None:
                for team in (subject_of(found), found.channel_id):
                    closed.setdefault(team, []).append(found)
        return closed

    @cached_property
    def _all(self) -> Sequence[Assessment]:
        newest = col(Assessment.closed_at).desc()
        query = select(Assessment).where(Assessment.mode != Mode.SCREEN.value)
        return self.session.exec(query.order_by(newest)).all()

    def _of_round(self, assessment: Assessment) -> Readiness | None:
        """Score a round; None where its questionnaire asks for none of the items."""
        key = (assessment.id, drawn_state(assessment) or "", self.items)
        if key not in _remembered:
            if len(_remembered) >= MOST_REMEMBERED:
                _remembered.clear()
            _remembered[key] = self._scored(assessment)
        return _remembered[key]

    def _scored(self, assessment: Assessment) -> Readiness | None:
        try:
            questionnaire = questionnaire_of(assessment)
        except AssessmentError:
            return None
        known = {item.id for item in questionnaire.items}
        if not known & set(self.items):
            return None
        scored = scored_round(self.session, assessment, questionnaire)
        scores = {
            name: found.score
            for name in self.items
            if (found := scored.maturity.items.get(name)) and not scored.hides_item(name)
        }
        low = tuple(name for name in self.items if not readiness_of([scores.get(name)]))
        return Readiness(not low, low, assessment.id, assessment.closed_at)


def teams_of_rounds(session: Session, user_id: str) -> dict[Subject, Assessment]:
    """Return the newest closed round of every team of a person's, the newest first."""
    asked = select(Participant.assessment_id).where(
        Participant.user_id == user_id, col(Participant.removed_at).is_(None)
    )
    query = select(Assessment).where(
        Assessment.mode != Mode.SCREEN.value,
        col(Assessment.closed_at).is_not(None),
        or_(Assessment.started_by == user_id, col(Assessment.id).in_(asked)),
    )
    newest: dict[Subject, Assessment] = {}
    for found in session.exec(query.order_by(col(Assessment.closed_at).desc())):
        newest.setdefault(subject_of(found), found)
    return newest
