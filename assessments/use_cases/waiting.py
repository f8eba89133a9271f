"""The version that waits for signatures, and taking it back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.recorded import note
from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.difference import difference
from assessments.use_cases.contract.document import Document
from assessments.use_cases.tables import UseCase, UseCaseVersion


def waiting_version(session: Session, use_case_id: UUID) -> UseCaseVersion | None:
    """Find the version that waits for signatures; None where none does."""
    return session.exec(
        select(UseCaseVersion)
        .where(UseCaseVersion.use_case_id == use_case_id, col(UseCaseVersion.settled_at).is_(None))
        .order_by(col(UseCaseVersion.version).desc())
        .limit(1)
    ).one_or_none()


def withdraw(
    session: Session, use_case: UseCase, version: UseCaseVersion, by: str | None, now: datetime
) -> None:
    """Take a waiting version back, so that nobody is asked to sign it any more."""
    version.settled_at = now
    session.add(version)
    session.flush()
    note(session, "use_case.withdraw", use_case.id, by, now, [version], version=version.version)


def withdraw_outdated(
    session: Session, rules: Rules, use_case: UseCase, draft: Document, by: str, now: datetime
) -> UseCaseVersion | None:
    """Take a waiting version back where the draft differs in what its signers agree to.

    Returns:
        The version that was withdrawn; None where none was.
    """
    version = waiting_version(session, use_case.id)
    if version is None:
        return None
    if not difference(rules, Document(version.contents), draft).is_material:
        return None
    withdraw(session, use_case, version, by, now)
    return version
