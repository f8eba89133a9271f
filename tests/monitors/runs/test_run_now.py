"""Running a monitor now: once, by whom, and only one that runs at all."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from ground.audit import AuditEntry
from monitors.errors import Code, MonitorError
from monitors.runs.run_now import run_now
from monitors.tables import Monitor

pytestmark = pytest.mark.sqlite_alone


def test_two_who_ask_are_one_run_and_only_the_first_is_noted(
    session: Session, monitor: Monitor, now: datetime
) -> None:
    """The other monitor isn't asked for."""
    other = Monitor(
        **monitor.model_dump(exclude={"id", "name", "reference_profile"}), name="another one"
    )
    session.add(other)
    session.flush()

    asked = [
        run_now(session, monitor.name, by, now + timedelta(minutes=minute))
        for minute, by in enumerate(("cli:mia", "cli:ola"))
    ]
    session.expire_all()

    assert asked == [True, False]
    assert (monitor.run_asked_at, other.run_asked_at) == (now, None)
    entry = session.exec(select(AuditEntry).where(AuditEntry.action == "monitor.run_now")).one()
    assert (entry.actor, entry.subject) == ("cli:mia", f"monitor:{monitor.id}")


def test_a_monitor_that_takes_pushed_numbers_alone_never_runs(
    session: Session, monitor: Monitor, now: datetime
) -> None:
    """It's named."""
    monitor.cron = ""

    with pytest.raises(MonitorError) as refused:
        run_now(session, monitor.name, "cli:mia", now)

    refusal = refused.value.refusal
    assert (refusal.code, refusal.facts["name"]) == (Code.MONITOR_NEVER_RUNS, "churn weekly")
