"""The schedule: what is due is a row, claimed by an update, so any number of replicas may tick."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.database import Database
from bot.jobs import enqueue
from monitors.tables import Monitor

RUN_MONITOR = "run_monitor"
MOST_SKIPPED = 10_000
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
QUARTER = timedelta(days=91)


@dataclass(frozen=True)
class Fired:
    """What a step set off: the monitor's run for one local time, and how many it passed over."""

    monitor_name: str
    firing_key: str
    skipped: int


class Schedule:
    """Turns firings of due monitors into jobs."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def step(self, now: datetime) -> Fired | None:
        """Fire one due monitor.

        After a pause only the latest firing runs; the job says how many were passed over.

        Returns:
            What was fired, or None when nothing is due.
        """
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
                RUN_MONITOR,
                key=f"{monitor.id}:{key}",
                payload={
                    "monitor_id": str(monitor.id),
                    "firing_key": key,
                    "window_number": monitor.windows_seen + skipped,
                    "skipped_firings": skipped,
                },
                now=now,
            )
            return Fired(monitor.name, key, skipped)


def next_firing(cron: str, timezone: str, *, after: datetime) -> datetime | None:
    """Give the first firing after a time.

    Days of the week are cron's: 0 and 7 are Sunday, 1 is Monday. Where both day of the month and
    day of the week are given, both must hold. A local time that the clocks show twice fires once:
    its second showing is passed over.

    Raises:
        ValueError: The cron line or the time zone is not valid.
    """
    zone = ZoneInfo(timezone)
    trigger = CronTrigger.from_crontab(_with_named_days(cron), timezone=zone)
    candidate = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
    while candidate is not None:
        firing: datetime = candidate.astimezone(UTC)
        if firing.astimezone(zone).fold == 0:
            return firing
        candidate = trigger.get_next_fire_time(None, firing + timedelta(seconds=1))
    return None


def _with_named_days(cron: str) -> str:
    """Name the days of the week, which APScheduler counts from Monday and cron from Sunday."""
    *others, days = cron.split() or [""]
    return " ".join([*others, ",".join(_named_days(part) for part in days.split(","))])


def _named_days(part: str) -> str:
    matched = re.fullmatch(r"([0-7])(?:-([0-7]))?(?:/([1-7]))?", part)
    if matched is None:
        return part
    first, last, step = (int(found) if found else None for found in matched.groups())
    if first is None or (step and last is None):
        raise ValueError(f"{part!r} names no days of the week")
    end = first if last is None else last
    return ",".join(DAYS[day % 7] for day in range(first, end + 1, step or 1))


def runs_per_quarter(cron: str, timezone: str, after: datetime) -> float:
    """Count how often a schedule fires in the next 91 days, at most 10,000 times."""
    firing, runs = next_firing(cron, timezone, after=after), 0
    while firing is not None and firing <= after + QUARTER and runs < MOST_SKIPPED:
        runs += 1
        firing = next_firing(cron, timezone, after=firing)
    return float(max(runs, 1))


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
