"""How long the queues are, for `/metrics`, `/readyz` and `doctor`."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, SQLModel, col, select

from bot.queues.jobs import Job
from bot.queues.surfaces import Surface


@dataclass(frozen=True)
class QueueLengths:
    """How many rows wait, and how many were given up."""

    surfaces_waiting: int
    surfaces_dead: int
    jobs_waiting: int
    jobs_dead: int


def queue_lengths(session: Session) -> QueueLengths:
    """Count what waits and what was given up."""
    is_stale = col(Surface.wanted_version) > col(Surface.shown_version)
    return QueueLengths(
        surfaces_waiting=_count(session, Surface, is_stale & col(Surface.is_dead).is_(False)),
        surfaces_dead=_count(session, Surface, col(Surface.is_dead).is_(True)),
        jobs_waiting=_count(
            session, Job, col(Job.done_at).is_(None) & col(Job.is_dead).is_(False)
        ),
        jobs_dead=_count(session, Job, col(Job.is_dead).is_(True)),
    )


def _count(session: Session, table: type[SQLModel], condition: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(table).where(condition)).one()
