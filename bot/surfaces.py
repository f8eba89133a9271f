"""Surfaces: a row for each message or App Home that shows one domain object."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint, update
from sqlmodel import Field, Session, SQLModel, col, select

from assessments.columns import UtcDateTime
from bot.claims import claim_one
from bot.upsert import insert_into

EVERY_PLACE = "*"


class Surface(SQLModel, table=True):
    """What Slack should show of one object, and what it shows already.

    It is stale while `wanted_version` is ahead of `shown_version`.
    """

    __table_args__ = (UniqueConstraint("kind", "object_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str
    object_id: str
    place: str = Field(description="channel_id, or user_id for a direct message or App Home")
    priority: int = Field(description="Lower goes first")
    wanted_version: int = 1
    shown_version: int = 0
    shown_hash: str | None = None
    channel_id: str | None = Field(default=None, description="Where Slack says the message stands")
    message_ts: str | None = None
    posting_since: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="A post was begun and its end not recorded"
    )
    is_dead: bool = False
    attempts: int = 0
    last_error: str | None = None
    next_attempt_at: datetime = Field(sa_type=UtcDateTime, index=True)
    lease_token: UUID | None = None
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Pace(SQLModel, table=True):
    """When the next message may go to a place, or, for `*`, to Slack at all."""

    place: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=UtcDateTime)


def mark_stale(
    session: Session, *, kind: str, object_id: str, place: str, priority: int, now: datetime
) -> None:
    """Have delivery show the present state of an object; revives a dead surface."""
    session.connection().execute(
        insert_into(session, Surface)
        .values(
            id=uuid4(),
            kind=kind,
            object_id=object_id,
            place=place,
            priority=priority,
            wanted_version=1,
            shown_version=0,
            is_dead=False,
            attempts=0,
            next_attempt_at=now,
        )
        .on_conflict_do_update(
            index_elements=["kind", "object_id"],
            set_={
                "wanted_version": Surface.wanted_version + 1,
                "next_attempt_at": now,
                "attempts": 0,
                "is_dead": False,
            },
        )
    )


def mark_message_stale(session: Session, channel_id: str, message_ts: str, now: datetime) -> None:
    """Have delivery show a message anew, even where nothing has changed since."""
    session.connection().execute(
        update(Surface)
        .where(col(Surface.channel_id) == channel_id, col(Surface.message_ts) == message_ts)
        .values(wanted_version=Surface.wanted_version + 1, shown_hash=None, next_attempt_at=now)
    )


def claim_stale_surface(session: Session, now: datetime) -> Surface | None:
    """Claim the most urgent stale surface; a new message waits until its place is free."""
    busy = select(Pace.place).where(Pace.free_at > now)
    all_busy = select(Pace.place).where(Pace.place == EVERY_PLACE, Pace.free_at > now)
    return claim_one(
        session,
        Surface,
        ready=(
            (col(Surface.wanted_version) > col(Surface.shown_version))
            & col(Surface.is_dead).is_(False)
            & (col(Surface.next_attempt_at) <= now)
            & (col(Surface.message_ts).is_not(None) | col(Surface.place).not_in(busy))
            & ~all_busy.exists()
        ),
        order=[col(Surface.priority), col(Surface.next_attempt_at), col(Surface.id)],
        now=now,
    )


def reserve_place(session: Session, place: str, *, now: datetime, until: datetime) -> bool:
    """Take the place's next slot.

    Returns:
        False when another worker took it first.
    """
    taken = session.connection().execute(
        insert_into(session, Pace)
        .values(place=place, free_at=until)
        .on_conflict_do_update(
            index_elements=["place"], set_={"free_at": until}, where=col(Pace.free_at) <= now
        )
        .returning(col(Pace.place))
    )
    return taken.first() is not None


def hold_place(session: Session, place: str, until: datetime) -> None:
    """Send nothing to a place before a time: Slack said `Retry-After`."""
    session.connection().execute(
        insert_into(session, Pace)
        .values(place=place, free_at=until)
        .on_conflict_do_update(index_elements=["place"], set_={"free_at": until})
    )
