"""A run beside those before it: what creeps, what enough runs agree on, what it knows before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from sqlmodel import Session, select

from monitors.alerts.decisions import AlertDecision, keep_model
from monitors.check.column_verdicts import CheckAnswer
from monitors.check.questions.question import Finding
from monitors.runs.background import (
    Background,
    background_of,
    limits_of,
    past_key,
    rates_of,
)
from monitors.runs.measurement import Measurement, measure_window
from monitors.runs.run import DueWindow, record_run
from monitors.statistics.chance import PsiLaw
from monitors.statistics.restless import Move
from monitors.tables import Alert, AlertKind, Monitor, MonitorReplay, MonitorRun
from tests.monitors.conftest import Data, OpenTables

pytestmark = pytest.mark.sqlite_alone

ROWS = 3_000
RANDOM = np.random.default_rng(31)


def window(shift: float = 0.0, rows: int = ROWS) -> Data:
    """One feature that moved, and one that stays."""
    return {
        "age": RANDOM.normal(shift, 1.0, rows),
        "place": RANDOM.choice(["north", "south"], rows),
        "said": RANDOM.choice([0, 1], rows),
        "group": RANDOM.choice(["x", "y"], rows),
    }


@pytest.fixture
def plain(monitor: Monitor) -> Monitor:
    """A monitor without truth."""
    monitor.columns = {"prediction": "said"}
    return monitor


def run_over(
    session: Session,
    monitor: Monitor,
    open_tables: OpenTables,
    shifts: Sequence[float],
    now: datetime,
) -> list[Measurement]:
    """Let one window after another come, a week apart."""
    reference = window(rows=12_000)
    measured = []
    for number, shift in enumerate(shifts):
        measurement = measure_window(monitor, open_tables(reference, window(shift)), [])
        at = now + timedelta(weeks=number)
        record_run(session, monitor.id, DueWindow(f"w{number}", number), measurement, at)
        measured.append(measurement)
    return measured


def test_what_creeps_becomes_one_alert_though_no_window_stands_out(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """A lasting 0.4 sd: each window below the limit; after some weeks the owner is asked."""
    measured = run_over(session, plain, open_tables, [0.0, 0.0] + [0.4] * 9, now)

    alert = session.exec(select(Alert)).one()
    jumps = [c.column for m in measured if m.result for c in m.result.columns if c.is_drift]
    assert jumps == []
    assert alert.kind is AlertKind.DRIFT
    assert alert.first_window >= 2
    assert "more than usual in each window since 3" in alert.facts["columns"][0]["problems"][0]


def test_evidence_survives_and_ends_with_a_decision(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """It is kept with the monitor; keeping the model settles it."""
    run_over(session, plain, open_tables, [0.0] + [0.4] * 9, now)
    session.expire_all()
    before = dict(session.get_one(Monitor, plain.id).slow_drift)
    alert = session.exec(select(Alert)).one()

    keep_model(session, AlertDecision(alert.id, "U0MIA", "Known"), now)

    assert before["age"][0] > 1.0
    assert session.get_one(Monitor, plain.id).slow_drift == {}


def test_two_of_three_runs_must_agree(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """Loud, quiet, loud: the second loud window opens the alert, and figures are kept of both."""
    plain.options = {"confirm": {"needed": 2, "of": 3}}
    run_over(session, plain, open_tables, [1.5, 0.0, 1.5], now)

    alert = session.exec(select(Alert)).one()
    runs = session.exec(select(MonitorRun).order_by(MonitorRun.window_number)).all()  # type: ignore[arg-type]
    assert alert.first_window == 2
    assert [run.result["beyond"] for run in runs] == [["age"], [], ["age"]]
    assert [run.result["drifted"] for run in runs] == [[], [], ["age"]]


def test_drift_that_waits_for_agreement_hides_no_other_alarm(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """A loud window doesn't count before a second one; that its texts have changed does."""
    plain.options = {"confirm": {"needed": 2, "of": 3}}
    measurement = measure_window(plain, open_tables(window(rows=12_000), window(1.5)), [])
    assert measurement.result is not None
    findings = [Finding(CheckAnswer.ALARM, ["Texts are longer."])]
    measurement = replace(measurement, result=replace(measurement.result, findings=findings))

    record_run(session, plain.id, DueWindow("w0", 0), measurement, now)

    run = session.exec(select(MonitorRun)).one()
    assert run.result["drifted"] == []
    assert run.verdict == "alert"


def test_a_lost_column_is_the_feeds_matter(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """An alert of its own kind, in words."""
    lost = {name: column for name, column in window().items() if name != "place"}
    measurement = measure_window(plain, open_tables(window(rows=12_000), lost), [])
    measurement = replace(measurement, feed=["The newest row is old."])

    record_run(session, plain.id, DueWindow("a", 0), measurement, now)

    alert = session.exec(select(Alert)).one()
    assert alert.kind is AlertKind.DATA
    assert alert.facts["sentences"] == [
        "place is missing from the current data.",
        "The newest row is old.",
    ]


def test_groups_that_fare_differently_are_an_alert(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """Group x is told yes far more often than y."""
    plain.options = {"group": "group"}
    unequal = dict(window())
    is_x = np.array(unequal["group"]) == "x"
    unequal["said"] = np.where(RANDOM.random(ROWS) < np.where(is_x, 0.8, 0.2), 1, 0)
    measurement = measure_window(plain, open_tables(window(rows=12_000), unequal), [])

    record_run(session, plain.id, DueWindow("a", 0), measurement, now)

    kinds = {alert.kind: alert.facts for alert in session.exec(select(Alert)).all()}
    assert AlertKind.FAIRNESS in kinds
    assert "group x" in " ".join(kinds[AlertKind.FAIRNESS]["sentences"])


def test_a_shift_within_one_segment_is_an_alert(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """Age rises in the north as it falls in the south; the whole hardly moves."""
    plain.options = {"segment": "place"}
    moved = dict(window())
    moved["age"] = np.array(moved["age"]) + np.where(np.array(moved["place"]) == "north", 1, -1)
    measurement = measure_window(plain, open_tables(window(rows=12_000), moved), [])

    record_run(session, plain.id, DueWindow("a", 0), measurement, now)

    facts = session.exec(select(Alert)).one().facts
    assert [sentence.split(",")[0] for sentence in sorted(facts["sentences"])] == [
        "within place north",
        "within place south",
    ]


def test_monitors_of_a_model_share_its_budget(session: Session, plain: Monitor) -> None:
    """What only hears pushed numbers takes no share; natural movement is what a replay learnt."""
    for name, cron in (("second", "0 9 * * *"), ("churn: pushed numbers", "")):
        facts = plain.model_dump(exclude={"id", "name", "cron"})
        session.add(Monitor(**facts, name=name, cron=cron))
    session.add(
        MonitorReplay(
            monitor_id=plain.id,
            facts={"past": [{"age": [0.4, 0.002, 9.0]}] * 6},
            natural={},
            replayed_at=datetime.fromisoformat("2026-11-23T09:00:00+00:00"),
        )
    )
    session.flush()

    found = background_of(session, plain)

    limits = limits_of(plain, [], found)
    assert found == Background(2, [{"age": Move(0.4, PsiLaw(0.002, 9.0))}] * 6)
    assert rates_of(plain, found).window == pytest.approx(0.25 / 13)
    assert [limits.nature.knows(column) for column in ("age", "place")] == [True, False]


def test_what_is_certain_and_small_is_noticed_and_calls_nobody(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """0.3 sd: a line in the run, with the day since when it shows; no alert."""
    run_over(session, plain, open_tables, [0.0, 0.3, 0.3], now)

    runs = session.exec(select(MonitorRun).order_by(MonitorRun.window_number)).all()  # type: ignore[arg-type]
    told = [[(one["about"], one["since"]) for one in run.result["notices"]] for run in runs]
    first = (now + timedelta(weeks=1)).isoformat()
    assert [run.verdict for run in runs] == ["ok", "warning", "warning"]
    assert told == [[], [("age", first)], [("age", first)]]
    assert session.exec(select(Alert)).all() == []


def test_a_monitor_learns_from_its_quiet_windows(
    session: Session, plain: Monitor, open_tables: OpenTables, now: datetime
) -> None:
    """Those of the reference come first; a window that called somebody teaches nothing of it."""
    session.add(
        MonitorReplay(
            monitor_id=plain.id,
            facts={"past": [{"age": [0.4, 0.002, 9.0]}], "key": past_key(plain)},
            natural={},
            replayed_at=now,
        )
    )
    run_over(session, plain, open_tables, [0.0, 2.0, 0.0], now)

    past = background_of(session, plain).past
    plain.reference = "another.parquet"
    session.flush()

    assert ["age" in window for window in past] == [True, True, False, True]
    assert ["place" in window for window in past] == [False, True, True, True]
    assert {run.result["beside"] for run in session.exec(select(MonitorRun))} != {past_key(plain)}
