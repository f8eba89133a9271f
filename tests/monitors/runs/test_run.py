"""One run of a monitor: measured once, kept, and never an exception for what can't be measured."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import numpy as np
import pytest
from sqlmodel import Session, select

from assessments.use_cases.pass_marks import PassMark, PassMarkVerdict
from monitors.alerts.history import history
from monitors.errors import Code, MonitorError
from monitors.runs.measurement import Measurement, measure_window
from monitors.runs.run import DueWindow, record_run
from monitors.tables import Alert, Monitor, MonitorRun, RunStatus
from tests.monitors.conftest import Data, OpenTables

ROWS = 1_000
ACCURACY = PassMark("accuracy", ">=", 0.8)
PSI = PassMark("psi", "<=", 0.25)
RANDOM = np.random.default_rng(12)


def cases(share_right: float = 0.9, shift: float = 0.0, rows: int = ROWS) -> Data:
    """A window whose answers are right to a share, and whose one feature moved."""
    truth = np.arange(rows) % 2
    right = np.arange(rows) < share_right * rows
    return {
        "id": np.arange(rows).astype(float),
        "day": [1.0] * rows,
        "age": RANDOM.normal(shift, 1.0, rows),
        "truth": truth,
        "said": np.where(right, truth, 1 - truth),
    }


def measure(
    monitor: Monitor, open_tables: OpenTables, window: Data, marks: Sequence[PassMark] = ()
) -> Measurement:
    """Measure a window beside a healthy reference."""
    return measure_window(monitor, open_tables(cases(rows=4_000), window), marks)


def test_a_healthy_window_is_kept_and_opens_nothing(
    session: Session, monitor: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """Figures are kept for later charts; no row of data is."""
    measurement = measure(monitor, open_tables, cases(), [ACCURACY, PSI])

    run = record_run(session, monitor.id, DueWindow("2026-11-23T09:00", 0), measurement, now)

    stored = session.exec(select(MonitorRun)).one()
    assert run.alerts.touched == []
    assert (stored.status, stored.verdict, stored.rows) == (RunStatus.MEASURED, "ok", ROWS)
    assert stored.result["metrics"]["accuracy"] == pytest.approx(0.9)
    assert set(stored.result["effects"]) == {"age", "said"}
    assert [judgement.verdict for judgement in measurement.judgements] == [
        PassMarkVerdict.HOLDS
    ] * 2


def test_the_same_firing_twice_is_one_run(
    session: Session, monitor: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """A job that was cut off and done again changes nothing."""
    measurement = measure(monitor, open_tables, cases(shift=1.5))
    due = DueWindow("2026-11-23T09:00", 0)

    first = record_run(session, monitor.id, due, measurement, now)
    second = record_run(session, monitor.id, due, measurement, now)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.run_id == second.run_id
    assert len(first.alerts.opened) == 1
    assert second.alerts.touched == []
    assert session.exec(select(Alert)).one().windows_seen == 1


def test_a_broken_pass_mark_is_an_alert(
    session: Session, monitor: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """70 % right of 1,000 breaks 80 %; 79 % doesn't prove it either way and wakes nobody."""
    close = measure(monitor, open_tables, cases(share_right=0.79), [ACCURACY])
    broken = measure(monitor, open_tables, cases(share_right=0.70), [ACCURACY])
    quiet = record_run(session, monitor.id, DueWindow("a", 0), close, now)
    loud = record_run(session, monitor.id, DueWindow("b", 1), broken, now)

    assert close.judgements[0].verdict is PassMarkVerdict.NOT_PROVEN
    assert quiet.alerts.opened == []
    assert len(loud.alerts.opened) == 1
    points = history(session, loud.alerts.opened[0])
    assert [point.metrics.get("accuracy") for point in points] == pytest.approx([0.79, 0.7])


def test_the_agreed_drift_limit_counts(monitor: Monitor, open_tables: OpenTables) -> None:
    """A use case that bears more is woken later."""
    window = cases(shift=0.7)
    strict = measure(monitor, open_tables, window, [PassMark("psi", "<=", 0.05)])
    patient = measure(monitor, open_tables, window, [PassMark("psi", "<=", 2.0)])

    assert strict.result is not None
    assert patient.result is not None
    assert [column.column for column in strict.result.columns if column.is_drift] == ["age"]
    assert not any(column.is_drift for column in patient.result.columns)


def test_a_pass_mark_that_can_not_be_measured_says_so(
    monitor: Monitor, open_tables: OpenTables
) -> None:
    """One without truth; a metric that others measure isn't the window's to judge."""
    unknown = PassMark("tickets_closed", ">=", 5)
    without_truth = {name: column for name, column in cases().items() if name != "truth"}

    found = measure(monitor, open_tables, cases(), [unknown])
    later = measure(monitor, open_tables, without_truth, [ACCURACY])

    assert list(found.judgements) == []
    assert later.judgements[0].verdict is PassMarkVerdict.NOT_MEASURED


def test_part_of_a_window_waits_for_the_rest(
    session: Session, monitor: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """Half of the rows, all of them wrong: no alert until the others are there."""
    measurement = measure(monitor, open_tables, cases(share_right=0.0, rows=500), [ACCURACY])
    run = record_run(session, monitor.id, DueWindow("a", 0), measurement, now)

    assert measurement.status is RunStatus.NO_DATA
    assert measurement.note == "500 of 1000 rows have arrived so far."
    assert run.alerts.touched == []


def test_what_can_not_be_measured_is_a_visible_outcome(
    session: Session, monitor: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """A wrong column name is kept with its sentence; nothing is raised."""
    monitor.columns = {**monitor.columns, "prediction": "no_such"}

    measurement = measure(monitor, open_tables, cases())
    record_run(session, monitor.id, DueWindow("a", 0), measurement, now)

    stored = session.exec(select(MonitorRun)).one()
    assert (stored.status, stored.rows, stored.result) == (RunStatus.ERROR, 0, {})
    assert "There is no column no_such" in stored.note


def test_a_run_of_an_unknown_monitor_is_refused(session: Session, now: datetime) -> None:
    """It was removed while its job waited."""
    nothing = Measurement(RunStatus.ERROR, "gone")

    with pytest.raises(MonitorError, match=Code.MONITOR_UNKNOWN):
        record_run(session, uuid4(), DueWindow("a", 0), nothing, now)
