"""Messages that move: away from a place that refuses them, and home again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from bot.queues.backoff import SELDOM
from bot.queues.surfaces import NOT_POSTED, Surface, left_behind

LOOKS_HOME_EVERY = timedelta(hours=1)
SETTLED: dict[str, Any] = {"old_place": None, "old_channel_id": None, "old_message_ts": None}
"""The old message, if there is one, says where the new one is."""


def elsewhere(
    surface: Surface, others: Sequence[str], refusal: str, now: datetime
) -> dict[str, Any]:
    """Return what to write down once a place refused a message: where it goes instead.

    A message that tried its home again stays where it was. One that no place takes waits, and
    begins again at home.

    Args:
        surface: The message.
        others: Where else it may stand, the best first.
        refusal: Slack's code.
        now: The time.
    """
    home = surface.meant_for or surface.place
    values: dict[str, Any] = {
        **NOT_POSTED,
        "meant_for": home,
        "last_error": refusal,
        "attempts": surface.attempts + 1,
        "next_attempt_at": now,
    }
    if surface.place == home:
        values |= {"refusal": refusal, "probe_at": now + LOOKS_HOME_EVERY}
        if surface.old_message_ts is not None:
            return values | SETTLED | _where_it_was(surface)
    following = _after(surface.place, home, others)
    if following is None:
        return values | {"place": home, "next_attempt_at": now + SELDOM}
    return values | {"place": following}


def left_while_posting(
    session: Session, surface: Surface, channel_id: str, message_ts: str
) -> None:
    """Have a message say where its surface went while it was posted.

    Args:
        session: The session to work in.
        surface: The surface as it was before it moved.
        channel_id: Where the message was posted.
        message_ts: The message.
    """
    session.connection().execute(
        update(Surface)
        .where(
            col(Surface.id) == surface.id,
            col(Surface.place) != surface.place,
            col(Surface.message_ts).is_distinct_from(message_ts),
            col(Surface.old_message_ts).is_(None),
        )
        .values(
            old_place=surface.place,
            old_channel_id=channel_id,
            old_message_ts=message_ts,
            wanted_version=Surface.wanted_version + 1,
        )
    )


def _where_it_was(surface: Surface) -> dict[str, Any]:
    return {
        "place": surface.old_place,
        "channel_id": surface.old_channel_id,
        "message_ts": surface.old_message_ts,
    }


def _after(place: str, home: str, others: Sequence[str]) -> str | None:
    order = list(dict.fromkeys([home, *others]))
    rest = order[order.index(place) + 1 :] if place in order else order[1:]
    return rest[0] if rest else None


def _is_due(now: datetime) -> ColumnElement[bool]:
    is_over = col(Surface.probe_at) <= now
    return is_over | (col(Surface.probe_at) > now + LOOKS_HOME_EVERY)  # the clock was set back


def has_to_look(session: Session, now: datetime) -> bool:
    """Return whether it is time for a message to try its home again."""
    found = select(Surface.id).where(col(Surface.meant_for).is_not(None), _is_due(now)).limit(1)
    return session.exec(found).first() is not None


def message_at_home(session: Session, kind: str, object_id: str) -> tuple[str, str] | None:
    """Return the channel and time of an object's message; None until it is posted.

    Both are empty where it stands elsewhere than it was meant to.
    """
    found = _posted(session, kind, object_id)
    return ("", "") if found is not None and found.meant_for is not None else _message(found)


def message_of(session: Session, kind: str, object_id: str) -> tuple[str, str] | None:
    """Return the channel and time of an object's message, wherever it stands; None without one."""
    return _message(_posted(session, kind, object_id))


def _posted(session: Session, kind: str, object_id: str) -> Surface | None:
    found = session.exec(
        select(Surface).where(Surface.kind == kind, Surface.object_id == object_id)
    ).one_or_none()
    return found if _message(found) else None


def _message(surface: Surface | None) -> tuple[str, str] | None:
    if surface is None or surface.channel_id is None or surface.message_ts is None:
        return None
    return surface.channel_id, surface.message_ts


def refused_places(session: Session) -> Sequence[tuple[str, str, int]]:
    """List the places that refuse messages, each with Slack's code and how many it keeps away."""
    found = session.exec(
        select(Surface.meant_for, Surface.refusal, func.count())
        .where(col(Surface.meant_for).is_not(None))
        .group_by(col(Surface.meant_for), col(Surface.refusal))
        .order_by(col(Surface.meant_for))
    )
    return [(str(place), str(refusal), count) for place, refusal, count in found]


def go_home(session: Session, now: datetime, channel_id: str | None = None) -> int:
    """Have messages that stand elsewhere, or nowhere, try their home again.

    Args:
        session: The session to work in.
        now: The time.
        channel_id: The channel that became free; without one, all whose time to look has come.

    Returns:
        How many try.
    """
    is_asked = _is_due(now) if channel_id is None else col(Surface.meant_for) == channel_id
    tried = session.connection().execute(
        update(Surface)
        .where(col(Surface.meant_for).is_not(None), is_asked)
        .values(
            **left_behind(),
            place=Surface.meant_for,
            wanted_version=Surface.wanted_version + 1,
            next_attempt_at=now,
            probe_at=now + LOOKS_HOME_EVERY,
        )
    )
    return tried.rowcount
