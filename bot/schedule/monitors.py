"""The schedule: what is due is a row, claimed by an update, so any number of replicas may tick."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, select

from bot.queues.jobs import enqueue
from bot.schedule.cron import latest_firing, missed_firings, next_firing
from bot.storage.database import Database
from handlers.job_kinds import JobKind
from monitors.tables import Monitor

LONG_AGO = datetime.min.replace(tzinfo=UTC)
CHECKED_EVERY = timedelta(minutes=10)
"""How often waits are compared with the schedule, beside each time the clock goes back."""


@dataclass(frozen=True)
class Scheduled:
    """What a step set off: the monitor's run for one local time, and how many it passed over."""

    monitor_name: str
    firing_key: str
    skipped: int


@dataclass(frozen=True)
class _Firing:
    """A run to set off, worked out before anything is written.

    Attributes:
        key: The local time that was due, with its offset where the clocks show it again; a run
            that a person asked for has its own time to the microsecond, so that it is never taken
            for another run of that minute.
        skipped: How many firings it passes over.
        unchanged: What the monitor's row must still say for this to be the run that is due.
        after: What the row says once it is set off.
    """

    key: str
    skipped: int
    unchanged: ColumnElement[bool]
    after: dict[str, datetime | None]


class Schedule:
    """Turns firings of due monitors, and runs that people ask for, into jobs."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._last_step = self._checked_at = LONG_AGO

    def step(self, now: datetime) -> Scheduled | None:
        """Fire one due monitor.

        After a pause only the latest firing runs; the job says how many were passed over. The
        firing is worked out before the transaction that writes it.

        Returns:
            What was fired, or None when nothing is due.
        """
        if now < self._last_step or now >= self._checked_at + CHECKED_EVERY:
            self._checked_at = now
            self._bound_waits(now)
        self._last_step = now
        with self.database.reading() as session:
            monitor = _first_due(session, now)
        if monitor is None:
            return None
        firing = _asked_for(monitor) or _by_schedule(monitor, now)
        with self.database.transaction() as session:
            if not _take(session, monitor, firing):
                return None
            enqueue(
                session,
                JobKind.RUN_MONITOR,
                key=f"{monitor.id}:{firing.key}",
                payload={
                    "monitor_id": str(monitor.id),
                    "firing_key": firing.key,
                    "skipped_firings": firing.skipped,
                },
                now=now,
            )
        return Scheduled(monitor.name, firing.key, firing.skipped)

    def _bound_waits(self, now: datetime) -> None:
        """Let no monitor wait longer than its schedule says.

        A firing further ahead was worked out before the clock was set back: without this, the
        monitor would stand still until the clock caught up.
        """
        with self.database.reading() as session:
            waiting = session.exec(select(Monitor).where(col(Monitor.next_firing_at) > now)).all()
        for monitor in waiting:
            following = next_firing(monitor.cron, monitor.timezone, after=now)
            if following is not None and following < (monitor.next_firing_at or now):
                as_it_was = col(Monitor.next_firing_at) == monitor.next_firing_at
                earlier = _Firing("", 0, as_it_was, {"next_firing_at": following})
                with self.database.transaction() as session:
                    _take(session, monitor, earlier)


def _first_due(session: Session, now: datetime) -> Monitor | None:
    return session.exec(
        select(Monitor)
        .where(
            (col(Monitor.next_firing_at) <= now) | col(Monitor.run_asked_at).is_not(None),
        )
        .order_by(
            col(Monitor.run_asked_at).is_(None), col(Monitor.next_firing_at), col(Monitor.id)
        )
        .limit(1)
    ).first()


def _asked_for(monitor: Monitor) -> _Firing | None:
    if monitor.run_asked_at is None:
        return None
    return _Firing(
        _local(monitor, monitor.run_asked_at).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        0,
        col(Monitor.run_asked_at) == monitor.run_asked_at,
        {"run_asked_at": None},
    )


def _by_schedule(monitor: Monitor, now: datetime) -> _Firing:
    first, times = monitor.next_firing_at or now, (monitor.cron, monitor.timezone)
    latest = latest_firing(*times, first, now)
    local = _local(monitor, latest)
    return _Firing(
        local.strftime("%Y-%m-%dT%H:%M%z" if local.fold else "%Y-%m-%dT%H:%M"),
        missed_firings(*times, first, latest),
        col(Monitor.next_firing_at) == monitor.next_firing_at,
        {"next_firing_at": next_firing(*times, after=latest)},
    )


def _local(monitor: Monitor, time: datetime) -> datetime:
    return time.astimezone(ZoneInfo(monitor.timezone))


def _take(session: Session, monitor: Monitor, firing: _Firing) -> bool:
    """Write down that a firing is set off, unless another replica did, or the times changed."""
    moved = session.connection().execute(
        update(Monitor)
        .where(
            col(Monitor.id) == monitor.id,
            col(Monitor.cron) == monitor.cron,
            col(Monitor.timezone) == monitor.timezone,
            firing.unchanged,
        )
        .values(**firing.after)
    )
    return moved.rowcount == 1
