"""Reminds those who decide, at half time, at the deadline and weekly; each reminder once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from bot.queues.surfaces import is_known
from bot.transactions import Transactions
from handlers.surfaces.calls import due_calls, make_call
from handlers.surfaces.kinds import SurfaceKind

MOST_AT_ONCE = 20
"""So that other work isn't held up."""


@dataclass(frozen=True)
class CallSchedule:
    """Sends some reminders at a time; which were sent is known from their messages."""

    transactions: Transactions

    def step(self, now: datetime) -> int | None:
        """Send some reminders.

        Returns:
            How many, or None when none is due.
        """
        with self.transactions.reading() as session:
            due = list(islice(_unsent(session, now), MOST_AT_ONCE))
        if not due:
            return None
        with self.transactions.begin(now=now) as work:
            for call in due:
                if not is_known(work.session, *call):
                    make_call(work, *call)
        return len(due)


def _unsent(session: Session, now: datetime) -> Iterator[tuple[SurfaceKind, str]]:
    return (call for call in due_calls(session, now) if not is_known(session, *call))
