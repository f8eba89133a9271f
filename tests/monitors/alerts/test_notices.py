"""Notices of runs: kept with the day since when they show, and listed for the week's digest."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, true

from handlers.blocks.notices import noticed_text
from handlers.surfaces.digest import due_notices
from monitors.alerts.notices import (
    LastingNotice,
    channels_with_notices,
    lasting,
    newest_notices,
    noticed_between,
)
from monitors.tables import Monitor, MonitorRun, RunStatus

pytestmark = pytest.mark.sqlite_alone

MONDAY = datetime.fromisoformat("2026-11-23T00:00:00+00:00")
TUESDAY_BEFORE = MONDAY - timedelta(days=6)
AGE = LastingNotice("age", "age: missing in 4% of rows (before: 1%)", TUESDAY_BEFORE)


@pytest.fixture
def monitor(session: Session) -> Monitor:
    """The monitor of the model `churn`."""
    made = Monitor(
        name="weekly", model_name="churn", channel_id="C1", owner_user_id="U1", reference="r",
        current="c", rows_per_window=1, columns={}, cron="0 9 * * 1", timezone="UTC",
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def ran(session: Session, monitor: Monitor, at: datetime, *notices: LastingNotice) -> None:
    """Keep a run with notices."""
    session.add(
        MonitorRun(
            monitor_id=monitor.id, firing_key=str(at), window_number=at.timetuple().tm_yday,
            status=RunStatus.MEASURED, verdict="warning" if notices else "ok",
            result={"notices": [one.to_json() for one in notices]}, ran_at=at,
        )
    )  # fmt: skip
    session.flush()


def test_what_goes_on_keeps_its_first_day() -> None:
    """By what it is about: its figures may change."""
    told = [("age", "age: missing in 5% of rows"), ("place", "place: the new value east")]

    found = lasting(told, [AGE], MONDAY)

    assert [(one.about, one.since) for one in found] == [
        ("age", TUESDAY_BEFORE), ("place", MONDAY),
    ]  # fmt: skip


def test_the_newest_run_tells(session: Session, monitor: Monitor) -> None:
    """What is over is no news; runs of earlier versions kept none."""
    assert newest_notices(session, monitor.id) == []

    ran(session, monitor, TUESDAY_BEFORE, AGE)
    told = newest_notices(session, monitor.id)
    ran(session, monitor, TUESDAY_BEFORE + timedelta(days=1))

    assert told == [AGE]
    assert newest_notices(session, monitor.id) == []


def test_a_week_lists_what_is_still_so_at_its_end(session: Session, monitor: Monitor) -> None:
    """Of the week alone."""
    week = MONDAY - timedelta(days=7), MONDAY
    ran(session, monitor, week[0] - timedelta(hours=1), AGE)

    before = channels_with_notices(session, *week), noticed_between(session, *week, true())
    ran(session, monitor, TUESDAY_BEFORE, AGE)
    (found,) = noticed_between(session, *week, col(Monitor.channel_id) == "C1")

    assert before == ([], [])
    assert channels_with_notices(session, *week) == ["C1"]
    assert (found.model_name, found.notices) == ("churn", [AGE])
    assert noticed_text(found).startswith("*churn*: 1 thing worth a look, ")


@pytest.mark.parametrize(
    ("hour", "is_told", "due"),
    [
        pytest.param(8, False, [], id="before the owner's morning"),
        pytest.param(9, False, [("C1", MONDAY.date())], id="on Monday morning"),
        pytest.param(30, False, [("C1", MONDAY.date())], id="or later, if nobody could"),
        pytest.param(9, True, [], id="once"),
    ],
)
def test_a_digest_is_due_on_monday_morning(
    session: Session, monitor: Monitor, hour: int, due: list[object], *, is_told: bool
) -> None:
    """Where a model's monitor noticed something in the week before."""
    ran(session, monitor, TUESDAY_BEFORE, AGE)

    assert due_notices(session, MONDAY + timedelta(hours=hour), lambda *_: is_told) == due
