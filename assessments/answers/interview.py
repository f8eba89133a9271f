"""The interview: a state machine over stored answers, so that it resumes from anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from assessments.answers.asking import (
    AskedPage,
    AskedQuestion,
    Mode,
    minutes_for,
    minutes_left,
    pages_for,
    questions_for,
)
from assessments.answers.given import add_replies, replies_of
from assessments.answers.replies import Reply, wrong_fields
from assessments.errors import AssessmentError, Code, InvalidFieldsError
from assessments.questionnaires import load_questionnaires
from assessments.questionnaires.content import Questionnaire
from assessments.tables import Assessment, Participant
from ground.refusals import Refusal

NAMELESS = "nameless-"
# built once, since every window that is sent needs them, and building them costs more than asking
_ROUND_AND_PERSON = (
    select_columns(
        col(Assessment.id),
        col(Assessment.questionnaire_id),
        col(Assessment.mode),
        col(Assessment.channel_id),
        col(Assessment.started_by),
        col(Assessment.closed_at),
        col(Assessment.reopened_at),
        col(Assessment.ends_at),
        col(Assessment.asks_singly),
        col(Participant.id),
        col(Participant.user_id),
        col(Participant.group),
        col(Participant.finished_at),
        col(Participant.removed_at),
    )
    .join(Participant, col(Participant.assessment_id) == col(Assessment.id))
    .where(
        col(Assessment.id) == bindparam("assessment_id"),
        col(Participant.user_id) == bindparam("user_id"),
    )
    .with_for_update(of=Assessment)
)
_PARTICIPANT = Participant.metadata.tables[str(Participant.__tablename__)]
_FINISH = (
    update(_PARTICIPANT)
    .where(_PARTICIPANT.c.id == bindparam("participant_id"))
    .values(finished_at=bindparam("now"), next_reminder_at=None)
)


class AskedRound(NamedTuple):
    """What an interview needs of its round, which stays so until the transaction ends."""

    id: UUID
    questionnaire_id: str
    mode: str
    channel_id: str
    started_by: str
    closed_at: datetime | None
    reopened_at: datetime | None
    ends_at: datetime | None
    asks_singly: bool


class AskedPerson(NamedTuple):
    """What an interview needs of the person who is asked."""

    id: UUID
    user_id: str
    group: str
    finished_at: datetime | None
    removed_at: datetime | None


@dataclass(frozen=True)
class Page:
    """One window of an interview, with what its questions were answered before.

    `left` is how many questions of the whole interview are open, `minutes_left` about how long
    they take.
    """

    assessment_id: UUID
    asked: AskedPage
    position: int
    total: int
    mode: Mode
    left: int
    minutes_left: int
    replies: Mapping[str, Reply]

    @property
    def is_free(self) -> bool:
        """Whether questions may be left open: where a window asks a whole topic."""
        return self.mode is Mode.FULL or len(self.asked.questions) > 1


@dataclass(frozen=True)
class Interview:
    """One person's questions in a round, about how long they take, and what was answered."""

    assessment: AskedRound
    participant: AskedPerson
    pages: Sequence[AskedPage]
    minutes: int
    replies: Mapping[str, Reply]

    @property
    def questions(self) -> list[AskedQuestion]:
        """All that this person is asked."""
        return [question for page in self.pages for question in page.questions]

    @property
    def left_open(self) -> int:
        """How many questions have no answer."""
        return sum(question.id not in self.replies for question in self.questions)

    @property
    def is_finished(self) -> bool:
        """Whether every question has an answer."""
        return self.left_open == 0

    @property
    def closes(self) -> str | None:
        """Who closes the round, when it was opened again; else it closes with the last answer."""
        return self.assessment.started_by if self.assessment.reopened_at else None

    def first_open(self) -> Page | None:
        """Return the first window with a question that has no answer; None when all have one."""
        for position, page in enumerate(self.pages, 1):
            if not self._is_answered(page):
                return self.at(position)
        return None

    def at(self, position: int) -> Page:
        """Return the window at a position, 1 to n; beyond the ends, the nearest one."""
        within = min(max(position, 1), len(self.pages))
        return Page(
            assessment_id=self.assessment.id,
            asked=self.pages[within - 1],
            position=within,
            total=len(self.pages),
            mode=Mode(self.assessment.mode),
            left=self.left_open,
            minutes_left=minutes_left(self.minutes, self.left_open, len(self.questions)),
            replies=self.replies,
        )

    def after(self, position: int) -> Page | None:
        """Return what comes next: a later window that is open, or, all answered, the following."""
        for later in range(position, len(self.pages)):
            if self.is_finished or not self._is_answered(self.pages[later]):
                return self.at(later + 1)
        return None

    def _is_answered(self, page: AskedPage) -> bool:
        return all(question.id in self.replies for question in page.questions)


def open_interview(session: Session, assessment_id: UUID, user_id: str) -> Interview:
    """Load a person's part of a round; until the transaction ends, the round stays open.

    Raises:
        AssessmentError: The round is closed, unknown, or doesn't ask this person.
    """
    found = (
        session.connection()
        .execute(_ROUND_AND_PERSON, {"assessment_id": assessment_id, "user_id": user_id})
        .first()
    )
    if found is None:
        find_assessment(session, assessment_id)
        raise AssessmentError(Code.NOT_ASKED)
    assessment = AskedRound._make(found[: len(AskedRound._fields)])
    participant = AskedPerson._make(found[len(AskedRound._fields) :])
    if participant.removed_at is not None:
        raise AssessmentError(Code.REMOVED)
    if assessment.closed_at is not None:
        raise AssessmentError(Code.ROUND_CLOSED)
    asked = (questionnaire_of(assessment), Mode(assessment.mode), participant.group)
    pages = pages_for(*asked, is_singly=assessment.asks_singly)
    replies = replies_of(session, assessment_id, user_id)
    return Interview(assessment, participant, pages, minutes_for(*asked), replies)


def record_replies(
    session: Session, interview: Interview, replies: Sequence[Reply], now: datetime
) -> Interview:
    """Keep answers; one that was changed adds a row, one that was sent twice does not.

    Returns:
        The interview with them.

    Raises:
        InvalidFieldsError: An answer is not one of the choices, a text is too long, or a link is
            none; then nothing is kept.
    """
    problems = _problems(interview, replies)
    if problems:
        raise InvalidFieldsError(
            {f"{kind}_{question_id}": found for (kind, question_id), found in problems.items()}
        )
    changed = [reply for reply in replies if interview.replies.get(reply.question_id) != reply]
    add_replies(session, interview.assessment.id, interview.participant.user_id, changed, now)
    given = {reply.question_id: reply for reply in replies}
    answered = replace(interview, replies={**interview.replies, **given})
    if answered.is_finished and interview.participant.finished_at is None:
        session.connection().execute(
            _FINISH, {"participant_id": interview.participant.id, "now": now}
        )
    return answered


def record_what_can_be(
    session: Session, interview: Interview, replies: Sequence[Reply], now: datetime
) -> tuple[Interview, list[Reply]]:
    """Keep the answers that can be taken.

    Returns:
        The interview with them, and those that can't be taken.
    """
    wrong = {question_id for _, question_id in _problems(interview, replies)}
    right = [reply for reply in replies if reply.question_id not in wrong]
    answered = record_replies(session, interview, right, now)
    return answered, [reply for reply in replies if reply.question_id in wrong]


def participants(session: Session, assessment_id: UUID) -> list[Participant]:
    """List who is asked, in a stable order; who was removed is not."""
    return list(
        session.exec(
            select(Participant)
            .where(
                Participant.assessment_id == assessment_id, col(Participant.removed_at).is_(None)
            )
            .order_by(col(Participant.group), col(Participant.user_id))
        ).all()
    )


def find_assessment(session: Session, assessment_id: UUID, *, is_held: bool = False) -> Assessment:
    """Find a round, as it is in the database now; held, nobody changes it meanwhile.

    Raises:
        AssessmentError: There is none.
    """
    assessment = session.get(
        Assessment, assessment_id, populate_existing=True, with_for_update=is_held or None
    )
    if assessment is None:
        raise AssessmentError(Code.ROUND_UNKNOWN)
    return assessment


def questionnaire_of(assessment: Assessment | AskedRound) -> Questionnaire:
    """Return the questionnaire that a round asks.

    Raises:
        AssessmentError: Its file was removed.
    """
    found = load_questionnaires().get(assessment.questionnaire_id)
    if found is None:
        raise AssessmentError(Code.QUESTIONNAIRE_REMOVED, id=assessment.questionnaire_id)
    return found


def questions_of(assessment: Assessment, group: str) -> Sequence[AskedQuestion]:
    """Return what a round asks of a group."""
    return questions_for(questionnaire_of(assessment), Mode(assessment.mode), group)


def _problems(interview: Interview, replies: Sequence[Reply]) -> dict[tuple[str, str], Refusal]:
    asked = {question.id: question for question in interview.questions}
    problems: dict[tuple[str, str], Refusal] = {}
    for reply in replies:
        question = asked.get(reply.question_id)
        if question is None:
            raise AssessmentError(Code.QUESTION_UNKNOWN)
        problems |= {
            (kind, question.id): problem for kind, problem in wrong_fields(question, reply).items()
        }
    return problems
