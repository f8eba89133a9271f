"""The last day of a round: people choose a day, the round keeps the moment after it."""

from datetime import UTC, date, datetime, time, timedelta


def end_of(day: date) -> datetime:
    """Return the moment at which a day is over, in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def last_day(ends_at: datetime) -> date:
    """Return the last day on which one can answer, as it was chosen."""
    return (ends_at - timedelta(microseconds=1)).astimezone(UTC).date()
