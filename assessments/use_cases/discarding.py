"""A draft that nobody goes on with: discarded, so that it nags no one, and brought back."""

from datetime import datetime

from sqlmodel import Session

from assessments.errors import Code
from assessments.recorded import note
from assessments.use_cases.contract.content import Status
from assessments.use_cases.tables import UseCase
from ground.refusals import Refusal


def discard(session: Session, use_case: UseCase, by: str, now: datetime) -> Refusal | None:
    """Discard a draft.

    Returns:
        Why it can't be: people rely on its pass marks.
    """
    if use_case.version:
        return Refusal(Code.AGREED_NOT_DISCARDED)
    if use_case.discarded_at is None:
        use_case.discarded_at = now
        session.add(use_case)
        session.flush()
        note(session, "use_case.discard", use_case.id, by, now, [use_case])
    return None


def bring_back(session: Session, use_case: UseCase, by: str, now: datetime) -> Refusal | None:
    """Bring a discarded draft back.

    Returns:
        Why it can't be: it isn't discarded.
    """
    if use_case.discarded_at is None:
        return Refusal(Code.NOT_DISCARDED)
    use_case.discarded_at = None
    session.add(use_case)
    session.flush()
    note(session, "use_case.bring_back", use_case.id, by, now, [use_case])
    return None


def refusal_if_over(use_case: UseCase) -> Refusal | None:
    """Return why a use case can't be written: it's discarded, or retired."""
    if use_case.discarded_at is not None:
        return Refusal(Code.DISCARDED)
    return Refusal(Code.USE_CASE_RETIRED) if use_case.status is Status.RETIRED else None
