"""The weekly digest of a channel: decisions, overdue actions, rounds, what monitors noticed."""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col

from assessments.rounds.digest import overdue_actions, waiting_rounds
from deployments.calls import monday_morning
from ground.audit import head_of
from handlers.blocks.rounds.digest import digest_message
from handlers.blocks.text import Message
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface
from handlers.surfaces.undecided import undecided_in
from monitors.alerts.notices import NoticedModel, channels_with_notices, noticed_between
from monitors.tables import Monitor


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    channel_id, _, day = key.partition(":")
    monday = date.fromisoformat(day)
    rounds = waiting_rounds(session, channel_id, monday)
    overdue = overdue_actions(session, channel_id, monday)
    noticed = noticed_before(session, monday, [channel_id])
    undecided = undecided_in(session, channel_id, monday)
    return digest_message(overdue, rounds, monday, head_of(session), noticed, undecided)


def due_notices(
    session: Session, now: datetime, is_told: Callable[[str, date], bool]
) -> list[tuple[str, date]]:
    """List the channels with a model worth a look, each with this week's Monday.

    A digest is due once it is Monday morning for the owners of these models.

    Args:
        session: Where to look.
        now: When.
        is_told: Whether a channel has the digest of a Monday already.
    """
    monday = now.date() - timedelta(days=now.weekday())
    waiting = [
        channel_id
        for channel_id in channels_with_notices(session, *_week_before(monday))
        if not is_told(channel_id, monday)
    ]
    owners: dict[str, set[str]] = {}
    for model in noticed_before(session, monday, waiting) if waiting else ():
        owners.setdefault(model.channel_id, set()).add(model.owner_user_id)
    return [
        (channel_id, monday)
        for channel_id, people in sorted(owners.items())
        if max(monday_morning(session, user_id, monday) for user_id in people) <= now
    ]


def noticed_before(
    session: Session, monday: date, channels: Collection[str]
) -> list[NoticedModel]:
    """List what monitors noticed in the week before a Monday, that is still so at its end."""
    return noticed_between(session, *_week_before(monday), col(Monitor.channel_id).in_(channels))


def _week_before(monday: date) -> tuple[datetime, datetime]:
    end = datetime.combine(monday, time(), UTC)
    return end - timedelta(days=7), end


SURFACES = (Surface(SurfaceKind.DIGEST, 60, lambda _, key: key.partition(":")[0], _draw),)
