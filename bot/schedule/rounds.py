"""What time does to rounds: reminders, last days, due actions, a new round every quarter.

Absences and signatures take their turn here, too.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Session

from assessments.actions.roadmap import claim_due_action, due_action
from assessments.answers.interview import participants
from assessments.results.links import claim_link, unlinked_rounds
from assessments.rounds.closing import close_ended_round, ended_round, reopenings_over
from assessments.rounds.digest import due_digests
from assessments.rounds.reminders import claim_due_reminder, due_reminder
from assessments.rounds.starting import due_repeat, repeat_due_round
from assessments.tables import Assessment
from bot.queues.moves import message_at_home
from bot.queues.surfaces import is_known
from bot.schedule.due import Due
from bot.schedule.signing import SIGNING
from bot.transactions import Transaction, Transactions
from handlers.job_kinds import JobKind
from handlers.surfaces.actions import follow_up_key, show_action
from handlers.surfaces.digest import due_notices
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.rounds import show_everyone, show_facilitator
from handlers.surfaces.undecided import due_undecided
from handlers.surfaces.unreached import look_people_up


@dataclass
class RoundSchedule:
    """Takes one due thing at a time; each is a row, claimed by an update."""

    transactions: Transactions
    reopenings_ended: set[tuple[UUID, datetime | None]] = field(default_factory=set)
    """Rounds whose messages were refreshed since they can't be reopened; again after a restart,
    when nothing changes in them."""

    def step(self, now: datetime) -> str | None:
        """Do one thing that is due.

        Returns:
            What it was, or None when nothing is due.
        """
        kinds = (*KINDS, *SIGNING, Due("reopening", self._reopenings_over, self._end_reopening))
        with self.transactions.reading() as session:
            waiting = [due for due in kinds if due.find(session, now)]
        for due in waiting:
            with self.transactions.begin(now=now) as work:
                is_done = due.take(work, now)
            if is_done:
                return due.name
        return None

    def _reopenings_over(self, session: Session, now: datetime) -> list[Assessment]:
        return [
            ended
            for ended in reopenings_over(session, now)
            if (ended.id, ended.closed_at) not in self.reopenings_ended
        ]

    def _end_reopening(self, work: Transaction, now: datetime) -> bool:
        over = self._reopenings_over(work.session, now)
        for ended in over[:1]:
            self.reopenings_ended.add((ended.id, ended.closed_at))
            show_facilitator(work, ended)
        return bool(over)


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
    look_people_up(work, participants(work.session, started.id))
    work.show(SurfaceKind.FACILITATION, started.previous_id)
    return True


def _follow_up(work: Transaction, now: datetime) -> bool:
    due = claim_due_action(work.session, now)
    if due is None:
        return False
    is_again = due.asked_for == due.due_on
    work.session.refresh(due)
    show_action(work, due)
    if is_again:
        work.repost(SurfaceKind.FOLLOW_UP, follow_up_key(due))
    return True


def _posted_result(session: Session, now: datetime) -> tuple[UUID, str, str] | None:
    """Find a result that is posted and not linked to: its round, channel and time."""
    for assessment_id in unlinked_rounds(session, now):
        posted = message_at_home(session, SurfaceKind.RESULT, str(assessment_id))
        if posted is not None:
            return (assessment_id, *posted)
    return None


def _link(work: Transaction, now: datetime) -> bool:
    found = _posted_result(work.session, now)
    if found is None or not claim_link(work.session, found[0]):
        return False
    assessment_id, channel_id, message_ts = found
    if channel_id:
        message = {"channel_id": channel_id, "message_ts": message_ts}
        payload = {"assessment_id": str(assessment_id), **message}
        work.enqueue(JobKind.LINK_RESULT, key=f"{assessment_id}:{message_ts}", payload=payload)
    return True


def _digest(work: Transaction, now: datetime) -> bool:
    unsent = _unsent_digests(work.session, now)
    for key in unsent[:1]:
        work.show(SurfaceKind.DIGEST, key)
    return bool(unsent)


def _unsent_digests(session: Session, now: datetime) -> list[str]:
    def is_told(channel_id: str, monday: date) -> bool:
        return is_known(session, SurfaceKind.DIGEST, _digest_key(channel_id, monday))

    due = {
        *due_digests(session, now),
        *due_notices(session, now, is_told),
        *due_undecided(session, now, is_told),
    }
    return [_digest_key(*one) for one in sorted(due) if not is_told(*one)]


def _digest_key(channel_id: str, monday: date) -> str:
    return f"{channel_id}:{monday.isoformat()}"


KINDS = (
    Due("reminder", due_reminder, _remind),
    Due("end", ended_round, _end),
    Due("repeat", due_repeat, _repeat),
    Due("follow_up", due_action, _follow_up),
    Due("link", _posted_result, _link),
    Due("digest", _unsent_digests, _digest),
)
