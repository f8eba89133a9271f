"""Reminds those who decide, at half time, at the deadline and weekly; each reminder once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter

from sqlmodel import Session, col, select

from bot.queues.surfaces import Surface, is_known
from bot.transactions import Transactions
from handlers.surfaces.calls import due_calls, make_call
from handlers.surfaces.kinds import SurfaceKind

MOST_AT_ONCE = 20
"""So that other work isn't held up."""
AT_ONCE = 500
"""Of so many reminders it is asked together whether they were sent."""


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
    for kind, calls in groupby(due_calls(session, now), itemgetter(0)):
        while keys := [key for _, key in islice(calls, AT_ONCE)]:
            sent = select(Surface.object_id).where(
                Surface.kind == kind, col(Surface.object_id).in_(keys)
            )
            known = set(session.exec(sent))
            yield from ((kind, key) for key in keys if key not in known)
