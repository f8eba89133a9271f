"""A signer's question about a version, and the answer to it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.use_cases.tables import UseCaseAsk, UseCaseVersion
from assessments.use_cases.versions import document_of, find_version
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


def pass_question_on(
    session: Session, ask: UseCaseAsk, gone: Collection[str], now: datetime
) -> str:
    """Ask the next who can answer, since Slack can't reach who was asked.

    After who asked for the signatures, that is the business owner, then the sponsor.

    Returns:
        Who is asked now; empty where there is nobody else, or it was answered.
    """
    version = asked_about(session, ask)
    document = document_of(version)
    named = [version.asked_by, document.text("business_owner"), document.text("sponsor")]
    after = named[named.index(ask.asked_of) + 1 :] if ask.asked_of in named else named
    out = {"", ask.asked_of, ask.asked_by, *gone}
    following = next((person for person in after if person not in out), "")
    if ask.done_at is not None or not following:
        return ""
    ask.asked_of = following
    session.add(ask)
    session.flush()
    detail = {"question": str(ask.id), "asked_of": following}
    note(session, "use_case.question_passed_on", ask.use_case_id, None, now, (), **detail)
    return following


def _checked(text: str) -> str:
    """Return a text without the spaces around it.

    Raises:
        AssessmentError: It's empty or too long.
    """
    text = text.strip()
    if not 0 < len(text) <= LONGEST_QUESTION:
        raise AssessmentError(Code.TEXT_LENGTH, most=LONGEST_QUESTION, length=len(text))
    return text
