"""Reminds those who decide, at half time, at the deadline and weekly; each reminder once."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.queues.surfaces import is_known
from bot.transactions import Transactions
from handlers.surfaces.calls import due_calls, make_call
from handlers.surfaces.kinds import SurfaceKind


@dataclass(frozen=True)
class CallSchedule:
    """Sends one reminder at a time; which were sent is known from their messages."""

    transactions: Transactions

    def step(self, now: datetime) -> str | None:
        """Send one reminder.

        Returns:
            Its key, or None when none is due.
        """
        with self.transactions.reading() as session:
            if _next(session, now) is None:
                return None
        with self.transactions.begin(now=now) as work:
            found = _next(work.session, now)
            if found is None:
                return None
            make_call(work, *found)
            return found[1]


def _next(session: Session, now: datetime) -> tuple[SurfaceKind, str] | None:
    due = due_calls(session, now)
    return next((call for call in due if not is_known(session, *call)), None)
