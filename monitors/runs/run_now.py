"""Asks for a run outside a monitor's schedule."""

from datetime import datetime

from sqlmodel import Session, select

from ground.audit import record
from monitors.errors import Code, MonitorError
from monitors.tables import Monitor


def run_now(session: Session, name: str, by: str, now: datetime) -> None:
    """Make a monitor due; its next window is measured by whoever runs what is due.

    Raises:
        MonitorError: There is no such monitor, or it only takes pushed numbers.
    """
    monitor = session.exec(select(Monitor).where(Monitor.name == name)).one_or_none()
    if monitor is None:
        raise MonitorError(Code.MONITOR_NAME_UNKNOWN, name=name)
    if not monitor.cron:
        raise MonitorError(Code.MONITOR_NEVER_RUNS, name=name)
    monitor.next_firing_at = now
    record(
        session,
        actor=by,
        action="monitor.run_now",
        subject=f"monitor:{monitor.id}",
        detail={"name": name},
        now=now,
    )
