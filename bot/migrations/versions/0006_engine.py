"""Pushed numbers, tokens, replays, and what a monitor remembers of slow drift."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Monitors from before have no options and no evidence."""
    with op.batch_alter_table("monitor") as table:
        table.add_column(sa.Column("options", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("slow_drift", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "monitorreplay",
        sa.Column("monitor_id", sa.Uuid(), sa.ForeignKey("monitor.id"), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("natural", sa.JSON(), nullable=False),
        sa.Column("chart_file_id", sa.String(), nullable=True),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("monitor_id"),
    )
    op.create_table(
        "pushednumber",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("model_name", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("segment", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("samples", sa.Integer(), nullable=False),
        sa.Column("pushed_by", sa.String(), nullable=False),
        sa.Column("pushed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("model_name", "metric", "window", "segment"),
    )
    op.create_table(
        "apitoken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("token_hash"),
    )


def downgrade() -> None:
    """Forget them."""
    for table in ("apitoken", "pushednumber", "monitorreplay"):
        op.drop_table(table)
    with op.batch_alter_table("monitor") as batch:
        batch.drop_column("slow_drift")
        batch.drop_column("options")
