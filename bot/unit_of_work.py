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
from bot.receipts import Arrival, note_arrival
from bot.surfaces import Placed, mark_message_stale, mark_stale
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
    shown: dict[tuple[str, str], Placed] = field(default_factory=dict)

    def show(self, kind: str, object_id: object) -> None:
        """Have Slack show the present state of an object, once this is committed."""
        self.session.flush()
        place, priority = self.placement(self.session, kind, str(object_id))
        self.shown[kind, str(object_id)] = Placed(kind, str(object_id), place, priority)

    def mark_shown(self) -> None:
        """Write down what became stale: all of it at once, at the end."""
        if self.shown:
            mark_stale(self.session, *self.shown.values(), now=self.now)

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
    def begin(self, arrival: Arrival | None = None) -> Iterator[Transaction]:
        """Open a transaction; whoever works in the background is woken once it is committed.

        Args:
            arrival: What this acts on; acting on it twice is refused.

        Raises:
            DuplicateDeliveryError: The delivery was acted on before.
        """
        arrival = arrival or Arrival()
        now = self.clock()
        with self.quietly(now) as work:
            if not note_arrival(work.session, arrival, now):
                raise DuplicateDeliveryError(arrival.key)
            yield work
        arrival.is_noted = True
        for wake in self.wake:
            wake()

    @contextmanager
    def quietly(self, now: datetime) -> Iterator[Transaction]:
        """Open a transaction that wakes nobody."""
        with self.database.transaction() as session:
            work = Transaction(session, now, self.placement)
            yield work
            work.mark_shown()
