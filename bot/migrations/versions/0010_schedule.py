"""A run that a person asks for is kept apart from the schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep when it was asked for."""
    op.add_column("monitor", sa.Column("run_asked_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Forget the runs that were asked for."""
    op.drop_column("monitor", "run_asked_at")
