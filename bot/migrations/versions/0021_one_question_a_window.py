"""A round may ask one question a window, in every mode."""

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


def downgrade() -> None:
    """Forget how they asked."""
    op.drop_column("assessment", "asks_singly")
