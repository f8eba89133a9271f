"""Use cases are edits and versions, signed; what was written in three windows moves there."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session, select

from assessments.use_cases.tables import UseCase, UseCaseVersion
from bot.migrations.covering import SINCE_0025, Columns, names_before, note_covered
from bot.migrations.former_tables import AcceptanceCriterion, FormerUseCase, Kpi
from bot.migrations.former_use_cases import move, move_back
from ground.audit import noted_fingerprints
from ground.covered import as_covered, stored_fingerprints

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FORMER = as_covered([FormerUseCase, Kpi, AcceptanceCriterion])
PRESENT: Columns = {kind: names_before(kind, SINCE_0025) for kind in (UseCase, UseCaseVersion)}


def upgrade() -> None:
    """Move each use case; a row that differs from the log stays out of it, and stays named."""
    _create()
    with Session(op.get_bind()) as session:
        noted = noted_fingerprints(session)
        gone = _gone(session, ["kpi:", "acceptancecriterion:"])
        altered = {
            name
            for name, found in stored_fingerprints(session, FORMER)
            if noted.get(name) != found
        }
        left_out = {name for name in altered if name.startswith("usecase:")}
        for former in session.exec(select(FormerUseCase)).all():
            left_out |= move(session, former, altered)
        session.flush()
    op.add_column(
        "usecase", sa.Column("figures", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    )
    op.add_column("usecase", sa.Column("round_id", sa.Uuid()))
    op.add_column("usecase", sa.Column("discarded_at", sa.DateTime(timezone=True)))
    op.add_column(
        "usecase",
        sa.Column("retired_reason", sa.String(), nullable=False, server_default=sa.text("''")),
    )
    op.drop_column("usecase", "summary")
    op.drop_column("usecase", "business_driver")
    op.drop_table("kpi")
    op.drop_table("acceptancecriterion")
    with Session(op.get_bind()) as session:
        rows = dict(stored_fingerprints(session, PRESENT))
        note_covered(session, gone | {name: rows[name] for name in rows.keys() - left_out})


def downgrade() -> None:
    """Keep what the three windows held: texts, the first number, simple pass marks."""
    _create_former()
    with Session(op.get_bind()) as session:
        gone = _gone(session, ["usecaseversion:", "usecasesignoff:"])
        for use_case_id in session.exec(select(UseCase.id)).all():
            move_back(session, use_case_id)
        session.flush()
    for name in ("figures", "round_id", "discarded_at", "retired_reason"):
        op.drop_column("usecase", name)
    for table in ("usecaseask", "usecasesignoff", "usecaseversion", "usecaseedit"):
        op.drop_table(table)
    with Session(op.get_bind()) as session:
        note_covered(session, gone | dict(stored_fingerprints(session, FORMER)))


def _gone(session: Session, kinds: Sequence[str]) -> dict[str, str | None]:
    """Name the rows that the log knows of tables which now go."""
    noted = noted_fingerprints(session)
    return {name: None for name in noted if name.startswith(tuple(kinds))}


def _of_use_case() -> tuple[sa.Column[Any], sa.ForeignKeyConstraint]:
    return (
        sa.Column("use_case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["use_case_id"], ["usecase.id"]),
    )


def _create() -> None:
    op.create_table(
        "usecaseedit",
        sa.Column("id", sa.Integer(), nullable=False),
        *_of_use_case(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("use_case_id", "number"),
    )
    op.create_table(
        "usecaseversion",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_use_case(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.String()),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("use_case_id", "version"),
    )
    op.create_table(
        "usecasesignoff",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_use_case(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("signature", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("use_case_id", "version", "role"),
    )
    op.create_table(
        "usecaseask",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_use_case(),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_of", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_usecaseask_asked_of", "usecaseask", ["asked_of"])
    op.create_index("ix_usecaseask_use_case_id", "usecaseask", ["use_case_id"])


def _create_former() -> None:
    for name in ("summary", "business_driver"):
        op.add_column(
            "usecase", sa.Column(name, sa.String(), nullable=False, server_default=sa.text("''"))
        )
    op.create_table(
        "kpi",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_use_case(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("target_date", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("use_case_id", "position"),
    )
    op.create_table(
        "acceptancecriterion",
        sa.Column("id", sa.Uuid(), nullable=False),
        *_of_use_case(),
        sa.Column("use_case_version", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("row_id", "category", "metric", "comparator")
        ),
        sa.Column("threshold", sa.Float(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("unit", "window", "stage")),
        sa.Column("min_samples", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("severity", "owner_group")),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("use_case_id", "use_case_version", "row_id"),
    )
