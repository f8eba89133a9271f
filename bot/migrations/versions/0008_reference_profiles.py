"""What was counted of each monitor's reference."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The first run of each monitor fills it."""
    op.create_table(
        "referenceprofile",
        sa.Column("monitor_id", sa.Uuid(), sa.ForeignKey("monitor.id"), nullable=False),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("monitor_id"),
    )


def downgrade() -> None:
    """Count anew at each run."""
    op.drop_table("referenceprofile")
