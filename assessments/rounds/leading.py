"""The rounds that a facilitator has not brought to an end, and what each waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from assessments.actions.roadmap import actions_of
from assessments.answers.interview import find_assessment
from assessments.answers.progress import progress
from assessments.recorded import note
from assessments.rounds.cards import Terms, terms_of
from assessments.rounds.second_round import voters
from assessments.tables import ActionState, Assessment, Stage


@dataclass(frozen=True)
class LedRound:
    """A round that is not settled: how far it is, and the first action to decide about.

    `finished` of `asked` people have answered; in a second round, have voted again.
    """

    terms: Terms
    since: datetime
    finished: int
    asked: int
    undecided: Sequence[UUID] = ()

    @property
    def is_answered(self) -> bool:
        """Whether somebody was asked, and nobody is waited for."""
        return 0 < self.asked == self.finished

    @property
    def waits_for_facilitator(self) -> bool:
        """Whether it goes no further, or may never end, unless its facilitator does something."""
        is_endless = self.terms.ends_at is None
        return self.terms.stage is not Stage.ANSWERING or self.is_answered or is_endless


def led_rounds(session: Session, user_id: str) -> list[LedRound]:
    """List what a person leads and has not settled, the oldest first."""
    found = session.exec(
        select(Assessment)
        .where(Assessment.started_by == user_id, col(Assessment.settled_at).is_(None))
        .order_by(col(Assessment.started_at), col(Assessment.id))
    )
    return [_led(session, assessment) for assessment in found.all()]


def unsettled_rounds(session: Session, monday: date) -> list[LedRound]:
    """List every round that has waited for its facilitator since before a Monday (UTC)."""
    before = datetime.combine(monday, time(), UTC)
    found = session.exec(
        select(Assessment)
        .where(col(Assessment.settled_at).is_(None), col(Assessment.started_at) < before)
        .order_by(col(Assessment.started_at), col(Assessment.id))
    )
    led = [_led(session, assessment) for assessment in found.all()]
    return [entry for entry in led if entry.waits_for_facilitator and entry.since < before]


def is_still_led() -> ColumnElement[bool]:
    """Return the condition on a round that somebody has to bring it to an end, or stop it."""
    return col(Assessment.settled_at).is_(None) | col(Assessment.repeats_at).is_not(None)


def still_led_by(session: Session, user_id: str) -> list[UUID]:
    """List the rounds that go no further, or come again for ever, without a person."""
    found = select(Assessment.id).where(Assessment.started_by == user_id, is_still_led())
    return list(session.exec(found.order_by(col(Assessment.started_at))))


def take_over(session: Session, assessment_id: UUID, user_id: str, now: datetime) -> Assessment:
    """Let somebody lead a round in the place of its facilitator.

    Who gave each answer stays hidden from them: people agreed to show it to the facilitator.

    Raises:
        AssessmentError: There is no such round.
    """
    assessment = find_assessment(session, assessment_id)
    before, assessment.started_by = assessment.started_by, user_id
    assessment.names_to_facilitator = False
    session.flush()
    note(session, "assessment.take_over", assessment.id, user_id, now, [assessment], before=before)
    return assessment


def _led(session: Session, assessment: Assessment) -> LedRound:
    if assessment.stage is Stage.VOTING_AGAIN:
        people = [person.voted_again_at for person in voters(session, assessment)]
        finished, asked = sum(at is not None for at in people), len(people)
    else:
        reached = progress(session, assessment.id)
        finished = len(reached.finished)
        asked = finished + len(reached.waiting)
    return LedRound(
        terms=terms_of(assessment),
        since=assessment.closed_at or assessment.reopened_at or assessment.started_at,
        finished=finished,
        asked=asked,
        undecided=[
            action.id
            for action in actions_of(session, assessment.id)
            if action.state is ActionState.PROPOSED
        ],
    )
