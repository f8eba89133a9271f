"""Coming back to use cases: attestations, "did it pay?", figures that people type."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from bot.migrations.covering import note_covered
from ground.audit import noted_fingerprints

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COVERED = ("revisit:", "kpifigure:")


def upgrade() -> None:
    """Add the tables; every use case in force is looked at once, soon."""
    op.create_table(
        "revisit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("use_case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kpi", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_of", sa.String(), nullable=False),
        sa.Column("asked_as", sa.String(), nullable=False),
        sa.Column("asked_for", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_next", sa.String(), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("verdict", sa.String(length=40)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("answered_by", sa.String()),
        sa.Column("answered_for", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["use_case_id"], ["usecase.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("use_case_id", "kind", "kpi", "due_on"),
    )
    op.create_index("ix_revisit_asked_of", "revisit", ["asked_of"])
    op.create_index("ix_revisit_asked_next", "revisit", ["asked_next"])
    op.create_table(
        "kpifigure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("use_case_id", sa.Uuid(), nullable=False),
        sa.Column("kpi", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["use_case_id"], ["usecase.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_kpifigure_use_case_id", "kpifigure", ["use_case_id"])
    op.add_column("usecase", sa.Column("comes_back_at", sa.DateTime(timezone=True)))
    op.create_index("ix_usecase_comes_back_at", "usecase", ["comes_back_at"])
    op.execute("UPDATE usecase SET comes_back_at = agreed_at WHERE version > 0")


def downgrade() -> None:
    """Drop them; the log notes that their rows are gone."""
    op.drop_index("ix_usecase_comes_back_at", "usecase")
    op.drop_column("usecase", "comes_back_at")
    op.drop_table("kpifigure")
    op.drop_table("revisit")
    with Session(op.get_bind()) as session:
        gone = [name for name in noted_fingerprints(session) if name.startswith(COVERED)]
        note_covered(session, dict.fromkeys(gone))
