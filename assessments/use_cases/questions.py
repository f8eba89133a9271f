"""A signer's question about a version, and the answer to it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.use_cases.tables import UseCaseAsk, UseCaseVersion
from assessments.use_cases.versions import find_version
from ground.refusals import People, Refusal

LONGEST_QUESTION = 2_000


def ask_question(
    session: Session, version: UseCaseVersion, by: str, text: str, now: datetime
) -> UseCaseAsk:
    """Ask who asked for the signatures something about a version."""
    ask = UseCaseAsk(
        use_case_id=version.use_case_id,
        version=version.version,
        asked_by=by,
        asked_of=version.asked_by,
        text=_checked(text),
        asked_at=now,
    )
    session.add(ask)
    session.flush()
    note(session, "use_case.question", version.use_case_id, by, now, question=str(ask.id))
    return ask


def find_question(session: Session, question_id: UUID) -> UseCaseAsk:
    """Find a question.

    Raises:
        AssessmentError: There is none.
    """
    ask = session.get(UseCaseAsk, question_id, populate_existing=True, with_for_update=True)
    if ask is None or ask.section:
        raise AssessmentError(Code.USE_CASE_UNKNOWN)
    return ask


def asked_about(session: Session, ask: UseCaseAsk) -> UseCaseVersion:
    """Find the version that a question is about.

    Raises:
        AssessmentError: There is none.
    """
    version = find_version(session, ask.use_case_id, ask.version)
    if version is None:
        raise AssessmentError(Code.USE_CASE_UNKNOWN)
    return version


def refusal_to_answer(
    ask: UseCaseAsk, person: str, stand_ins: Mapping[str, str]
) -> Refusal | None:
    """Return why a person may not answer a question; None where they may."""
    if ask.done_at is not None:
        return Refusal(Code.ANSWERED_ALREADY)
    if person in (ask.asked_of, stand_ins.get(ask.asked_of)):
        return None
    return Refusal(Code.NOT_ASKED_THIS, people=People([ask.asked_of]))


def answer_question(
    session: Session, ask: UseCaseAsk, by: str, answer: str, now: datetime
) -> None:
    """Answer a question; ask `refusal_to_answer` before."""
    ask.answer, ask.done_at = _checked(answer), now
    session.add(ask)
    session.flush()
    note(session, "use_case.answer", ask.use_case_id, by, now, question=str(ask.id))


def _checked(text: str) -> str:
    """Return a text without the spaces around it.

    Raises:
        AssessmentError: It's empty or too long.
    """
    text = text.strip()
    if not 0 < len(text) <= LONGEST_QUESTION:
        raise AssessmentError(Code.TEXT_LENGTH, most=LONGEST_QUESTION, length=len(text))
    return text
