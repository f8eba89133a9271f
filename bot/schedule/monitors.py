"""The schedule: what is due is a row, claimed by an update, so any number of replicas may tick."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.queues.jobs import enqueue
from bot.schedule.cron import MOST_SKIPPED, next_firing
from bot.storage.database import Database
from handlers.job_kinds import JobKind
from monitors.tables import Monitor


@dataclass(frozen=True)
class Scheduled:
    """What a step set off: the monitor's run for one local time, and how many it passed over."""

    monitor_name: str
    firing_key: str
    skipped: int


class Schedule:
    """Turns firings of due monitors into jobs."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def step(self, now: datetime) -> Scheduled | None:
        """Fire one due monitor.

        After a pause only the latest firing runs; the job says how many were passed over.

        Returns:
            What was fired, or None when nothing is due.
        """
        with self.database.reading() as session:
            if _first_due(session, now) is None:
                return None
        with self.database.transaction() as session:
            monitor = _first_due(session, now)
            if monitor is None or monitor.next_firing_at is None:
                return None
            latest, skipped = _latest_firing(monitor, now)
            following = next_firing(monitor.cron, monitor.timezone, after=latest)
            if not _advance(session, monitor, following, seen=skipped + 1):
                return None
            key = latest.astimezone(ZoneInfo(monitor.timezone)).strftime("%Y-%m-%dT%H:%M")
            enqueue(
                session,
                JobKind.RUN_MONITOR,
                key=f"{monitor.id}:{key}",
                payload={
                    "monitor_id": str(monitor.id),
                    "firing_key": key,
                    "window_number": monitor.windows_seen + skipped,
                    "skipped_firings": skipped,
                },
                now=now,
            )
            return Scheduled(monitor.name, key, skipped)


def _first_due(session: Session, now: datetime) -> Monitor | None:
    return session.exec(
        select(Monitor)
        .where(col(Monitor.next_firing_at) <= now)
        .order_by(col(Monitor.next_firing_at), col(Monitor.id))
        .limit(1)
    ).first()


def _latest_firing(monitor: Monitor, now: datetime) -> tuple[datetime, int]:
    latest = monitor.next_firing_at or now
    for skipped in range(MOST_SKIPPED):
        following = next_firing(monitor.cron, monitor.timezone, after=latest)
        if following is None or following > now:
            return latest, skipped
        latest = following
    return latest, MOST_SKIPPED


def _advance(session: Session, monitor: Monitor, following: datetime | None, seen: int) -> bool:
    """Move the monitor on, unless another replica did."""
    moved = session.connection().execute(
        update(Monitor)
        .where(
            col(Monitor.id) == monitor.id,
            col(Monitor.next_firing_at) == monitor.next_firing_at,
        )
        .values(
            next_firing_at=following,
            windows_seen=monitor.windows_seen + seen,
        )
    )
    return moved.rowcount == 1
