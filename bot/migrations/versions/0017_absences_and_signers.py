"""Absences, who is asked to sign, who signs instead, retirements; for whom a stand-in decided."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from bot.migrations.covering import note_covered
from ground.audit import noted_fingerprints

revision = "0017"
down_revision = "0021"
branch_labels = None
depends_on = None

COVERED = ("absence:", "signerinstead:", "usecaseretirement:")
DECIDED_FOR = ("alert", "decision")


def upgrade() -> None:
    """Add the tables; what was decided until now was decided by each for themselves."""
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("stand_in", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_absence_user_id", "absence", ["user_id"])
    op.create_index("ix_absence_stand_in", "absence", ["stand_in"])
    op.create_table(
        "signerask",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["version_id"], ["usecaseversion.id"]),
        sa.PrimaryKeyConstraint("version_id", "role", "user_id"),
    )
    op.create_table(
        "signerinstead",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("use_case_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("instead", sa.String(), nullable=False),
        sa.Column("chosen_by", sa.String(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["use_case_id"], ["usecase.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_signerinstead_use_case_id", "signerinstead", ["use_case_id"])
    op.create_table(
        "usecaseretirement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("use_case_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["use_case_id"], ["usecase.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("use_case_id", "role"),
    )
    for table in DECIDED_FOR:
        op.add_column(table, sa.Column("decided_for", sa.String()))


def downgrade() -> None:
    """Drop them; the log notes that their rows are gone."""
    for table in DECIDED_FOR:
        op.drop_column(table, "decided_for")
    for table in ("usecaseretirement", "signerinstead", "signerask", "absence"):
        op.drop_table(table)
    with Session(op.get_bind()) as session:
        gone = [name for name in noted_fingerprints(session) if name.startswith(COVERED)]
        note_covered(session, dict.fromkeys(gone))
