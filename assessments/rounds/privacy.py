"""What a person may do with their own answers: take them along, and take them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import case, update
from sqlmodel import Session, col, delete, select

from assessments.answers.asking import AskedQuestion, Mode, all_questions
from assessments.answers.given import current_answers, replies_of
from assessments.answers.interview import (
    NAMELESS,
    find_assessment,
    participants,
    questionnaire_of,
    questions_of,
)
from assessments.answers.replies import Reply
from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.rounds.cards import Terms, terms_of
from assessments.tables import ERASED, Answer, Assessment, Participant, Stage
from ground.audit import record


@dataclass(frozen=True)
class OwnRound:
    """One round's answers of the person who reads them."""

    terms: Terms
    started_at: datetime
    answers: Sequence[tuple[AskedQuestion, Reply]]


@dataclass(frozen=True)
class NamedAnswers:
    """One person's answers, for a facilitator who may see them."""

    user_id: str
    answers: Sequence[tuple[AskedQuestion, Reply]]


def exported_answers(session: Session, user_id: str) -> dict[str, Any]:
    """Return everything that a person answered, changes included, for them alone."""
    rows = session.exec(
        select(Answer, Assessment)
        .join(Assessment, col(Assessment.id) == col(Answer.assessment_id))
        .where(Answer.user_id == user_id)
        .order_by(col(Answer.id))
    ).all()
    questions = {assessment.id: _questions(assessment) for _, assessment in rows}
    return {
        "schema": "lamplighter.my-answers/1",
        "user_id": user_id,
        "answers": [
            {
                "round": str(assessment.id),
                "questionnaire": assessment.questionnaire_id,
                "version": assessment.questionnaire_version,
                "question_id": answer.question_id,
                "question": questions[assessment.id].get(answer.question_id, ""),
                "answer": answer.value,
                "reason": answer.reason,
                "evidence": answer.evidence,
                "ballot": answer.ballot.value,
                "answered_at": answer.answered_at.isoformat(),
            }
            for answer, assessment in rows
        ],
    }


def named_answers(
    session: Session, assessment_id: UUID, read_by: str, now: datetime, page: int = 1
) -> list[NamedAnswers]:
    """Return each person's answers by name; the round must have said so to everyone beforehand.

    That they were read, and from which page on, is kept in the audit log.

    Raises:
        AssessmentError: It did not.
    """
    assessment = find_assessment(session, assessment_id)
    if not assessment.names_to_facilitator:
        raise AssessmentError(Code.NAMES_HIDDEN)
    note(session, "assessment.read_named_answers", assessment_id, read_by, now, page=page)
    answers = current_answers(session, assessment_id)
    found = []
    for person in participants(session, assessment_id):
        given = answers.get(person.user_id, {})
        asked = questions_of(assessment, person.group)
        lines = [(question, given[question.id]) for question in asked if question.id in given]
        if lines and not person.user_id.startswith(NAMELESS):
            found.append(NamedAnswers(person.user_id, lines))
    return found


def own_answers(session: Session, user_id: str) -> list[OwnRound]:
    """Return a person's present answers for them to read, the newest round first."""
    rounds = session.exec(
        select(Assessment)
        .where(
            col(Assessment.id).in_(
                select(Answer.assessment_id).where(Answer.user_id == user_id).distinct()
            )
        )
        .order_by(col(Assessment.started_at).desc(), col(Assessment.id))
    ).all()
    found = []
    for assessment in rounds:
        given = replies_of(session, assessment.id, user_id)
        asked = all_questions(questionnaire_of(assessment), Mode(assessment.mode))
        answers = [(asked[name], reply) for name, reply in given.items() if name in asked]
        found.append(OwnRound(terms_of(assessment), assessment.started_at, answers))
    return found


def erase_answers(session: Session, user_id: str, now: datetime) -> list[Participant]:
    """Take a person out of their answers.

    In an open round the answers go, and the person isn't asked any more. In a closed one they
    lose name and words, so that the group's figures stay as they were. The rounds are held, one
    after the other in the order of their ids, so that two people who leave never lock each other;
    the person's own place in each, so that who leaves twice at once leaves once.

    Returns:
        The person, once for each round that was touched.
    """
    rows = session.exec(
        select(Participant, Assessment)
        .join(Assessment, col(Assessment.id) == col(Participant.assessment_id))
        .where(Participant.user_id == user_id, col(Participant.erased_at).is_(None))
        .order_by(col(Assessment.id))
        .with_for_update(of=[Assessment, Participant])
        .execution_options(populate_existing=True)
    ).all()
    for participant, assessment in rows:
        is_open = assessment.stage is Stage.ANSWERING
        (_drop_answers if is_open else _forget_name)(session, participant)
        participant.erased_at = participant.removed_at = now
        participant.removed_by, participant.next_reminder_at = user_id, None
    session.flush()
    record(
        session,
        actor=user_id,
        action="answers.erase",
        subject=f"person:{user_id}",
        detail={"rounds": [str(participant.assessment_id) for participant, _ in rows]},
        now=now,
    )
    return [participant for participant, _ in rows]


def _drop_answers(session: Session, participant: Participant) -> None:
    session.connection().execute(
        delete(Answer).where(
            col(Answer.assessment_id) == participant.assessment_id,
            col(Answer.user_id) == participant.user_id,
        )
    )


def _forget_name(session: Session, participant: Participant) -> None:
    """Hand the answers to a nameless participant, who can't be traced back."""
    nameless = f"{NAMELESS}{uuid4().hex}"
    if participant.removed_at is None:
        session.add(
            Participant(
                assessment_id=participant.assessment_id,
                user_id=nameless,
                group=participant.group,
                invited_at=participant.invited_at,
                finished_at=participant.finished_at,
                voted_again_at=participant.voted_again_at,
            )
        )
    session.connection().execute(
        update(Answer)
        .where(
            col(Answer.assessment_id) == participant.assessment_id,
            col(Answer.user_id) == participant.user_id,
        )
        .values(
            user_id=nameless,
            reason="",
            evidence=case((col(Answer.evidence) == "", ""), else_=ERASED),
        )
    )


def _questions(assessment: Assessment) -> dict[str, str]:
    questionnaire = questionnaire_of(assessment)
    signs = {found.id: found.question for found in questionnaire.adoption_screen.questions}
    return signs | {found.id: found.question for found in questionnaire.items}
