"""Rounds with a scope, an end, reminders, a second round, a roadmap, and erasure."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIMES = {
    "assessment": (
        "ends_at",
        "reopened_at",
        "second_round_at",
        "second_round_ended_at",
        "settled_at",
        "repeats_at",
    ),
    "participant": (
        "finished_at",
        "voted_again_at",
        "next_reminder_at",
        "reminders_stopped_at",
        "removed_at",
        "erased_at",
    ),
}


def upgrade() -> None:
    """Rounds that were closed before count as settled: nobody was asked to plan actions."""
    for table_name, names in TIMES.items():
        with op.batch_alter_table(table_name) as table:
            for name in names:
                table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("assessment") as table:
        table.add_column(_text("scope_kind", "team", length=40))
        table.add_column(_text("scope_name"))
        table.add_column(_flag("shows_single_answers"))
        table.add_column(_flag("names_to_facilitator"))
        table.add_column(sa.Column("previous_id", sa.Uuid(), nullable=True))
        table.create_index("ix_assessment_previous_id", ["previous_id"], unique=True)
    with op.batch_alter_table("participant") as table:
        table.add_column(_text("timezone", "UTC"))
        table.add_column(sa.Column("removed_by", sa.String(), nullable=True))
        table.create_index("ix_participant_next_reminder_at", ["next_reminder_at"])
    with op.batch_alter_table("answer") as table:
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        table.add_column(_text("ballot", "first", length=40))
        table.create_index("ix_answer_person", ["assessment_id", "user_id"])
    op.execute("UPDATE assessment SET settled_at = closed_at")
    _create_tables()


def downgrade() -> None:
    """Forget what follows a round's answers."""
    for name in ("reminder", "roadmapaction", "disputeditem", "peoplelist"):
        op.drop_table(name)
    with op.batch_alter_table("answer") as table:
        table.drop_index("ix_answer_person")
        table.drop_column("ballot")
        table.drop_column("reason")
    with op.batch_alter_table("participant") as table:
        table.drop_index("ix_participant_next_reminder_at")
        for name in ("removed_by", "timezone", *TIMES["participant"]):
            table.drop_column(name)
    with op.batch_alter_table("assessment") as table:
        table.drop_index("ix_assessment_previous_id")
        for name in (
            "previous_id",
            "names_to_facilitator",
            "shows_single_answers",
            "scope_name",
            "scope_kind",
            *TIMES["assessment"],
        ):
            table.drop_column(name)


def _text(name: str, default: str = "", *, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _create_tables() -> None:
    op.create_table(
        "peoplelist",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "disputeditem",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("views", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assessment_id", "item_id"),
    )
    op.create_index("ix_disputeditem_assessment_id", "disputeditem", ["assessment_id"])
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reminder_participant_id", "reminder", ["participant_id"])
    _create_roadmap()


def _create_roadmap() -> None:
    op.create_table(
        "roadmapaction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("dimension_id", sa.String(), nullable=False),
        sa.Column("from_level", sa.Integer(), nullable=False),
        sa.Column("to_level", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("owner_group", sa.String(), nullable=False),
        sa.Column("weeks", sa.Float(), nullable=False),
        sa.Column("evidence_hint", sa.String(), nullable=False),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asks_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_for", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rated_again", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("assessment_id", "item_id"),
    )
    for column in ("assessment_id", "asks_at", "owner"):
        op.create_index(f"ix_roadmapaction_{column}", "roadmapaction", [column])
