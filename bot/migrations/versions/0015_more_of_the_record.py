"""The audit log also covers actions, API tokens, what alerts say, and fallback channels.

A row that differs from the log as it was covered until now is left as it is, and stays named.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice

from alembic import op
from sqlmodel import Session

from assessments.tables import RoadmapAction
from bot.api.tokens import ApiToken
from deployments.tables import RegisteredModel
from ground.audit import OURSELVES, noted_fingerprints, record
from ground.covered import COVERS, Covered, as_covered, stored_fingerprints
from monitors.tables import Alert

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

ROWS_PER_ENTRY = 500
Columns = Mapping[type[Covered], Sequence[str]]
NEW = as_covered([ApiToken, RoadmapAction])
AFTER = as_covered([Alert, RegisteredModel])
ADDED = {"facts", "fallback_channel"}
BEFORE = {kind: [name for name in names if name not in ADDED] for kind, names in AFTER.items()}


def upgrade() -> None:
    """Note what is covered from now on."""
    with Session(op.get_bind()) as session:
        again = _covered_again(session, BEFORE, AFTER)
        _note(session, dict(stored_fingerprints(session, NEW)) | again)


def downgrade() -> None:
    """Note again what an earlier version covers."""
    with Session(op.get_bind()) as session:
        _note(session, _covered_again(session, AFTER, BEFORE))


def _covered_again(session: Session, before: Columns, after: Columns) -> dict[str, str]:
    """Return the new fingerprints of rows that are as the log noted them."""
    noted = noted_fingerprints(session)
    same = {
        name
        for name, fingerprint in stored_fingerprints(session, before)
        if noted.get(name) == fingerprint
    }
    return {name: new for name, new in stored_fingerprints(session, after) if name in same}


def _note(session: Session, rows: Mapping[str, str]) -> None:
    left = iter(sorted(rows.items()))
    while portion := dict(islice(left, ROWS_PER_ENTRY)):
        record(
            session,
            actor=OURSELVES,
            action="record.cover",
            subject="audit",
            detail={COVERS: portion},
            now=datetime.now(UTC),
        )
