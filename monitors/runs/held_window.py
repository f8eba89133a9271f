"""A window that couldn't be measured: each run tries it again, and those after it wait."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from monitors.errors import Code, MonitorError
from monitors.tables import Monitor, MonitorRun, RunStatus


@dataclass(frozen=True)
class HeldWindow:
    """What its owner is told.

    Attributes:
        first_row: Of the window, counted from 1.
        last_row: Of the window.
        why: A sentence, from the newest run that failed.
        tries: How many runs failed.
        measured_at: When it could be measured after all.
    """

    monitor_name: str
    model_name: str
    owner_user_id: str
    first_row: int
    last_row: int
    why: str
    tries: int
    measured_at: datetime | None


def held_window(session: Session, monitor_id: UUID, window_number: int) -> HeldWindow | None:
    """Return what became of a window that a run couldn't measure; None where none failed.

    Raises:
        MonitorError: The monitor is unknown.
    """
    monitor = session.get(Monitor, monitor_id)
    if monitor is None:
        raise MonitorError(Code.MONITOR_UNKNOWN)
    runs = session.exec(
        select(MonitorRun)
        .where(MonitorRun.monitor_id == monitor_id, MonitorRun.window_number == window_number)
        .order_by(col(MonitorRun.ran_at))
    ).all()
    failed = [run for run in runs if run.status is RunStatus.ERROR]
    if not failed:
        return None
    measured = [run.ran_at for run in runs if run.status is RunStatus.MEASURED]
    first = window_number * monitor.rows_per_window
    return HeldWindow(
        monitor_name=monitor.name,
        model_name=monitor.model_name,
        owner_user_id=monitor.owner_user_id,
        first_row=first + 1,
        last_row=first + monitor.rows_per_window,
        why=failed[-1].note,
        tries=len(failed),
        measured_at=measured[0] if measured else None,
    )


def held_now(session: Session, monitor_id: UUID) -> HeldWindow | None:
    """Return the window that the monitor's newest run couldn't measure; None where it could."""
    newest = session.exec(
        select(MonitorRun)
        .where(MonitorRun.monitor_id == monitor_id)
        .order_by(col(MonitorRun.ran_at).desc(), col(MonitorRun.window_number).desc())
        .limit(1)
    ).one_or_none()
    if newest is None or newest.status is not RunStatus.ERROR:
        return None
    return held_window(session, monitor_id, newest.window_number)
