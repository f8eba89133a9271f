"""An index on when a run was: the weekly digest asks again and again what was noticed."""

from alembic import op

revision = "0022"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_monitorrun_ran_at", "monitorrun", ["ran_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_monitorrun_ran_at", "monitorrun")
