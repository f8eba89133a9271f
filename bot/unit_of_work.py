"""One transaction as listeners, jobs and commands see it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from bot.clock import Clock
from bot.database import Database
from bot.jobs import enqueue
from bot.receipts import is_first_receipt
from bot.surfaces import mark_message_stale, mark_stale
from handlers.dependencies import DuplicateDeliveryError


class Placement(Protocol):
    """Says where a surface stands and how urgent it is."""

    def __call__(self, session: Session, kind: str, object_id: str) -> tuple[str, int]:
        """Give the place (channel_id or user_id) and the priority, lower first."""
        ...


@dataclass
class Transaction:
    """The domain's change and what it makes stale, kept or dropped together."""

    session: Session
    now: datetime
    placement: Placement

    def show(self, kind: str, object_id: object) -> None:
        """Have Slack show the present state of an object, once this is committed."""
        self.session.flush()
        place, priority = self.placement(self.session, kind, str(object_id))
        mark_stale(
            self.session,
            kind=kind,
            object_id=str(object_id),
            place=place,
            priority=priority,
            now=self.now,
        )

    def show_again(self, channel_id: str, message_ts: str) -> None:
        """Have Slack show anew whatever a message of ours shows, once this is committed."""
        mark_message_stale(self.session, channel_id, message_ts, self.now)

    def enqueue(self, kind: str, *, key: str, payload: Mapping[str, Any]) -> None:
        """Ask for work that is done once, soon after this is committed."""
        enqueue(self.session, kind, key=key, payload=payload, now=self.now)


@dataclass
class Transactions:
    """Opens transactions; each that commits wakes the workers."""

    database: Database
    placement: Placement
    clock: Clock
    wake: list[Callable[[], None]] = field(default_factory=list)

    @contextmanager
    def begin(self, *, receipt: str | None = None) -> Iterator[Transaction]:
        """Open a transaction.

        Args:
            receipt: The delivery that this acts on; acting on it twice is refused.

        Raises:
            DuplicateDeliveryError: The delivery was acted on before.
        """
        now = self.clock()
        with self.database.transaction() as session:
            if receipt is not None and not is_first_receipt(session, receipt, now):
                raise DuplicateDeliveryError(receipt)
            yield Transaction(session, now, self.placement)
        for wake in self.wake:
            wake()
