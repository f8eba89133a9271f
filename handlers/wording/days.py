"""Days and times as plain text: one form for all, where Slack can't show the reader's own."""

from datetime import UTC, date, datetime


def day_text(day: date) -> str:
    """Write a day: `6 Dec 2026`."""
    return f"{day.day} {day:%b %Y}"


def time_text(at: datetime) -> str:
    """Write a time in UTC: `6 Dec 2026, 09:00 UTC`."""
    at = at.astimezone(UTC)
    return f"{day_text(at)}, {at:%H:%M} UTC"
