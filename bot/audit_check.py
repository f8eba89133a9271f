"""Verify the record: the audit chain itself, and every row it covers."""

from sqlmodel import Session

from deployments.recorded import first_unrecorded
from ground.audit import Verification, verify


def verify_record(session: Session, *, head: str | None = None) -> Verification:
    """Walk the audit chain and compare it with the decisions it records.

    Args:
        session: A transaction to read in.
        head: The chain's head as noted elsewhere; reveals missing entries at the end.
    """
    return verify(session, head=head, compare=first_unrecorded)
