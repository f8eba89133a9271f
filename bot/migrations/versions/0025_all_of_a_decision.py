"""The audit log also covers for whom somebody decided, by when, and what monitors look for.

A row that differs from the log as it was covered until now is left as it is, and stays named.
"""

from alembic import op
from sqlmodel import Session

from bot.migrations.covering import SINCE_0025, covered_again, names_before, note_covered
from ground.audit import noted_fingerprints
from ground.covered import as_covered, stored_fingerprints
from monitors.tables import Monitor

revision = "0025"
down_revision = "0022"
branch_labels = None
depends_on = None

NEW = as_covered([Monitor])
AFTER = as_covered(SINCE_0025)
BEFORE = {kind: names_before(kind, SINCE_0025) for kind in SINCE_0025}


def upgrade() -> None:
    """Note what is covered from now on."""
    with Session(op.get_bind()) as session:
        again = covered_again(session, BEFORE, AFTER)
        note_covered(session, dict(stored_fingerprints(session, NEW)) | again)


def downgrade() -> None:
    """Note again what an earlier version covers, and that monitors aren't any more."""
    with Session(op.get_bind()) as session:
        noted = noted_fingerprints(session)
        rows: dict[str, str | None] = dict.fromkeys(
            name for name in noted if name.startswith("monitor:")
        )
        note_covered(session, rows | covered_again(session, AFTER, BEFORE))
