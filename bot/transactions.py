"""One transaction as listeners, jobs and commands see it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from bot.clock import Clock, SharedClock, utc_now
from bot.queues.jobs import enqueue
from bot.queues.moves import go_home
from bot.queues.surfaces import (
    Placed,
    forget_message,
    known_objects,
    make_sure,
    mark_message_stale,
    mark_stale,
)
from bot.storage.database import Database, DatabaseBusyError
from bot.storage.receipts import Arrival, note_arrival
from bot.threads.outage import Outage
from ground.audit import PRESS
from handlers.dependencies import DuplicateDeliveryError


def clock_of(database: Database) -> Clock:
    """Choose the clock that decides what is due: the database's, where machines share it."""
    return SharedClock(database.now) if database.is_shared else utc_now


class Placement(Protocol):
    """Says where a surface stands and how urgent it is."""

    def __call__(
        self, session: Session, kind: str, object_id: str, place: str | None
    ) -> tuple[str, int]:
        """Return the place (channel_id or user_id), unless it is known, and the priority."""
        ...


@dataclass
class Transaction:
    """The domain's change and what it makes stale, kept or dropped together."""

    session: Session
    now: datetime
    placement: Placement
    shown: dict[tuple[str, str], Placed] = field(default_factory=dict)
    refreshed: int = 0
    jobs: int = 0

    def show(self, kind: str, object_id: object, *, place: str | None = None) -> None:
        """Have Slack show the present state of an object, once this is committed."""
        self.session.flush()
        key = str(object_id)
        placed = self.placement(self.session, kind, key, place)
        self.shown[kind, key] = Placed(kind, key, *placed)

    def show_again(self, kind: str, keys: Collection[str]) -> None:
        """Have Slack show objects again that it shows, or is about to, and no new ones."""
        for key, place in known_objects(self.session, kind, keys):
            self.show(kind, key, place=place)

    def repost(self, kind: str, object_id: object) -> None:
        """Have Slack show an object in a new message; an older one stays as it is."""
        forget_message(self.session, kind, str(object_id))
        self.show(kind, object_id)

    def show_surely(self, kind: str, object_id: object) -> None:
        """Have Slack show an object, and notice if somebody deleted its message."""
        self.show(kind, object_id)
        make_sure(self.session, kind, str(object_id))

    def mark_shown(self) -> None:
        """Write down what became stale: all of it at once, at the end."""
        if self.shown:
            mark_stale(self.session, *self.shown.values(), now=self.now)

    def refresh(self, channel_id: str, message_ts: str) -> None:
        """Refresh a message of ours in Slack, once this is committed."""
        mark_message_stale(self.session, channel_id, message_ts, self.now)
        self.refreshed += 1

    def go_home(self, channel_id: str) -> None:
        """Have messages that are meant for a channel, and stand elsewhere, try it again."""
        self.refreshed += go_home(self.session, self.now, channel_id)

    def enqueue(self, kind: str, *, key: str, payload: Mapping[str, Any]) -> None:
        """Ask for work that is done once, soon after this is committed."""
        enqueue(self.session, kind, key=key, payload=payload, now=self.now)
        self.jobs += 1


def _nobody(surfaces: int, jobs: int) -> None:
    del surfaces, jobs


@dataclass
class Transactions:
    """Opens transactions; each that commits wakes as many workers as it made work for."""

    database: Database
    placement: Placement
    clock: Clock
    wake_for: Callable[[int, int], None] = _nobody
    """Gets the number of surfaces that became stale, and of jobs."""
    outage: Outage = field(default_factory=Outage)

    @contextmanager
    def begin(
        self,
        arrival: Arrival | None = None,
        key: str | None = None,
        *,
        now: datetime | None = None,
    ) -> Iterator[Transaction]:
        """Open a transaction; whoever works in the background is woken once it is committed.

        Args:
            arrival: What this acts on; acting on the very same is refused.
            key: By what a repeat of it is known, where a repeat is refused too.
            now: The time, where it isn't the clock's.

        Raises:
            DuplicateDeliveryError: The delivery was acted on before.
            DatabaseBusyError: It was given up meanwhile.
        """
        arrival = arrival or Arrival()
        arrival.key = key
        now = now or self.clock()
        with self.database.transaction(deadline=arrival.deadline) as session:
            if not note_arrival(session, arrival, now):
                raise DuplicateDeliveryError(arrival.key)
            session.info[PRESS] = arrival.press
            work = Transaction(session, now, self.placement)
            yield work
            work.mark_shown()
            if not arrival.begin_to_keep():
                raise DatabaseBusyError("The database was busy for too long.")
        arrival.is_noted = True
        self.outage.ends("press")
        self.wake_for(len(work.shown) + work.refreshed, work.jobs)

    def reading(self, *, deadline: float | None = None) -> AbstractContextManager[Session]:
        """Look, and keep nobody waiting.

        Args:
            deadline: By when, as `Database.reading` takes it.
        """
        return self.database.reading(deadline=deadline)
