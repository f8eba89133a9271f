"""Where those who decide are, so that reminders keep their working hours."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Slack is asked for the zones at the next daily look-up."""
    op.add_column(
        "knowndecider", sa.Column("timezone", sa.String(), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Forget them."""
    op.drop_column("knowndecider", "timezone")
