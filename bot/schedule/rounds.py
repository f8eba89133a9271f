"""What time does to rounds: reminders, last days, due actions, a new round every quarter."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from assessments.actions.roadmap import claim_due_action
from assessments.rounds.closing import close_ended_round, reopenings_over
from assessments.rounds.digest import due_digests
from assessments.rounds.reminders import claim_due_reminder
from assessments.rounds.starting import repeat_due_round
from bot.queues.surfaces import is_known
from bot.transactions import Transaction, Transactions
from handlers.job_kinds import JobKind
from handlers.surfaces.actions import show_action
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_everyone, show_facilitator

LOOKS_EVERY = timedelta(seconds=1)


@dataclass
class RoundSchedule:
    """Takes one due thing at a time; each is a row, claimed by an update."""

    transactions: Transactions
    looked_at: datetime | None = None
    reopenings_ended: set[tuple[UUID, datetime | None]] = field(default_factory=set)
    """Rounds whose messages were shown anew since they can't be reopened; again after a restart,
    when nothing changes in them."""

    def step(self, now: datetime) -> str | None:
        """Do one thing that is due.

        Returns:
            What it was, or None when nothing is due.
        """
        if self.looked_at is not None and timedelta(0) <= now - self.looked_at < LOOKS_EVERY:
            return None
        with self.transactions.without_waking(now) as work:
            for name, take in TAKEN:
                if take(work, now):
                    return name
            if self._end_reopening(work, now):
                return "reopening"
        self.looked_at = now
        return None

    def _end_reopening(self, work: Transaction, now: datetime) -> bool:
        for ended in reopenings_over(work.session, now):
            if (ended.id, ended.closed_at) not in self.reopenings_ended:
                self.reopenings_ended.add((ended.id, ended.closed_at))
                show_facilitator(work, ended)
                return True
        return False


def _remind(work: Transaction, now: datetime) -> bool:
    due = claim_due_reminder(work.session, now)
    if due is None:
        return False
    reminder_id = str(uuid4())
    payload = {"participant_id": str(due.id), "reminder_id": reminder_id}
    work.enqueue(JobKind.REMIND, key=reminder_id, payload=payload)
    return True


def _end(work: Transaction, now: datetime) -> bool:
    ended = close_ended_round(work.session, now)
    if ended is None:
        return False
    show_everyone(work, ended.id)
    return True


def _repeat(work: Transaction, now: datetime) -> bool:
    started = repeat_due_round(work.session, now)
    if started is None:
        return False
    show_everyone(work, started.id)
    work.show(SurfaceKind.FACILITATION, started.previous_id)
    return True


def _follow_up(work: Transaction, now: datetime) -> bool:
    due = claim_due_action(work.session, now)
    if due is None:
        return False
    work.session.refresh(due)
    show_action(work, due)
    return True


def _digest(work: Transaction, now: datetime) -> bool:
    for channel_id, monday in due_digests(work.session, now):
        key = f"{channel_id}:{monday.isoformat()}"
        if not is_known(work.session, SurfaceKind.DIGEST, key):
            work.show(SurfaceKind.DIGEST, key)
            return True
    return False


TAKEN: tuple[tuple[str, Callable[[Transaction, datetime], bool]], ...] = (
    ("reminder", _remind),
    ("end", _end),
    ("repeat", _repeat),
    ("follow_up", _follow_up),
    ("digest", _digest),
)
