"""Receipts: what Slack delivered and was acted on, so that a second delivery is a no-op."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Executable, delete
from sqlmodel import Field, Session, SQLModel, col

from bot.storage.upsert import insert_into, product_of
from ground.columns import UtcDateTime

PRESS_WITHIN_SECONDS = 2.2
"""Slack waits three seconds for an answer."""
KEPT_FOR = timedelta(hours=24)


class Receipt(SQLModel, table=True):
    """A delivery that was acted on; it commits with what it caused."""

    key: str = Field(primary_key=True)
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)


def press_deadline() -> float:
    """Return by when a press that arrives now must be written, so that Slack gets its answer."""
    return time.monotonic() + PRESS_WITHIN_SECONDS


@dataclass
class Arrival:
    """What a delivery is known by, and whether that is written down.

    Its signature tells an exact replay; its key tells Slack's own repeat, which is signed again.
    """

    signature: str | None = None
    key: str | None = None
    is_noted: bool = False
    deadline: float | None = None
    """By when it must be written, in this machine's monotonic seconds."""
    press: Mapping[str, str] = field(default_factory=dict)
    """What the audit log keeps of a press, beside who pressed."""
    is_given_up: bool = False
    is_being_kept: bool = False
    _guard: Lock = field(default_factory=Lock, repr=False)

    def give_up(self) -> bool:
        """Have nothing of it kept; False where that is too late."""
        with self._guard:
            self.is_given_up = not self.is_being_kept
            return self.is_given_up

    def begin_to_keep(self) -> bool:
        """Commit what it caused; False where it was given up."""
        with self._guard:
            self.is_being_kept = not self.is_given_up
            return self.is_being_kept


def note_arrival(session: Session, arrival: Arrival, now: datetime) -> bool:
    """Note a delivery; it is kept when the transaction is.

    Returns:
        False when it came before: then the transaction is to be given up.
    """
    keys = [key for key in (arrival.signature, arrival.key) if key is not None]
    if not keys:
        return True
    noted = session.connection().execute(
        _noting(product_of(session)),
        [{"key": key, "received_at": now} for key in keys],
        execution_options={"preserve_rowcount": True},
    )
    return noted.rowcount == len(keys)


@cache
def _noting(product: str) -> Executable:
    return insert_into(product, Receipt).on_conflict_do_nothing(index_elements=["key"])


def note_health(session: Session, now: datetime) -> None:
    """Write one row, always the same: a full disk takes none."""
    row = {"key": "health", "received_at": now}
    session.connection().execute(
        insert_into(product_of(session), Receipt)
        .values(row)
        .on_conflict_do_update(index_elements=["key"], set_={"received_at": now})
    )


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
