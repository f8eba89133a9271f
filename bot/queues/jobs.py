"""Work that outlives a press: each job is a row with a key, claimed with a lease, done once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import JSON, Column, Index, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, Session, SQLModel, col

from bot.queues.backoff import SELDOM, wait_before_retry
from bot.queues.claims import LostLeases, Queue, is_over, release, renew
from bot.storage.database import Database
from bot.storage.upsert import insert_into, product_of
from bot.threads.outage import is_away
from ground.columns import UtcDateTime

log = structlog.get_logger()
MOST_ATTEMPTS = 12


@dataclass(frozen=True)
class ErrorKinds:
    """Which errors of a job are no use trying again, and which are never given up.

    Attributes:
        hopeless: Given up at once.
        passing: Tried again for as long as it takes.
        blocking: Likewise, once somebody has fixed what the error names.
    """

    hopeless: tuple[type[Exception], ...] = ()
    passing: tuple[type[Exception], ...] = ()
    blocking: tuple[type[Exception], ...] = ()


class Job(SQLModel, table=True):
    """One piece of work. The unique key lets the same work be asked for twice and done once."""

    __table_args__ = (
        Index(
            "ix_job_open",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str
    key: str = Field(unique=True)
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    due_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_dead: bool = False
    attempts: int = 0
    last_error: str | None = None
    blocked_by: str | None = Field(
        default=None, description="Slack's error that somebody has to fix"
    )
    told_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When admins were told that it fails"
    )
    lease_token: UUID | None = None
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


DUE_JOBS = Queue(
    Job,
    ready=col(Job.done_at).is_(None) & col(Job.is_dead).is_(False) & is_over(Job.due_at),
    order=[col(Job.due_at), col(Job.id)],
)
Work = Callable[[Mapping[str, Any], datetime], None]


@dataclass(frozen=True)
class JobDone:
    """What a step did: which job, and the error if it is to be tried again."""

    kind: str
    key: str
    error: str | None


def enqueue(
    session: Session, kind: str, *, key: str, payload: Mapping[str, Any], now: datetime
) -> None:
    """Ask for work, unless the same key was asked for before."""
    session.connection().execute(
        insert_into(product_of(session), Job)
        .values(
            id=uuid4(),
            kind=kind,
            key=f"{kind}:{key}",
            payload=dict(payload),
            due_at=now,
            is_dead=False,
            attempts=0,
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )


class JobRunner:
    """Takes one due job at a time and does it; what fails is tried again, later and later."""

    def __init__(
        self,
        database: Database,
        work: Mapping[str, Work],
        random: Random,
        kinds: ErrorKinds | None = None,
    ) -> None:
        self.database = database
        self.work = work
        self.random = random
        self.kinds = kinds or ErrorKinds()
        self.held: set[UUID] = set()
        self.lost = LostLeases(Job)

    def step(self, now: datetime) -> JobDone | None:
        """Do one due job.

        Returns:
            What was done, or None when nothing is due.
        """
        self.lost.give_back(self.database)
        with self.database.reading() as session:
            if not DUE_JOBS.is_waiting(session, now):
                return None
        with self.database.transaction() as session:
            job = DUE_JOBS.claim(session, now)
        if job is None or job.lease_token is None:
            return None
        self.held.add(job.lease_token)
        try:
            error = self._do(job, now)
            with self.database.transaction() as session:
                release(session, Job, job.id, job.lease_token, **self._outcome(job, error, now))
        except SQLAlchemyError:
            self.lost.note(job.lease_token)
            raise
        finally:
            self.held.discard(job.lease_token)
        return JobDone(job.kind, job.key, _told(error) if error else None)

    def renew_leases(self, now: datetime) -> None:
        """Keep the jobs that this process works on from being taken over."""
        if self.held:
            with self.database.transaction() as session:
                renew(session, Job, list(self.held), now)

    def _do(self, job: Job, now: datetime) -> Exception | None:
        try:
            self.work[job.kind](job.payload, now)
        except Exception as error:
            if is_away(error):
                raise  # which says nothing of the job: it goes on where the database is back
            self._log(job, error)
            return error
        return None

    def _log(self, job: Job, error: Exception) -> None:
        kinds = self.kinds
        is_known = isinstance(error, (*kinds.hopeless, *kinds.passing, *kinds.blocking))
        log.warning(
            "job_failed",
            kind=job.kind,
            key=job.key,
            attempts=job.attempts + 1,
            error=_told(error),
            exc_info=not is_known,
        )

    def _outcome(self, job: Job, error: Exception | None, now: datetime) -> dict[str, Any]:
        if error is None:
            return {"done_at": now, "last_error": None, "blocked_by": None}
        attempts = job.attempts + 1
        is_blocked = isinstance(error, self.kinds.blocking)
        goes_on = is_blocked or isinstance(error, self.kinds.passing)
        is_hopeless = isinstance(error, self.kinds.hopeless) or attempts >= MOST_ATTEMPTS
        wait = SELDOM if is_blocked else wait_before_retry(attempts, self.random)
        return {
            "attempts": attempts,
            "last_error": _told(error),
            "blocked_by": str(error)[:100] if is_blocked else None,
            "is_dead": is_hopeless and not goes_on,
            "due_at": now + wait,
        }


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:500]
