"""The audit log covers the rows that people rely on; those stored before are taken in once."""

from datetime import UTC, datetime
from itertools import islice

from alembic import op
from sqlmodel import Session

from assessments.tables import Assessment
from bot.migrations.covering import SINCE_0015, SINCE_0025, names_before
from bot.migrations.former_tables import AcceptanceCriterion, FormerUseCase, Kpi
from deployments.recorded import unrecorded
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
from ground.audit import OURSELVES, record
from ground.covered import COVERS, Covered, stored_fingerprints
from monitors.tables import Alert

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
ROWS_PER_ENTRY = 500
COVERED_THEN: tuple[type[Covered], ...] = (
    AcceptanceCriterion, Alert, Assessment, Decision, DeploymentRequest, Kpi, ModelAlias,
    ModelDecider, ModelVersion, RegisteredModel, Rollback, SignOff, FormerUseCase,
)  # fmt: skip


def upgrade() -> None:
    """Note each row's fingerprint; a decision that the log contradicts stays out, and is named."""
    with Session(op.get_bind()) as session:
        contradicted = unrecorded(session)
        names = {kind: names_before(kind, SINCE_0015, SINCE_0025) for kind in COVERED_THEN}
        rows = stored_fingerprints(session, names)
        kept = iter([found for found in rows if found[0] not in contradicted])
        while portion := dict(islice(kept, ROWS_PER_ENTRY)):
            record(
                session,
                actor=OURSELVES,
                action="record.cover",
                subject="audit",
                detail={COVERS: portion},
                now=datetime.now(UTC),
            )


def downgrade() -> None:
    """Entries of the log stay."""
