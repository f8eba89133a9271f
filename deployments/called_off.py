"""What was decided but not carried out is called off when a backup is put back."""

from datetime import datetime

from sqlmodel import Session, col, select

from deployments.errors import Code
from deployments.outcomes import outcome_detail, stored_outcome
from deployments.tables import (
    DeploymentRequest,
    RequestState,
    Rollback,
    RollbackState,
)
from ground.audit import OURSELVES, record
from ground.refusals import Refusal

OUTCOME = Refusal(Code.CALLED_OFF)


def call_off_undone(session: Session, now: datetime) -> int:
    """Call off releases and rollbacks that wait to be carried out.

    A later state of the world may have settled them; they need a new press.

    Returns:
        How many there were.
    """
    requests = session.exec(
        select(DeploymentRequest).where(col(DeploymentRequest.state) == RequestState.APPROVED)
    ).all()
    for request in requests:
        request.state, request.outcome = RequestState.FAILED, stored_outcome(OUTCOME)
    rollbacks = session.exec(
        select(Rollback).where(col(Rollback.state) == RollbackState.DECIDED)
    ).all()
    for rollback in rollbacks:
        rollback.state, rollback.outcome = RollbackState.REFUSED, stored_outcome(OUTCOME)
        rollback.finished_at, rollback.running_key = now, None
    rows = [*requests, *rollbacks]
    if rows:
        record(
            session,
            actor=OURSELVES,
            action="restore.call_off",
            subject="database",
            detail={"outcome": outcome_detail(OUTCOME)},
            now=now,
            covers=rows,
        )
    return len(rows)
