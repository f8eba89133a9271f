"""The audit log covers the rows that people rely on; those stored before are taken in once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice

from alembic import op
from sqlmodel import Session

from assessments.tables import Assessment
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
COVERED_LATER: dict[type[Covered], tuple[str, ...]] = {
    Alert: ("facts",),
    RegisteredModel: ("fallback_channel",),
}
"""Columns that a later migration covers; here they may not be there yet."""


def upgrade() -> None:
    """Note each row's fingerprint; a decision that the log contradicts stays out, and is named."""
    with Session(op.get_bind()) as session:
        contradicted = unrecorded(session)
        rows = stored_fingerprints(session, {kind: _names(kind) for kind in COVERED_THEN})
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


def _names(kind: type[Covered]) -> Sequence[str]:
    later = COVERED_LATER.get(kind, ())
    return [name for name in kind.covered if name not in later]


def downgrade() -> None:
    """Entries of the log stay."""
