"""When those who decide are called again: at half time, at the deadline, then weekly, and no more.

A warning and a release wait for a person's working hours; a broken pass mark doesn't.
"""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from assessments.mornings import zone_of
from assessments.rounds.reminders import in_working_hours
from deployments.tables import KnownDecider
from ground.set_back import CLOCK_SET_BACK

HALF_TIME, DEADLINE = "half", "due"
WEEK, MOST_WEEKS = timedelta(weeks=1), 4
CALLS = (HALF_TIME, DEADLINE, *(f"week{number}" for number in range(1, MOST_WEEKS + 1)))
"""In their order; stored in the keys of messages, so they never change."""
DECIDE_WITHIN = timedelta(days=2)


def latest_call(asked_at: datetime, due_at: datetime, now: datetime) -> str | None:
    """Return the newest call that is due by now; None before half time, and after the last.

    Each that is due is made once, by its name; a call that came due while the bot was down is
    passed over for a later one. What is asked at a time ahead was asked before the clock was set
    back: its first call is due.
    """
    if now < asked_at - CLOCK_SET_BACK:
        return HALF_TIME
    if now < asked_at + (due_at - asked_at) / 2:
        return None
    if now < due_at:
        return HALF_TIME
    weeks = (now - due_at) // WEEK
    return CALLS[min(1 + weeks, len(CALLS) - 1)]


def release_due_at(asked_at: datetime) -> datetime:
    """Return by when a release is to be decided: two days later, never at a weekend (UTC)."""
    return in_working_hours(asked_at + DECIDE_WITHIN, "UTC")


def is_at_work(session: Session, user_id: str, now: datetime) -> bool:
    """Return whether it is a person's working hours, in the zone that Slack says they are in."""
    return in_working_hours(now, _zone_name(session, user_id)) <= now


def monday_morning(session: Session, user_id: str, monday: date) -> datetime:
    """Return when a week's work begins for a person, in their zone; in UTC."""
    begins = datetime.combine(monday, time(), UTC)
    return in_working_hours(begins, _zone_name(session, user_id))


def _zone_name(session: Session, user_id: str) -> str:
    known = session.get(KnownDecider, user_id)
    zone = known.timezone if known is not None and known.timezone else None
    return zone or str(zone_of(session, user_id))
