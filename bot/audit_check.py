"""Whether the record is whole: the chain itself, and every row that it stands for."""

from sqlmodel import Session

from deployments.recorded import first_unrecorded
from ground.audit import Verification, verify


def verify_record(session: Session, *, head: str | None = None) -> Verification:
    """Walk the audit chain and compare it with the decisions it records.

    Args:
        session: A transaction to read in.
        head: The chain's end as someone outside noted it; finds a tail that was cut off.
    """
    return verify(session, head=head, compare=first_unrecorded)
