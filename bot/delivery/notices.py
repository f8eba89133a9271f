"""What delivery itself has to say: channels that can't be posted to, and what keeps failing."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from bot.queues.jobs import Job
from bot.queues.lengths import MANY_TRIES
from bot.queues.moves import refused_places
from bot.queues.surfaces import Placed, Surface, mark_stale
from handlers.blocks.places import FailingThing, failing, with_refused
from handlers.blocks.text import Message
from handlers.surfaces.home import refused_for
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.surface import draw_surface, place_surface


def draw(
    session: Session, kind: str, object_id: str, now: datetime, admins: Sequence[str] = ()
) -> Message:
    """Draw a surface, with what delivery itself has to say."""
    if kind == SurfaceKind.FAILING:
        return failing(_failing_things(session))
    message = draw_surface(session, kind, object_id, now)
    if kind != SurfaceKind.HOME:
        return message
    refused = refused_places(session)
    return with_refused(
        message, refused if object_id in admins else refused_for(session, object_id, refused)
    )


def has_to_tell_admins(session: Session) -> bool:
    """Return whether something has failed ten times, or for good, and nobody was told.

    Not while an earlier message is still on its way: after an outage there is one.
    """
    is_untold = [
        select(Surface.id).where(_surface_fails(), col(Surface.told_at).is_(None)).limit(1),
        select(Job.id).where(_job_fails(), col(Job.told_at).is_(None)).limit(1),
    ]
    on_its_way = select(Surface.id).where(
        Surface.kind == SurfaceKind.FAILING, col(Surface.wanted_version) > Surface.shown_version
    )
    if session.exec(on_its_way.limit(1)).first() is not None:
        return False
    return any(session.exec(found).first() is not None for found in is_untold)


def tell_admins(session: Session, admins: Sequence[str], now: datetime) -> None:
    """Have each admin told, once, what fails."""
    untold = col(Surface.told_at).is_(None), col(Job.told_at).is_(None)
    connection = session.connection()
    connection.execute(update(Surface).where(_surface_fails(), untold[0]).values(told_at=now))
    connection.execute(update(Job).where(_job_fails(), untold[1]).values(told_at=now))
    for admin in admins:
        key = f"{admin}:{now.isoformat()}"
        place, priority = place_surface(session, SurfaceKind.FAILING, key)
        mark_stale(session, Placed(SurfaceKind.FAILING, key, place, priority), now=now)


def _failing_things(session: Session) -> list[FailingThing]:
    surfaces = session.exec(
        select(Surface).where(_surface_fails()).order_by(col(Surface.kind), col(Surface.object_id))
    )
    jobs = session.exec(select(Job).where(_job_fails()).order_by(col(Job.kind), col(Job.key)))
    return [
        *(
            FailingThing(found.kind, found.place, found.last_error or "", is_over=found.is_dead)
            for found in surfaces
        ),
        *(
            FailingThing(found.kind, "", found.last_error or "", is_over=found.is_dead)
            for found in jobs
        ),
    ]


def _surface_fails() -> ColumnElement[bool]:
    is_stale = col(Surface.wanted_version) > col(Surface.shown_version)
    is_failing = col(Surface.is_dead).is_(True) | (col(Surface.attempts) >= MANY_TRIES)
    return is_stale & is_failing & (col(Surface.kind) != SurfaceKind.FAILING.value)


def _job_fails() -> ColumnElement[bool]:
    is_failing = col(Job.is_dead).is_(True) | (col(Job.attempts) >= MANY_TRIES)
    return col(Job.done_at).is_(None) & is_failing
