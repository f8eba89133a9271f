"""Asks for a run outside a monitor's schedule."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from ground.audit import hold, record
from monitors.errors import Code, MonitorError
from monitors.tables import Monitor


def find_monitor(session: Session, name: str) -> Monitor:
    """Find a monitor by its name.

    Raises:
        MonitorError: There is none.
    """
    monitor = session.exec(select(Monitor).where(Monitor.name == name)).one_or_none()
    if monitor is None:
        raise MonitorError(Code.MONITOR_NAME_UNKNOWN, name=name)
    return monitor


def run_now(session: Session, name: str, by: str, now: datetime) -> bool:
    """Ask for a run of a monitor's next window, whatever its schedule says.

    Returns:
        False when one was asked for before and hasn't begun: both are one run.

    Raises:
        MonitorError: There is no such monitor, or it only takes pushed numbers.
    """
    hold(session)  # before its row, as all who write monitors: nobody waits in a circle
    monitor = find_monitor(session, name)
    if not monitor.cron:
        raise MonitorError(Code.MONITOR_NEVER_RUNS, name=name)
    asked = session.connection().execute(
        update(Monitor)
        .where(col(Monitor.id) == monitor.id, col(Monitor.run_asked_at).is_(None))
        .values(run_asked_at=now)
    )
    if asked.rowcount != 1:
        return False
    record(
        session,
        actor=by,
        action="monitor.run_now",
        subject=f"monitor:{monitor.id}",
        detail={"name": name},
        now=now,
    )
    return True
