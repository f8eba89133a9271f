"""Verify the record: the audit chain itself, and every row it covers."""

from sqlmodel import Session

from assessments.tables import Assessment
from assessments.use_cases.tables import AcceptanceCriterion, Kpi, UseCase
from deployments.tables import (
    Decision,
    DeploymentRequest,
    ModelAlias,
    ModelDecider,
    ModelVersion,
    RegisteredModel,
    Rollback,
    SignOff,
)
from ground.audit import Verification, verify
from ground.covered import Covered
from monitors.tables import Alert

COVERED: tuple[type[Covered], ...] = (
    AcceptanceCriterion,
    Alert,
    Assessment,
    Decision,
    DeploymentRequest,
    Kpi,
    ModelAlias,
    ModelDecider,
    ModelVersion,
    RegisteredModel,
    Rollback,
    SignOff,
    UseCase,
)


def verify_record(session: Session, *, head: str | None = None) -> Verification:
    """Walk the audit chain and compare it with the rows it covers.

    Args:
        session: A transaction to read in.
        head: The chain's head as noted elsewhere; reveals missing entries at the end.
    """
    return verify(session, head=head, covered=COVERED)
