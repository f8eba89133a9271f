"""Surfaces: a row for each message or App Home that shows one domain object."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Executable, Index, UniqueConstraint, case, func, null, text, update
from sqlmodel import Field, Session, SQLModel, col, select

from bot.queues.claims import LONGEST_PAUSE, Queue, is_over
from bot.storage.upsert import insert_into, product_of
from ground.columns import UtcDateTime

EVERY_PLACE = "*"


class Surface(SQLModel, table=True):
    """What Slack should show of one object, and what it shows already.

    It is stale while `wanted_version` is ahead of `shown_version`.
    """

    __table_args__ = (
        UniqueConstraint("kind", "object_id"),
        Index(
            "ix_surface_stale",
            "priority",
            "next_attempt_at",
            sqlite_where=text("wanted_version > shown_version"),
            postgresql_where=text("wanted_version > shown_version"),
        ),
        Index(
            "ix_surface_away",
            "meant_for",
            sqlite_where=text("meant_for IS NOT NULL"),
            postgresql_where=text("meant_for IS NOT NULL"),
        ),
    )

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
    blocked_by: str | None = Field(
        default=None, description="Slack's error that somebody has to fix"
    )
    told_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When admins were told that it fails"
    )
    meant_for: str | None = Field(default=None, description="Its home, while it stands elsewhere")
    refusal: str | None = Field(default=None, description="Why it can't stand at home")
    probe_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When to try its home again"
    )
    old_place: str | None = Field(default=None, description="Where it stood before it moved")
    old_channel_id: str | None = None
    old_message_ts: str | None = Field(
        default=None, description="The message there, which is to say where it went"
    )
    next_attempt_at: datetime = Field(sa_type=UtcDateTime)
    lease_token: UUID | None = None
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def is_new_to_a_person(self) -> bool:
        """Whether it is for one person, at home, and they haven't got it yet."""
        is_for_person = self.place.startswith(("U", "W")) and self.meant_for is None
        return is_for_person and self.message_ts is None


class Pace(SQLModel, table=True):
    """When the next message may go to a place, or, for `*`, to Slack at all."""

    place: str = Field(primary_key=True)
    free_at: datetime = Field(sa_type=UtcDateTime)


NOT_POSTED: dict[str, Any] = {
    "channel_id": None,
    "message_ts": None,
    "shown_hash": None,
    "posting_since": None,
}


def left_behind() -> dict[str, Any]:
    """Return the values by which a surface leaves its message behind and gets a new one.

    Whoever is showing the old one now loses the lease, and so can't record it.
    """
    has_message = col(Surface.message_ts).is_not(None)
    return {
        "old_place": case((has_message, col(Surface.place)), else_=col(Surface.old_place)),
        "old_channel_id": func.coalesce(Surface.channel_id, Surface.old_channel_id),
        "old_message_ts": func.coalesce(Surface.message_ts, Surface.old_message_ts),
        **{name: null() for name in (*NOT_POSTED, "lease_token", "leased_until")},
    }


class Placed(NamedTuple):
    """A surface to refresh: of what, where, and how urgently."""

    kind: str
    object_id: str
    place: str
    priority: int


def mark_stale(session: Session, *surfaces: Placed, now: datetime) -> None:
    """Have delivery show the present state of some objects; revives dead surfaces.

    One that has another home than before moves there.
    """
    fresh = {
        "wanted_version": 1,
        "shown_version": 0,
        "is_dead": False,
        "attempts": 0,
        "next_attempt_at": now,
    }
    session.connection().execute(
        _marking(product_of(session)),
        # always in the same order: two transactions that wait for each other would never end
        [{"id": uuid4(), **surface._asdict(), **fresh} for surface in sorted(surfaces)],
    )


@cache
def _marking(product: str) -> Executable:
    insert = insert_into(product, Surface)
    new_home = insert.excluded.place
    has_new_home = func.coalesce(Surface.meant_for, Surface.place) != new_home
    moves = has_new_home & (col(Surface.place) != new_home)
    return insert.on_conflict_do_update(
        index_elements=["kind", "object_id"],
        set_={
            "wanted_version": insert.table.c.wanted_version + 1,
            "next_attempt_at": insert.excluded.next_attempt_at,
            "attempts": 0,
            "is_dead": False,
            "place": case((has_new_home, new_home), else_=col(Surface.place)),
            "meant_for": case((has_new_home, null()), else_=col(Surface.meant_for)),
            **{
                name: case((moves, value), else_=getattr(Surface, name))
                for name, value in left_behind().items()
            },
        },
    )


def mark_message_stale(session: Session, channel_id: str, message_ts: str, now: datetime) -> None:
    """Have delivery show a message again, even if nothing has changed since."""
    session.connection().execute(
        update(Surface)
        .where(col(Surface.channel_id) == channel_id, col(Surface.message_ts) == message_ts)
        .values(wanted_version=Surface.wanted_version + 1, shown_hash=None, next_attempt_at=now)
    )


def make_sure(session: Session, kind: str, object_id: str) -> None:
    """Have the next showing call Slack even if nothing changed: the message may be deleted."""
    session.connection().execute(
        update(Surface)
        .where(col(Surface.kind) == kind, col(Surface.object_id) == object_id)
        .values(shown_hash=None)
    )


def forget_message(session: Session, kind: str, object_id: str) -> None:
    """Let an object's message stay as it is; what is shown next is a new one.

    Whoever is showing the old one now loses the lease, and so can't record it.
    """
    session.connection().execute(
        update(Surface)
        .where(col(Surface.kind) == kind, col(Surface.object_id) == object_id)
        .values(**NOT_POSTED, lease_token=None, leased_until=None)
    )


def is_known(session: Session, kind: str, object_id: str) -> bool:
    """Return whether an object was ever to be shown."""
    found = select(Surface.id).where(Surface.kind == kind, Surface.object_id == object_id)
    return session.exec(found).first() is not None


def known_objects(session: Session, kind: str, keys: Collection[str]) -> Sequence[tuple[str, str]]:
    """List which of a kind's objects are shown, or about to be: each key, and its home.

    What Slack refused for good, so that somebody else was told, isn't among them.
    """
    is_stale = col(Surface.wanted_version) > col(Surface.shown_version)
    found = select(Surface.object_id, func.coalesce(Surface.meant_for, Surface.place)).where(
        Surface.kind == kind,
        col(Surface.object_id).in_(keys),
        col(Surface.message_ts).is_not(None) | is_stale,
    )
    return session.exec(found.order_by(col(Surface.object_id))).all()


STALE_SURFACES = Queue(
    Surface,
    ready=(
        (col(Surface.wanted_version) > col(Surface.shown_version))
        & col(Surface.is_dead).is_(False)
        & is_over(Surface.next_attempt_at)
        & (
            col(Surface.message_ts).is_not(None)
            | col(Surface.place).not_in(select(Pace.place).where(~is_over(Pace.free_at)))
        )
        & ~select(Pace.place).where(Pace.place == EVERY_PLACE, ~is_over(Pace.free_at)).exists()
    ),
    order=[col(Surface.priority), col(Surface.next_attempt_at), col(Surface.id)],
)
"""The most urgent first; a new message waits until its place is free."""


def reserve_place(session: Session, place: str, *, now: datetime, until: datetime) -> bool:
    """Take the place's next slot.

    Returns:
        False when another worker took it first.
    """
    taken = session.connection().execute(
        insert_into(product_of(session), Pace)
        .values(place=place, free_at=until)
        .on_conflict_do_update(
            index_elements=["place"],
            set_={"free_at": until},
            where=(col(Pace.free_at) <= now) | (col(Pace.free_at) > now + LONGEST_PAUSE),
        )
        .returning(col(Pace.place))
    )
    return taken.first() is not None


def hold_place(session: Session, place: str, until: datetime) -> None:
    """Send nothing to a place before a time: Slack said `Retry-After`."""
    session.connection().execute(
        insert_into(product_of(session), Pace)
        .values(place=place, free_at=until)
        .on_conflict_do_update(index_elements=["place"], set_={"free_at": until})
    )


def begin_post(
    session: Session, surface: Surface, now: datetime, *, is_again: bool = False
) -> bool:
    """Write down that a claimed surface is about to be posted, unless an earlier try did.

    Once it is known that no earlier try posted it, it begins again.

    A crash may follow the call: whoever claims it next looks for the message first.

    Returns:
        False when the lease was lost to another worker meanwhile.
    """
    begun = session.connection().execute(
        update(Surface)
        .where(col(Surface.id) == surface.id, col(Surface.lease_token) == surface.lease_token)
        .values(posting_since=now if is_again else surface.posting_since or now)
    )
    return begun.rowcount == 1


def end_post(session: Session, surface: Surface) -> None:
    """Write down that a claimed surface was certainly not posted."""
    session.connection().execute(
        update(Surface)
        .where(col(Surface.id) == surface.id, col(Surface.lease_token) == surface.lease_token)
        .values(posting_since=None)
    )


def note_message(session: Session, surface: Surface, channel_id: str, message_ts: str) -> None:
    """Write down the message of a claimed surface that an earlier try posted."""
    session.connection().execute(
        update(Surface)
        .where(col(Surface.id) == surface.id, col(Surface.lease_token) == surface.lease_token)
        .values(channel_id=channel_id, message_ts=message_ts, posting_since=None)
    )
