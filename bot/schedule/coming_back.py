"""Looks at use cases whose time has come: attestations, "did it pay?", reminders."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessments.absences.absences import stand_ins
from assessments.use_cases.coming_back.looking import due_use_case, look_at_due
from assessments.use_cases.contract.reading import load_rules
from bot.transactions import Transactions
from deployments.deciders import gone_people
from handlers.surfaces.coming_back import tell_look


@dataclass(frozen=True)
class ComingBack:
    """Looks at one use case at a time; its next time is a row's, claimed by an update."""

    transactions: Transactions

    def step(self, now: datetime) -> UUID | None:
        """Look at one use case, and tell whom it concerns.

        Returns:
            Which, or None when none is due.
        """
        with self.transactions.reading() as session:
            if due_use_case(session, now) is None:
                return None
        with self.transactions.begin(now=now) as work:
            away, gone = stand_ins(work.session), gone_people(work.session)
            look = look_at_due(work.session, load_rules(), away, now, gone)
            if look is None:
                return None
            tell_look(work, look)
            return look.use_case_id
