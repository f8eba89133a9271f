"""Whether those who decide about models still have an account, and who a business owner is."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everyone who decides counts as present until Slack is asked, which is soon."""
    op.create_table(
        "knowndecider",
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
        sa.Column("looked_up_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.add_column("registeredmodel", sa.Column("business_owner", sa.String()))
    for table in ("surface", "job"):
        op.add_column(table, sa.Column("told_at", sa.DateTime(timezone=True)))
    is_away = sa.text("meant_for IS NOT NULL")
    op.create_index(
        "ix_surface_away",
        "surface",
        ["meant_for"],
        sqlite_where=is_away,
        postgresql_where=is_away,
    )
    op.execute(
        "INSERT INTO knowndecider (user_id, is_gone) "
        "SELECT owner_user_id, FALSE FROM registeredmodel "
        "UNION SELECT user_id, FALSE FROM modeldecider"
    )


def downgrade() -> None:
    """Forget both."""
    op.drop_index("ix_surface_away", "surface")
    for table in ("job", "surface"):
        op.drop_column(table, "told_at")
    op.drop_column("registeredmodel", "business_owner")
    op.drop_table("knowndecider")
