"""Estimates are kept; once labels came, the next alert says how far they were off."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import duckdb
import pytest
from slack_sdk import WebClient
from sqlmodel import select

from bot.delivery.client import Slack
from bot.jobs.job import JobContext
from bot.jobs.monitors import run_monitor
from bot.queues.surfaces import Surface
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.deciders import note_looked_up
from deployments.models import ModelFacts, register_model
from handlers.blocks.use_cases.pass_marks import pass_marks_text
from handlers.surfaces.surface import draw_surface, place_surface
from monitors.alerts.card import alert_card
from monitors.tables import Alert, Monitor, MonitorRun, RunStatus
from tests.faults.test_races import at_the_same_moment

pytestmark = pytest.mark.sqlite_alone

ROWS = 2_000
WINDOWS = 3
CASES = f"""
    SELECT id, score, (score > 0.5)::INT AS said, (random() < score)::INT AS truth,
           pow(random(), CASE WHEN id >= {2 * ROWS} THEN 2.2 ELSE 1 END) AS x
    FROM (SELECT range AS id, random() AS score FROM range({WINDOWS * ROWS}))
"""  # noqa: S608 - our own
RunWindow = Callable[[int], MonitorRun]
RunNext = Callable[[str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reference with truth, three windows without, and labels apart: of the first case alone."""
    with duckdb.connect() as connection:
        connection.execute("SELECT setseed(0.3)")
        connection.execute(f"CREATE TABLE cases AS {CASES}")
        for name, sql in {
            "reference": f"SELECT * EXCLUDE (id) FROM cases WHERE id < {2 * ROWS}",  # noqa: S608 - our own
            "current": "SELECT * EXCLUDE (truth) FROM cases",
            "all_labels": "SELECT id, truth FROM cases",
            "labels": "SELECT id, truth FROM cases LIMIT 1",
        }.items():
            connection.execute(f"COPY ({sql}) TO '{tmp_path}/{name}.parquet' (FORMAT parquet)")
    return tmp_path


@pytest.fixture
def bench(database: Database, folder: Path, now: datetime) -> JobContext:
    """A workbench with one monitor whose labels come late."""
    transactions = Transactions(database, place_surface, lambda: now)
    with transactions.begin() as work:
        register_model(work.session, ModelFacts("churn", "U0MIA", "C1", ("U0OLA",)), now)
        work.session.add(
            Monitor(
                name="churn weekly", model_name="churn", channel_id="C1", owner_user_id="U0MIA",
                reference="reference.parquet", current="current.parquet", rows_per_window=ROWS,
                labels={"path": "labels.parquet", "id": "id"},
                columns={
                    "target": "truth", "prediction": "said", "probability": "score",
                    "id": "id",
                },
                cron="0 9 * * 1", timezone="UTC",
            )
        )  # fmt: skip
    return JobContext(transactions, Slack(WebClient()), folder)


@pytest.fixture
def run(bench: JobContext, now: datetime) -> RunWindow:
    """Measure a window as the queue does, and load its run."""

    def measured(window: int) -> MonitorRun:
        with bench.transactions.begin() as work:
            monitor_id = str(work.session.exec(select(Monitor)).one().id)
        payload = {
            "monitor_id": monitor_id,
            "firing_key": f"{window}",
            "window_number": window,
            "skipped_firings": 0,
        }
        run_monitor(bench, payload, now)
        return load(bench, window)

    return measured


@pytest.fixture
def run_next(bench: JobContext, now: datetime) -> RunNext:
    """Measure whichever window is next, in a run of its own name."""
    with bench.transactions.reading() as session:
        monitor_id = str(session.exec(select(Monitor)).one().id)

    def measured(firing_key: str) -> None:
        payload = {"monitor_id": monitor_id, "firing_key": firing_key, "skipped_firings": 0}
        run_monitor(bench, payload, now)

    return measured


def runs_in_order(bench: JobContext) -> list[tuple[int, RunStatus]]:
    """List every run's window and outcome."""
    with bench.transactions.reading() as session:
        runs = session.exec(select(MonitorRun)).all()
    return sorted((run.window_number, run.status) for run in runs)


def load(bench: JobContext, window: int) -> MonitorRun:
    """Load a window's run."""
    with bench.transactions.begin() as work:
        wanted = MonitorRun.window_number == window
        return work.session.exec(select(MonitorRun).where(wanted)).one()


def card_text(bench: JobContext) -> str:
    """Read the pass marks of the one alert."""
    with bench.transactions.begin() as work:
        alert = work.session.exec(select(Alert)).one()
        return pass_marks_text(alert_card(work.session, alert.id))


@pytest.mark.both_databases
def test_late_labels_tell_how_good_estimates_were(
    bench: JobContext, run: RunWindow, folder: Path
) -> None:
    """Two quiet windows are estimated, their labels come, the third moves: its alert says so."""
    first, second = run(0), run(1)
    assert first.result["estimates"]["accuracy"]
    assert "truth" not in second.result
    (folder / "all_labels.parquet").replace(folder / "labels.parquet")

    run(2)

    errors = []
    for window in (0, 1):
        result = load(bench, window).result
        errors.append(abs(result["estimates"]["accuracy"][0] - result["truth"]["accuracy"]))
    assert 0 < max(errors) < 0.05
    with bench.transactions.begin() as work:
        facts = work.session.exec(select(Alert)).one().facts
    assert facts["estimate"] is None, "the third window has its labels, so nothing is estimated"


def test_an_alert_with_an_estimate_says_its_record(
    bench: JobContext, run: RunWindow, folder: Path
) -> None:
    """Labels came for the first two windows alone."""
    run(0)
    run(1)
    with duckdb.connect() as connection:
        labels = f"SELECT * FROM '{folder}/all_labels.parquet' WHERE id < {2 * ROWS}"  # noqa: S608 - our own
        connection.execute(f"COPY ({labels}) TO '{folder}/labels.parquet' (FORMAT parquet)")

    run(2)

    with bench.transactions.begin() as work:
        record = work.session.exec(select(Alert)).one().facts["estimate"]["record"]
    assert record["windows"] == 2
    told = f"this estimate was off by {record['mean_error'] * 100:.1f} points."
    assert card_text(bench).endswith(f" Over the last 2 windows with known outcomes, {told}")


def test_without_labels_nothing_is_said_of_past_estimates(
    bench: JobContext, run: RunWindow
) -> None:
    """No record, no sentence."""
    for window in range(WINDOWS):
        run(window)

    assert "point to an accuracy" in card_text(bench)
    assert "was off by" not in card_text(bench)


def test_the_feed_is_asked_of_the_whole_of_the_current_data(
    bench: JobContext, run: RunWindow
) -> None:
    """A window is a third of it."""
    with bench.transactions.begin() as work:
        monitor = work.session.exec(select(Monitor)).one()
        monitor.options = {"expressions": [{"name": "rows", "sql": "count(*)", "at_most": 1}]}

    run(1)

    with bench.transactions.begin() as work:
        found = work.session.exec(select(Alert)).one()
    told = f"rows is {WINDOWS * ROWS}, above the agreed maximum of 1."
    assert found.facts["sentences"] == [told]


def test_a_window_that_came_late_is_measured_by_the_next_run(
    bench: JobContext, run_next: RunNext, folder: Path
) -> None:
    """The first run finds no file; the second measures that very window, the third the next."""
    (folder / "current.parquet").rename(folder / "later.parquet")
    run_next("first")
    (folder / "later.parquet").rename(folder / "current.parquet")

    run_next("second")
    run_next("third")

    assert runs_in_order(bench) == [
        (0, RunStatus.ERROR),
        (0, RunStatus.MEASURED),
        (1, RunStatus.MEASURED),
    ]


def told(bench: JobContext, now: datetime) -> list[str]:
    """What the owner is told of windows that couldn't be measured, as it is shown now."""
    with bench.transactions.reading() as session:
        found = session.exec(select(Surface).where(Surface.kind == "held_window")).all()
        assert {surface.place for surface in found} <= {"U0MIA"}
        return [
            " ".join(
                str(block.to_dict().get("text"))
                for block in draw_surface(session, "held_window", surface.object_id, now).blocks
            )
            for surface in found
        ]


def test_a_window_that_cannot_be_measured_is_told_once(
    bench: JobContext, run_next: RunNext, folder: Path, now: datetime
) -> None:
    """Each run tries it again; one message to the owner says so, and later that it worked."""
    (folder / "current.parquet").rename(folder / "later.parquet")
    run_next("first")
    run_next("second")
    (at_first,) = told(bench, now)
    (folder / "later.parquet").rename(folder / "current.parquet")

    run_next("third")

    assert "couldn't check rows 1 to 2,000" in at_first
    assert "current.parquet" in at_first
    (at_last,) = told(bench, now)
    assert "has now checked rows 1 to 2,000" in at_last


def test_a_monitor_that_measures_says_nothing_of_it(
    bench: JobContext, run_next: RunNext, now: datetime
) -> None:
    """No window was held up."""
    run_next("first")

    assert told(bench, now) == []


@pytest.mark.both_databases
def test_runs_at_the_same_moment_measure_different_windows(
    bench: JobContext, run_next: RunNext
) -> None:
    """Two replicas have a run each, of the same monitor."""
    at_the_same_moment(lambda: run_next("first"), lambda: run_next("second"))

    assert runs_in_order(bench) == [(0, RunStatus.MEASURED), (1, RunStatus.MEASURED)]


def test_a_run_done_twice_measures_one_window(bench: JobContext, run_next: RunNext) -> None:
    """The process was stopped before it could write down that the job is done."""
    run_next("first")
    run_next("first")

    assert runs_in_order(bench) == [(0, RunStatus.MEASURED)]


def test_the_next_decider_is_told_where_the_owner_has_left(
    bench: JobContext, run_next: RunNext, folder: Path, now: datetime
) -> None:
    """Mia would never read it."""
    with bench.transactions.begin() as work:
        note_looked_up(work.session, "U0MIA", now, is_gone=True)
    (folder / "current.parquet").rename(folder / "later.parquet")

    run_next("first")

    with bench.transactions.reading() as session:
        found = session.exec(select(Surface.place).where(Surface.kind == "held_window")).all()
    assert found == ["U0OLA"]
