"""Indexes that another one begins with: each write paid for both."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TWICE = {
    "acceptancecriterion": "use_case_id",
    "answer": "assessment_id",
    "disputeditem": "assessment_id",
    "monitorrun": "monitor_id",
    "participant": "assessment_id",
    "roadmapaction": "assessment_id",
}


def upgrade() -> None:
    """Keep the one that holds more."""
    for table, column in TWICE.items():
        op.drop_index(f"ix_{table}_{column}", table)


def downgrade() -> None:
    """Have both again."""
    for table, column in TWICE.items():
        op.create_index(f"ix_{table}_{column}", table, [column])
