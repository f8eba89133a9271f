"""What became of estimates: which windows wait for the truth, and how far estimates were off."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from monitors.runs.estimate_record import (
    WINDOWS,
    AwaitingLabels,
    keep_truth,
    record_of,
    windows_awaiting_labels,
)
from monitors.tables import Monitor, MonitorRun, RunStatus

pytestmark = pytest.mark.sqlite_alone
ESTIMATE = {"accuracy": [0.8, 0.75, 0.85]}
Run = Callable[..., MonitorRun]


@pytest.fixture
def run(session: Session, monitor: Monitor, now: datetime) -> Run:
    """Keep the run of a window, with an estimate unless something else is given."""

    def keep(number: int, of: Monitor = monitor, **other: Any) -> MonitorRun:  # noqa: ANN401 - any column
        facts = {"status": RunStatus.MEASURED, "result": {"estimates": ESTIMATE}, **other}
        made = MonitorRun(
            monitor_id=of.id, firing_key=f"{number}", window_number=number,
            ran_at=now + timedelta(days=number), **facts,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made

    return keep


@pytest.fixture
def other(session: Session, monitor: Monitor) -> Monitor:
    """Another monitor of the same model."""
    made = Monitor(**monitor.model_dump(exclude={"id"}) | {"name": "churn daily"})
    session.add(made)
    session.flush()
    return made


def test_windows_with_an_estimate_wait_for_the_truth(
    session: Session, monitor: Monitor, other: Monitor, run: Run
) -> None:
    """This monitor's, that were measured, before the one that runs now; the newest first."""
    waits = [run(number) for number in (1, 4)]
    run(2, result={"estimates": {}})
    run(3, result={"estimates": ESTIMATE, "truth": {"accuracy": 0.7}})
    run(5, status=RunStatus.ERROR)
    run(6)
    run(1, of=other)

    found = windows_awaiting_labels(session, monitor, 6)

    assert found == [AwaitingLabels(one.id, one.window_number) for one in reversed(waits)]


def test_a_year_of_months_is_looked_back(session: Session, monitor: Monitor, run: Run) -> None:
    """Twelve windows, no more."""
    for number in range(WINDOWS + 2):
        run(number)

    found = windows_awaiting_labels(session, monitor, WINDOWS + 1)

    assert [one.window_number for one in found] == list(range(WINDOWS, 0, -1))


def test_the_record_is_how_far_this_monitors_estimates_were_off(
    session: Session, monitor: Monitor, other: Monitor, run: Run
) -> None:
    """Of windows whose truth came; another monitor's miss by far."""
    for number, truth in ((1, 0.78), (2, 0.84)):
        keep_truth(session, run(number).id, {"accuracy": truth})
        keep_truth(session, run(number, of=other).id, {"accuracy": 0.1})
    run(3)

    found = record_of(session, monitor, 4, "accuracy")

    assert found is not None
    assert found.windows == 2
    assert found.mean_error == pytest.approx(0.03)
