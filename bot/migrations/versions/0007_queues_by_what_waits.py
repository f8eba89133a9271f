"""What waits in a queue is found without reading what was done long ago."""

from alembic import op
from sqlalchemy import text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STALE, OPEN = text("wanted_version > shown_version"), text("done_at IS NULL")


def upgrade() -> None:
    """Index the stale surfaces and the open jobs alone."""
    op.drop_index("ix_surface_next_attempt_at", "surface")
    op.drop_index("ix_job_due_at", "job")
    op.create_index(
        "ix_surface_stale",
        "surface",
        ["priority", "next_attempt_at"],
        sqlite_where=STALE,
        postgresql_where=STALE,
    )
    op.create_index("ix_job_open", "job", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """Index them all again."""
    op.drop_index("ix_job_open", "job")
    op.drop_index("ix_surface_stale", "surface")
    op.create_index("ix_job_due_at", "job", ["due_at"])
    op.create_index("ix_surface_next_attempt_at", "surface", ["next_attempt_at"])
