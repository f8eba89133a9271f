"""A round asks the screen, the quick items or all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rounds from before asked the screen."""
    with op.batch_alter_table("assessment") as table:
        table.add_column(sa.Column("mode", sa.String(), nullable=False, server_default="screen"))
        table.add_column(
            sa.Column("target_preset", sa.String(), nullable=False, server_default="growing")
        )


def downgrade() -> None:
    """Forget how much was asked."""
    with op.batch_alter_table("assessment") as table:
        table.drop_column("target_preset")
        table.drop_column("mode")
