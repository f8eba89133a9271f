"""Writes what is done to a round, an action or a use case into the audit log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from ground.audit import OURSELVES, record
from ground.covered import Covered


def note(
    session: Session,
    action: str,
    object_id: UUID,
    by: str | None,
    now: datetime,
    covers: Sequence[Covered] = (),
    **detail: object,
) -> None:
    """Append a step in the transaction that takes it.

    Args:
        session: That transaction.
        action: What was done, such as `assessment.close`; its first word is the subject's kind.
        object_id: To which round, action or use case.
        by: Who did it; None when time or an answer brought it about.
        now: When.
        covers: The rows that it wrote; see `record`.
        detail: What else a reader needs; no answers.
    """
    record(
        session,
        actor=by or OURSELVES,
        action=action,
        subject=f"{action.partition('.')[0]}:{object_id}",
        detail=detail,
        now=now,
        covers=covers,
    )
