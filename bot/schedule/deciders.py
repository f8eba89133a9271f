"""Once a day, Slack is asked whether those who decide about models are still there."""

from dataclasses import dataclass
from datetime import datetime

from bot.transactions import Transactions
from deployments.deciders import claim_due_deciders, due_deciders
from handlers.job_kinds import JobKind

MOST_AT_ONCE = 10
"""So that other work isn't held up."""


@dataclass(frozen=True)
class DeciderSchedule:
    """Asks for the look-ups that are due."""

    transactions: Transactions

    def step(self, now: datetime) -> int | None:
        """Ask for one job.

        Returns:
            How many people it looks up, or None when nobody is due.
        """
        with self.transactions.reading() as session:
            if not due_deciders(session, now, 1):
                return None
        with self.transactions.begin(now=now) as work:
            people = claim_due_deciders(work.session, now, MOST_AT_ONCE)
            if people:
                key = f"{now.isoformat()}:{people[0]}"
                payload = {"people": people, "is_daily": True}
                work.enqueue(JobKind.LOOK_UP_DECIDERS, key=key, payload=payload)
        return len(people) or None
