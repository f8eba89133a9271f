"""The weekly digest of a channel: overdue actions, and rounds that wait for their facilitator."""

from datetime import date, datetime

from sqlmodel import Session

from assessments.rounds.digest import overdue_actions, waiting_rounds
from ground.audit import head_of
from handlers.blocks.rounds.digest import digest_message
from handlers.blocks.text import Message
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import Surface


def _draw(session: Session, key: str, now: datetime) -> Message:
    del now
    channel_id, _, day = key.partition(":")
    monday = date.fromisoformat(day)
    rounds = waiting_rounds(session, channel_id, monday)
    overdue = overdue_actions(session, channel_id, monday)
    return digest_message(overdue, rounds, monday, head_of(session))


SURFACES = (Surface(SurfaceKind.DIGEST, 60, lambda _, key: key.partition(":")[0], _draw),)
