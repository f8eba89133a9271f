"""Receipts: what Slack delivered and was acted on, so that a second delivery is a no-op."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlmodel import Field, Session, SQLModel, col

from assessments.columns import UtcDateTime
from bot.upsert import insert_into

KEPT_FOR = timedelta(hours=24)


class Receipt(SQLModel, table=True):
    """A delivery that was acted on; it commits with what it caused."""

    key: str = Field(primary_key=True)
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)


def is_first_receipt(session: Session, key: str, now: datetime) -> bool:
    """Note a delivery.

    Returns:
        False when the same one was acted on before.
    """
    noted = session.connection().execute(
        insert_into(session, Receipt)
        .values(key=key, received_at=now)
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(col(Receipt.key))
    )
    return noted.first() is not None


def forget_receipt(session: Session, key: str) -> None:
    """Let a delivery come again: it could not be handled."""
    session.connection().execute(delete(Receipt).where(col(Receipt.key) == key))


def forget_old_receipts(session: Session, now: datetime) -> None:
    """Drop receipts older than a day."""
    session.connection().execute(delete(Receipt).where(col(Receipt.received_at) < now - KEPT_FOR))


def delivery_key(body: Mapping[str, Any]) -> str | None:
    """Name a delivery such that a repeat has the same name and a new press another.

    Returns:
        None for a payload that carries nothing to tell repeats by.
    """
    if event_id := body.get("event_id"):
        return f"event:{event_id}"
    user_id = body.get("user_id") or body.get("user", {}).get("id")
    if actions := body.get("actions"):
        action = actions[0]
        return f"press:{user_id}:{action.get('action_id')}:{action.get('action_ts')}"
    if view := body.get("view"):
        return f"{body.get('type')}:{user_id}:{view.get('id')}:{view.get('hash')}"
    if trigger_id := body.get("trigger_id"):
        return f"trigger:{user_id}:{trigger_id}"
    return None
