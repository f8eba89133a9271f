"""The audit log also covers actions, API tokens, what alerts say, and fallback channels.

A row that differs from the log as it was covered until now is left as it is, and stays named.
"""

from alembic import op
from sqlmodel import Session

from assessments.tables import RoadmapAction
from bot.api.tokens import ApiToken
from bot.migrations.covering import (
    SINCE_0015,
    SINCE_0025,
    covered_again,
    names_before,
    note_covered,
)
from ground.covered import as_covered, stored_fingerprints

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

NEW = as_covered([ApiToken, RoadmapAction])
AFTER = {kind: names_before(kind, SINCE_0025) for kind in SINCE_0015}
BEFORE = {kind: names_before(kind, SINCE_0015, SINCE_0025) for kind in SINCE_0015}


def upgrade() -> None:
    """Note what is covered from now on."""
    with Session(op.get_bind()) as session:
        again = covered_again(session, BEFORE, AFTER)
        note_covered(session, dict(stored_fingerprints(session, NEW)) | again)


def downgrade() -> None:
    """Note again what an earlier version covers."""
    with Session(op.get_bind()) as session:
        note_covered(session, covered_again(session, AFTER, BEFORE))
