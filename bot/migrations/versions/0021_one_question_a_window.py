"""A round may ask one question a window, in every mode; its result's message is linked to."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rounds from before go by topic in the full questionnaire."""
    op.add_column(
        "assessment",
        sa.Column("asks_singly", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "resultlink",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"]),
        sa.PrimaryKeyConstraint("assessment_id"),
    )


def downgrade() -> None:
    """Forget both."""
    op.drop_table("resultlink")
    op.drop_column("assessment", "asks_singly")
