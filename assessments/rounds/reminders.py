"""Reminders: at most two, in the person's own working hours, until they say stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import update
from sqlmodel import Session, col, select

from assessments.answers.interview import NAMELESS, participants
from assessments.errors import AssessmentError, Code
from assessments.recorded import note
from assessments.tables import Assessment, Participant, Reminder

AFTER = (timedelta(hours=48), timedelta(hours=120))
OPENS, CLOSES = time(9), time(17)
SATURDAY = 5
NUDGE_AGAIN_AFTER = timedelta(hours=24)
LONGEST_WAIT = AFTER[1] + timedelta(days=3)
"""For the second reminder, over a night and a weekend."""


@dataclass(frozen=True)
class WaitingPerson:
    """Somebody whose answers are missing; one who was reminded within a day, or said stop, waits.

    The person `may_be_reminded` by a press.
    """

    participant_id: UUID
    user_id: str
    may_be_reminded: bool


def first_reminder_at(invited_at: datetime, timezone: str) -> datetime:
    """Return when a person gets the first reminder."""
    return in_working_hours(invited_at + AFTER[0], timezone)


def in_working_hours(moment: datetime, timezone: str) -> datetime:
    """Return a moment, or the next one between 9 and 17, Monday to Friday, in a person's zone."""
    local = moment.astimezone(_zone(timezone))
    if local.time() >= CLOSES:
        local = _at_opening(local + timedelta(days=1))
    elif local.time() < OPENS:
        local = _at_opening(local)
    while local.weekday() >= SATURDAY:
        local = _at_opening(local + timedelta(days=1))
    return local.astimezone(moment.tzinfo)


def claim_due_reminder(session: Session, now: datetime) -> Participant | None:
    """Claim one person whom it is time to remind; outside their working hours it waits.

    A reminder that a clock which was ahead left far in the future waits from now instead.

    Returns:
        The person, whose next reminder is set; None when nobody is due.
    """
    while (due := due_reminder(session, now)) is not None:
        allowed_at = in_working_hours(now, due.timezone)
        following = allowed_at if allowed_at > now else _second(due, now)
        is_left_ahead = due.next_reminder_at is not None and due.next_reminder_at > now
        if is_left_ahead:
            following = first_reminder_at(now, due.timezone)
        claimed = session.connection().execute(
            update(Participant)
            .where(
                col(Participant.id) == due.id,
                col(Participant.next_reminder_at) == due.next_reminder_at,
            )
            .values(next_reminder_at=following)
        )
        if claimed.rowcount == 1 and allowed_at <= now and not is_left_ahead:
            return due
    return None


def due_reminder(session: Session, now: datetime) -> Participant | None:
    """Find the first person whose reminder's time has come, in their working hours or not.

    One who would wait longer than anybody does counts, too.
    """
    return session.exec(
        select(Participant)
        .join(Assessment, col(Assessment.id) == col(Participant.assessment_id))
        .where(
            (col(Participant.next_reminder_at) <= now)
            | (col(Participant.next_reminder_at) > now + LONGEST_WAIT),
            col(Participant.removed_at).is_(None),
            col(Participant.reminders_stopped_at).is_(None),
            col(Assessment.closed_at).is_(None),
        )
        .order_by(col(Participant.next_reminder_at), col(Participant.id))
        .limit(1)
    ).first()


def set_timezone(session: Session, participant: Participant, timezone: str) -> None:
    """Learn where a person is; a reminder that has not gone out moves into their day."""
    participant.timezone = timezone
    if participant.next_reminder_at is not None:
        participant.next_reminder_at = in_working_hours(participant.next_reminder_at, timezone)
    session.flush()


def remind(
    session: Session,
    people: Sequence[Participant],
    asked_by: str | None,
    now: datetime,
    reminder_id: UUID | None = None,
) -> list[Reminder]:
    """Write down that people are reminded: who has not finished and did not say stop.

    A facilitator's press reminds nobody twice within a day.
    """
    sent = []
    for person in people:
        is_open = person.finished_at is None and person.removed_at is None
        if not is_open or person.reminders_stopped_at is not None:
            continue
        if asked_by is not None and _was_reminded(session, person.id, now - NUDGE_AGAIN_AFTER):
            continue
        sent.append(
            Reminder(
                id=reminder_id or uuid4(),
                participant_id=person.id,
                asked_by=asked_by,
                sent_at=now,
            )
        )
    session.add_all(sent)
    session.flush()
    reached = {reminder.participant_id for reminder in sent}
    for person in people:
        if person.id in reached:
            step = ("assessment.remind", person.assessment_id)
            note(session, *step, asked_by, now, person=person.user_id)
    return sent


def waiting_people(session: Session, assessment_id: UUID, now: datetime) -> list[WaitingPerson]:
    """List who hasn't answered everything, in a stable order, and who may be reminded now."""
    return [
        WaitingPerson(person.id, person.user_id, _may_be_reminded(session, person, now))
        for person in participants(session, assessment_id)
        if person.finished_at is None and not person.user_id.startswith(NAMELESS)
    ]


def _may_be_reminded(session: Session, person: Participant, now: datetime) -> bool:
    has_stopped = person.reminders_stopped_at is not None
    return not has_stopped and not _was_reminded(session, person.id, now - NUDGE_AGAIN_AFTER)


def stop_reminders(session: Session, participant_id: UUID, user_id: str, now: datetime) -> None:
    """Remind a person no more in this round.

    Raises:
        AssessmentError: It is somebody else's reminder.
    """
    participant = session.get(Participant, participant_id)
    if participant is None or participant.user_id != user_id:
        raise AssessmentError(Code.NOT_YOUR_REMINDER)
    participant.reminders_stopped_at, participant.next_reminder_at = now, None
    session.flush()
    note(session, "assessment.stop_reminders", participant.assessment_id, user_id, now)


def _second(person: Participant, now: datetime) -> datetime | None:
    second = in_working_hours(person.invited_at + AFTER[1], person.timezone)
    return second if now < second <= now + LONGEST_WAIT and _is_first(person) else None


def _is_first(person: Participant) -> bool:
    due_at = person.next_reminder_at
    return due_at is not None and due_at < person.invited_at + AFTER[1]


def _was_reminded(session: Session, participant_id: UUID, since: datetime) -> bool:
    found = session.exec(
        select(Reminder.id)
        .where(Reminder.participant_id == participant_id, col(Reminder.sent_at) > since)
        .limit(1)
    )
    return found.first() is not None


def _at_opening(local: datetime) -> datetime:
    return local.replace(hour=OPENS.hour, minute=0, second=0, microsecond=0)


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
