"""When a day's morning begins for a person, where they were last seen."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from assessments.tables import Participant

MORNING = time(9)


def morning_of(session: Session, user_id: str, day: date) -> datetime:
    """Return when a day's morning begins for a person, in UTC."""
    return datetime.combine(day, MORNING, zone_of(session, user_id)).astimezone(UTC)


def zone_of(session: Session, user_id: str) -> ZoneInfo:
    """Return a person's time zone, as a round has told it; else UTC."""
    timezone = session.exec(
        select(Participant.timezone)
        .where(Participant.user_id == user_id)
        .order_by(col(Participant.invited_at).desc())
        .limit(1)
    ).first()
    return ZoneInfo(timezone or "UTC")
