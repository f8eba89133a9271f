"""An attestation: somebody says that a use case is still right, must change or should go."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.errors import Code
from assessments.use_cases.coming_back.answering import (
    Answerer,
    RevisitAnswer,
    check_reason,
    keep_answer,
    lock_revisit,
    refusal_if_ended,
    refuse_fields,
)
from assessments.use_cases.coming_back.questions import (
    ACTIONS,
    ALERTS,
    DONT_KNOW,
    NO,
    PARTLY,
    PASS_MARKS,
    YES,
    attestation_questions,
    is_in_doubt,
    known_answers,
)
from assessments.use_cases.coming_back.tables import Revisit, RevisitKind, RevisitVerdict
from ground.refusals import Refusal

VERDICTS = (RevisitVerdict.STILL_RIGHT, RevisitVerdict.CHANGE, RevisitVerdict.RETIRE)


def attest(
    session: Session, revisit_id: UUID, answer: RevisitAnswer, answerer: Answerer
) -> Revisit | Refusal:
    """Keep an attestation.

    A reason is needed to retire it, and to call it still right though an answer is in doubt.

    Args:
        session: A transaction.
        revisit_id: What was asked.
        answer: The verdict, why, and an answer to each question.
        answerer: Who answers.

    Returns:
        The answered question, or why it needs no answer any more.

    Raises:
        InvalidFieldsError: An answer or the reason is missing, or too long.
    """
    _, revisit = lock_revisit(session, revisit_id, RevisitKind.ATTESTATION)
    if refusal := refusal_if_ended(revisit):
        return refusal
    answers = known_answers({name: str(value) for name, value in answer.answers.items()})
    asked = [question.id for question in attestation_questions().adoption_screen.questions]
    errors = {name: Refusal(Code.ANSWER_MISSING) for name in asked if name not in answers}
    if answer.verdict not in VERDICTS:
        errors["verdict"] = Refusal(Code.ANSWER_MISSING)
    is_doubtful = answer.verdict is RevisitVerdict.STILL_RIGHT and is_in_doubt(answers)
    is_needed = is_doubtful or answer.verdict is RevisitVerdict.RETIRE
    refuse_fields({**errors, **check_reason(answer.reason, is_needed=is_needed)})
    kept = RevisitAnswer(answer.verdict, answer.reason, answers, answer.facts)
    keep_answer(session, revisit, kept, answerer)
    return revisit


def filled_in(counts: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Fill in what was measured.

    Args:
        counts: Of `pass_marks`, `alerts` and `actions`: how many there are in `all`, how many
            are `wrong` and how many are `unknown`.

    Returns:
        The answers to the questions that something measures, by question.
    """
    return {
        question.id: _answer(question.measured, counts.get(question.measured, {}))
        for question in attestation_questions().adoption_screen.questions
        if question.measured in {PASS_MARKS, ALERTS, ACTIONS}
    }


def _answer(measured: str, found: Mapping[str, int]) -> str:
    every, wrong, unknown = (found.get(name, 0) for name in ("all", "wrong", "unknown"))
    if wrong:
        return NO if wrong + unknown == every else PARTLY
    if measured == PASS_MARKS and unknown == every:
        return DONT_KNOW
    return PARTLY if unknown else YES


def attestations_of(session: Session, use_case_ids: Sequence[UUID]) -> dict[UUID, Revisit]:
    """Return each use case's newest attestation, open or answered; those without are left out."""
    rows = session.exec(
        select(Revisit)
        .where(
            col(Revisit.use_case_id).in_(use_case_ids),
            Revisit.kind == RevisitKind.ATTESTATION,
            col(Revisit.ended_at).is_(None) | col(Revisit.verdict).is_not(None),
        )
        .order_by(col(Revisit.due_on))
    ).all()
    return {row.use_case_id: row for row in rows}
