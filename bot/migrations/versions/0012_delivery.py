"""What holds a message or a job up, and where a message stands that can't be posted at home."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DETOUR = ("refusal", "meant_for", "old_place", "old_channel_id", "old_message_ts")


def upgrade() -> None:
    """Keep who has to act, and the places of messages that moved."""
    for name in ("blocked_by", *DETOUR):
        op.add_column("surface", sa.Column(name, sa.String()))
    op.add_column("surface", sa.Column("probe_at", sa.DateTime(timezone=True)))
    op.add_column("job", sa.Column("blocked_by", sa.String()))
    op.add_column("registeredmodel", sa.Column("fallback_channel", sa.String()))


def downgrade() -> None:
    """Forget them."""
    op.drop_column("registeredmodel", "fallback_channel")
    op.drop_column("job", "blocked_by")
    op.drop_column("surface", "probe_at")
    for name in reversed(("blocked_by", *DETOUR)):
        op.drop_column("surface", name)
