"""How long the queues are, for `/metrics`, `/readyz` and `doctor`."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, SQLModel, col, select

from bot.queues.jobs import Job
from bot.queues.surfaces import Surface

MANY_TRIES = 10


@dataclass(frozen=True)
class QueueLengths:
    """How many rows wait, and how many were given up."""

    surfaces_waiting: int
    surfaces_dead: int
    jobs_waiting: int
    jobs_dead: int
    blocked_by: tuple[str, ...] = ()
    """Slack's errors that somebody has to fix."""


def queue_lengths(session: Session) -> QueueLengths:
    """Count what waits and what was given up."""
    is_stale = col(Surface.wanted_version) > col(Surface.shown_version)
    return QueueLengths(
        surfaces_waiting=_count(session, Surface, is_stale & col(Surface.is_dead).is_(False)),
        surfaces_dead=_count(session, Surface, col(Surface.is_dead).is_(True)),
        jobs_waiting=jobs_waiting(session),
        jobs_dead=_count(session, Job, col(Job.is_dead).is_(True)),
        blocked_by=tuple(sorted(_blocking(session))),
    )


def jobs_waiting(session: Session) -> int:
    """Count the jobs that are still to do."""
    return _count(session, Job, col(Job.done_at).is_(None) & col(Job.is_dead).is_(False))


def struggling(session: Session) -> list[Surface]:
    """List the messages that were tried ten times or more and still aren't shown."""
    is_stale = col(Surface.wanted_version) > col(Surface.shown_version)
    found = select(Surface).where(
        is_stale, col(Surface.is_dead).is_(False), col(Surface.attempts) >= MANY_TRIES
    )
    return list(session.exec(found.order_by(col(Surface.kind), col(Surface.object_id))))


def _blocking(session: Session) -> set[str]:
    """Name what somebody has to fix before the rest is shown or done."""
    is_stale = col(Surface.wanted_version) > col(Surface.shown_version)
    surfaces = select(Surface.blocked_by).where(is_stale, col(Surface.is_dead).is_(False))
    jobs = select(Job.blocked_by).where(col(Job.done_at).is_(None), col(Job.is_dead).is_(False))
    found = {*session.exec(surfaces.distinct()), *session.exec(jobs.distinct())}
    return {code for code in found if code}


def _count(session: Session, table: type[SQLModel], condition: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(condition)).one()
