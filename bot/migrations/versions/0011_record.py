"""The audit log covers the rows that people rely on; those stored before are taken in once."""

from datetime import UTC, datetime
from itertools import islice

from alembic import op
from sqlmodel import Session

from bot.audit_check import COVERED
from deployments.recorded import unrecorded
from ground.audit import OURSELVES, record
from ground.covered import COVERS, as_covered, stored_fingerprints

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
ROWS_PER_ENTRY = 500


def upgrade() -> None:
    """Note each row's fingerprint; a decision that the log contradicts stays out, and is named."""
    with Session(op.get_bind()) as session:
        contradicted = unrecorded(session)
        rows = (found for found in stored_fingerprints(session, as_covered(COVERED)))
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
