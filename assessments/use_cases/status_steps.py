"""The steps of a use case's status that follow by themselves: defined, and live."""

from datetime import datetime

from sqlmodel import Session

from assessments.recorded import note
from assessments.use_cases.contract.content import Rules, Status
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.judging import AcceptanceVerdict
from assessments.use_cases.contract.sign_offs import Approval
from assessments.use_cases.contract.status import Move, refusals_to_move, review
from assessments.use_cases.tables import UseCase
from ground.refusals import Refusal


def become_defined(
    session: Session, rules: Rules, use_case: UseCase, draft: Document, by: str, now: datetime
) -> bool:
    """Make an idea defined once its draft meets all that defined asks for."""
    if use_case.status is not Status.IDEA:
        return False
    found = review(rules, draft, Status.DEFINED, now.date())
    if refusals_to_move(found, Move(Status.IDEA)):
        return False
    _move(session, use_case, Status.DEFINED, by, now)
    return True


def refusals_to_go_live(
    rules: Rules,
    use_case: UseCase,
    document: Document,
    verdict: AcceptanceVerdict | None,
    now: datetime,
) -> list[Refusal]:
    """List why an approved use case isn't live yet, once a version of its model is.

    Args:
        rules: The rules for use cases.
        use_case: The use case.
        document: What it says.
        verdict: What the pass marks said to that version; None where they weren't asked.
        now: When.
    """
    move = Move(use_case.status, Approval.APPROVED, verdict)
    return refusals_to_move(review(rules, document, Status.LIVE, now.date()), move)


def go_live(session: Session, use_case: UseCase, by: str | None, now: datetime) -> None:
    """Make a use case live; ask `refusals_to_go_live` before."""
    _move(session, use_case, Status.LIVE, by, now)


def _move(
    session: Session, use_case: UseCase, status: Status, by: str | None, now: datetime
) -> None:
    use_case.status = status
    session.add(use_case)
    session.flush()
    note(session, f"use_case.{status.value}", use_case.id, by, now, [use_case])
