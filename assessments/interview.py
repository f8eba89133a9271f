"""The interview: a state machine over stored answers, so that it resumes from anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from assessments.asking import AskedQuestion, Mode, questions_for
from assessments.errors import AssessmentError
from assessments.questionnaires import DEFAULT, load_questionnaires
from assessments.questionnaires.content import Questionnaire
from assessments.tables import Answer, Assessment, Participant

MOST_PEOPLE = 200
LONGEST_EVIDENCE = 3_000


@dataclass(frozen=True)
class Step:
    """One question as a person sees it."""

    assessment_id: UUID
    question: AskedQuestion
    position: int
    total: int
    mode: Mode
    answered: str | None
    evidence: str


@dataclass(frozen=True)
class Reply:
    """What a person answered to one question."""

    question_id: str
    value: str
    evidence: str = ""


@dataclass(frozen=True)
class Progress:
    """How far a round is: who has finished, never what they answered."""

    finished: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether everyone has answered every question."""
        return not self.waiting


def start_assessment(
    session: Session,
    *,
    channel_id: str,
    started_by: str,
    people: Mapping[str, str],
    now: datetime,
    mode: Mode = Mode.SCREEN,
) -> Assessment:
    """Start a round.

    Args:
        session: The transaction.
        channel_id: Where the result will be shown.
        started_by: The facilitator.
        people: Each asked person's group, by user_id.
        now: When.
        mode: How much is asked.

    Raises:
        AssessmentError: Nobody was named, too many were, or a group is unknown or has nothing to
            answer.
    """
    questionnaire = load_questionnaires()[DEFAULT]
    if not people:
        raise AssessmentError("Please name at least one person to ask.")
    if len(people) > MOST_PEOPLE:
        raise AssessmentError(f"A round takes at most {MOST_PEOPLE} people.")
    unknown = set(people.values()) - set(questionnaire.groups)
    if unknown:
        raise AssessmentError(f"There is no group {', '.join(sorted(unknown))}.")
    for group in sorted(set(people.values())):
        if not questions_for(questionnaire, mode, group):
            label = questionnaire.groups[group].label
            raise AssessmentError(f"This questionnaire has no question for the group {label}.")
    assessment = Assessment(
        questionnaire_id=questionnaire.meta.id,
        questionnaire_version=questionnaire.meta.version,
        mode=mode.value,
        channel_id=channel_id,
        started_by=started_by,
        started_at=now,
    )
    session.add(assessment)
    session.flush()
    session.add_all(
        Participant(assessment_id=assessment.id, user_id=user_id, group=group, invited_at=now)
        for user_id, group in people.items()
    )
    session.flush()
    return assessment


def next_step(session: Session, assessment_id: UUID, user_id: str) -> Step | None:
    """Give the first question that a person has not answered; None when all are.

    Raises:
        AssessmentError: The round is closed, unknown, or doesn't ask this person.
    """
    assessment, questions, answers = _open_for(session, assessment_id, user_id)
    for question in questions:
        if question.id not in answers:
            return _step(assessment, questions, question, answers)
    return None


def step_at(session: Session, assessment_id: UUID, user_id: str, position: int) -> Step:
    """Give the question at a position, 1 to n, to look at or change.

    Raises:
        AssessmentError: The round is closed, unknown, or doesn't ask this person.
    """
    assessment, questions, answers = _open_for(session, assessment_id, user_id)
    within = min(max(position, 1), len(questions))
    return _step(assessment, questions, questions[within - 1], answers)


def record_answer(
    session: Session, assessment_id: UUID, user_id: str, reply: Reply, now: datetime
) -> Progress:
    """Keep one answer; the round closes by itself when the last person has answered all.

    Raises:
        AssessmentError: The round is closed, unknown, doesn't ask this person, or the answer is
            not one of the choices.
    """
    _, questions, answers = _open_for(session, assessment_id, user_id)
    asked = next((found for found in questions if found.id == reply.question_id), None)
    if asked is None:
        raise AssessmentError("That question is not part of this round any more.")
    if reply.value not in {answer.value for answer in asked.answers}:
        raise AssessmentError("Please choose one of the answers.")
    if len(reply.evidence) > LONGEST_EVIDENCE:
        raise AssessmentError(f"Please keep the example below {LONGEST_EVIDENCE:,} characters.")
    known = answers.get(reply.question_id)
    if known is None or (known.value, known.evidence) != (reply.value, reply.evidence):
        session.add(
            Answer(
                assessment_id=assessment_id,
                user_id=user_id,
                question_id=reply.question_id,
                value=reply.value,
                evidence=reply.evidence,
                answered_at=now,
            )
        )
        session.flush()
    reached = progress(session, assessment_id)
    if reached.is_complete:
        _close(session, assessment_id, closed_by=None, now=now)
    return reached


def close_assessment(
    session: Session, assessment_id: UUID, user_id: str, now: datetime
) -> Assessment:
    """End a round before everyone has answered.

    Raises:
        AssessmentError: It is unknown, or this person did not start it.
    """
    assessment = find_assessment(session, assessment_id)
    if assessment.started_by != user_id:
        raise AssessmentError("Only the person who started this round can close it.")
    _close(session, assessment_id, closed_by=user_id, now=now)
    return find_assessment(session, assessment_id)


def progress(session: Session, assessment_id: UUID) -> Progress:
    """Say who has answered every question, in the order in which they were asked."""
    assessment = find_assessment(session, assessment_id)
    answered: dict[str, set[str]] = {}
    rows = session.exec(
        select(Answer.user_id, Answer.question_id)
        .where(Answer.assessment_id == assessment_id)
        .distinct()
    ).all()
    for user_id, question_id in rows:
        answered.setdefault(user_id, set()).add(question_id)
    is_finished = {
        person.user_id: answered.get(person.user_id, set())
        >= {question.id for question in questions_of(assessment, person.group)}
        for person in participants(session, assessment_id)
    }
    return Progress(
        finished=tuple(user for user, is_done in is_finished.items() if is_done),
        waiting=tuple(user for user, is_done in is_finished.items() if not is_done),
    )


def participants(session: Session, assessment_id: UUID) -> list[Participant]:
    """List who was asked, in a stable order."""
    return list(
        session.exec(
            select(Participant)
            .where(Participant.assessment_id == assessment_id)
            .order_by(col(Participant.group), col(Participant.user_id))
        ).all()
    )


def find_assessment(session: Session, assessment_id: UUID) -> Assessment:
    """Find a round, as it is in the database now.

    Raises:
        AssessmentError: There is none.
    """
    assessment = session.get(Assessment, assessment_id, populate_existing=True)
    if assessment is None:
        raise AssessmentError("That round of questions is not known here any more.")
    return assessment


def current_answers(session: Session, assessment_id: UUID) -> dict[str, dict[str, Answer]]:
    """Give each person's newest answer to each question."""
    newest: dict[str, dict[str, Answer]] = {}
    for answer in session.exec(
        select(Answer).where(Answer.assessment_id == assessment_id).order_by(col(Answer.id))
    ).all():
        newest.setdefault(answer.user_id, {})[answer.question_id] = answer
    return newest


def questionnaire_of(assessment: Assessment) -> Questionnaire:
    """Give the questionnaire that a round asks.

    Raises:
        AssessmentError: Its file was removed.
    """
    found = load_questionnaires().get(assessment.questionnaire_id)
    if found is None:
        raise AssessmentError(f"The questionnaire {assessment.questionnaire_id} was removed.")
    return found


def questions_of(assessment: Assessment, group: str) -> list[AskedQuestion]:
    """Give what a round asks of a group."""
    return questions_for(questionnaire_of(assessment), Mode(assessment.mode), group)


def _open_for(
    session: Session, assessment_id: UUID, user_id: str
) -> tuple[Assessment, list[AskedQuestion], dict[str, Answer]]:
    assessment = find_assessment(session, assessment_id)
    if assessment.closed_at is not None:
        raise AssessmentError(
            "This round is closed, so answers can't be added or changed. "
            "What you answered before is kept; the result is in the channel."
        )
    groups = {person.user_id: person.group for person in participants(session, assessment_id)}
    if user_id not in groups:
        raise AssessmentError("You are not among the people who are asked in this round.")
    answers = current_answers(session, assessment_id).get(user_id, {})
    return assessment, questions_of(assessment, groups[user_id]), answers


def _step(
    assessment: Assessment,
    questions: Sequence[AskedQuestion],
    question: AskedQuestion,
    answers: Mapping[str, Answer],
) -> Step:
    known = answers.get(question.id)
    return Step(
        assessment_id=assessment.id,
        question=question,
        position=questions.index(question) + 1,
        total=len(questions),
        mode=Mode(assessment.mode),
        answered=known.value if known else None,
        evidence=known.evidence if known else "",
    )


def _close(session: Session, assessment_id: UUID, *, closed_by: str | None, now: datetime) -> None:
    session.connection().execute(
        update(Assessment)
        .where(col(Assessment.id) == assessment_id, col(Assessment.closed_at).is_(None))
        .values(closed_at=now, closed_by=closed_by)
    )
