"""Text about people and times: marked where they stand, for whoever shows it to write them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

LONGEST = 300
_OPEN, _CLOSE, _AT, _END = "\ue000", "\ue001", "\ue002", "\ue003"
_MARKS = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}|{_AT}([0-9]+){_END}")
_OURS = re.compile(f"[{_OPEN}{_CLOSE}{_AT}{_END}]")


def words(text: object, longest: int = LONGEST) -> str:
    """Put other people's words on one line, without our marks, and cut to a length."""
    told = " ".join(_OURS.sub("", str(text)).split())
    return told if len(told) <= longest else f"{told[: longest - 1].rstrip()}…"


def person(user_id: str) -> str:
    """Mark a person, by their Slack user ID."""
    return f"{_OPEN}{words(user_id)}{_CLOSE}"


def people(user_ids: list[str], joined_by: str = "and") -> str:
    """Mark people in a row: `A`, `A and B`, `A, B and C`."""
    named = [person(user_id) for user_id in user_ids]
    if len(named) < 2:  # noqa: PLR2004 - one stands alone
        return "".join(named)
    return f"{', '.join(named[:-1])} {joined_by} {named[-1]}"


def day(at: date) -> str:
    """Write a day: `6 Dec 2026`."""
    return f"{at.day} {at:%b %Y}"


def moment(at: datetime) -> str:
    """Mark a time."""
    return f"{_AT}{int(at.timestamp())}{_END}"


def due(at: datetime, now: datetime) -> str:
    """Say when something is due, or since when it is late: `due by …`, `overdue since …`."""
    return f"overdue since {moment(at)}" if now > at else f"due by {moment(at)}"


def people_in(text: str) -> list[str]:
    """List the people who are marked in a text, each once, in order."""
    return list(dict.fromkeys(found[1] for found in _MARKS.finditer(text) if found[1]))


def spoken(
    text: str,
    words_as: Callable[[str], str],
    person_as: Callable[[str], str],
    moment_as: Callable[[datetime], str],
) -> str:
    """Write a marked text out.

    Args:
        text: With marks.
        words_as: Writes everything between the marks, such as by escaping it.
        person_as: Writes a person, by user ID.
        moment_as: Writes a time, in UTC.
    """
    told, upto = [], 0
    for found in _MARKS.finditer(text):
        told.append(words_as(text[upto : found.start()]))
        is_person = found[1] is not None
        told.append(
            person_as(found[1])
            if is_person
            else moment_as(datetime.fromtimestamp(int(found[2]), UTC))
        )
        upto = found.end()
    return "".join([*told, words_as(text[upto:])])


def as_plain(text: str, person_as: Callable[[str], str] = str) -> str:
    """Write a marked text for a terminal, an editor or a model provider."""
    return spoken(text, str, person_as, lambda at: f"{at.day} {at:%b %Y, %H:%M} UTC")
