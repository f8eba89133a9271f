"""The running service keeps a reference's counts, and writes down when the reference changes."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import duckdb
import pytest
from slack_sdk import WebClient
from sqlmodel import select

from bot.adapters.data_sources.duckdb_engine import DuckDbEngine
from bot.delivery.client import Slack
from bot.jobs.job import JobContext
from bot.jobs.monitors import run_monitor
from bot.jobs.reference_profiles import content_hash_of
from bot.storage.database import Database
from bot.transactions import Transactions
from deployments.models import ModelFacts, register_model
from ground.audit import AuditEntry
from handlers.surfaces.surface import place_surface
from monitors.profile.remembered import is_about_the_reference
from monitors.tables import Monitor, MonitorReplay, MonitorRun, ReferenceProfile

ROWS = 2_000
Asked = list[str]


def write(path: Path, seed: float, rows: int = ROWS) -> None:
    """Write numbers and levels from a seed."""
    with duckdb.connect() as connection:
        connection.execute(f"SELECT setseed({seed})")
        connection.execute(
            f"COPY (SELECT random() AS x, floor(random() * 3)::INT::VARCHAR AS level "  # noqa: S608 - our own
            f"FROM range({rows})) TO '{path}' (FORMAT parquet)"
        )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the engine is asked about references alone."""
    questions: Asked = []

    def noting(read: Callable[[DuckDbEngine, str], object]) -> Callable[..., object]:
        def noted(engine: DuckDbEngine, sql: str) -> object:
            if is_about_the_reference(sql):
                questions.append(sql)
            return read(engine, sql)

        return noted

    monkeypatch.setattr(DuckDbEngine, "rows", noting(DuckDbEngine.rows))
    monkeypatch.setattr(DuckDbEngine, "columns", noting(DuckDbEngine.columns))
    return questions


@pytest.fixture
def bench(database: Database, tmp_path: Path, now: datetime) -> JobContext:
    """A workbench with one monitor over files in a folder."""
    write(tmp_path / "reference.parquet", 0.1)
    write(tmp_path / "current.parquet", 0.2, 4 * ROWS)
    transactions = Transactions(database, place_surface, lambda: now)
    with transactions.begin() as work:
        register_model(work.session, ModelFacts("churn", "U0MIA", "C1", ("U0OLA",)), now)
        work.session.add(
            Monitor(
                name="churn weekly", model_name="churn", channel_id="C1", owner_user_id="U0MIA",
                reference="reference.parquet", current="current.parquet", rows_per_window=ROWS,
                columns={}, cron="0 9 * * 1", timezone="UTC",
            )
        )  # fmt: skip
    return JobContext(transactions, Slack(WebClient()), tmp_path)


@pytest.fixture
def run(bench: JobContext, now: datetime) -> Callable[[int], None]:
    """Measure a window as the queue does."""

    def measured(window: int) -> None:
        payload = {
            "monitor_id": str(monitor_of(bench).id),
            "firing_key": f"window {window}",
            "window_number": window,
            "skipped_firings": 0,
        }
        run_monitor(bench, payload, now)

    return measured


def monitor_of(bench: JobContext) -> Monitor:
    """Load the one monitor."""
    with bench.transactions.begin() as work:
        return work.session.exec(select(Monitor)).one()


def stored(bench: JobContext) -> ReferenceProfile:
    """Load the one profile."""
    with bench.transactions.begin() as work:
        return work.session.exec(select(ReferenceProfile)).one()


def changes(bench: JobContext) -> list[AuditEntry]:
    """Load what the audit log says of changed references."""
    with bench.transactions.begin() as work:
        wanted = AuditEntry.action == "reference.changed"
        return list(work.session.exec(select(AuditEntry).where(wanted)).all())


def test_a_second_window_asks_nothing_about_the_reference(
    bench: JobContext, run: Callable[[int], None], asked: Asked
) -> None:
    """The first build is no change; the second run reads it, and writes nothing."""
    run(0)
    first = stored(bench)
    asked.clear()

    run(1)

    assert not asked
    assert stored(bench) == first
    assert first.rows == ROWS
    assert not changes(bench)


def test_another_reference_is_counted_anew_and_written_down(
    bench: JobContext, run: Callable[[int], None], asked: Asked, tmp_path: Path
) -> None:
    """With both hashes and the rows; what was learnt from the old one is forgotten."""
    run(0)
    before = stored(bench)
    write(tmp_path / "reference.parquet", 0.7, ROWS + 500)
    asked.clear()

    run(1)

    assert asked
    (entry,) = changes(bench)
    after = stored(bench)
    assert entry.actor == "lamplighter"
    assert entry.subject == f"monitor:{before.monitor_id}"
    assert before.content_hash in entry.detail
    assert after.content_hash in entry.detail
    assert after.content_hash == content_hash_of([tmp_path / "reference.parquet"])
    assert f'"new_rows":{ROWS + 500}' in entry.detail
    with bench.transactions.begin() as work:
        assert "key" not in work.session.exec(select(MonitorReplay)).one().facts


def test_a_touched_reference_is_the_same_reference(
    bench: JobContext, run: Callable[[int], None], asked: Asked, tmp_path: Path
) -> None:
    """A new time of change with the old content costs a hash, and no count."""
    run(0)
    before = stored(bench)
    os.utime(tmp_path / "reference.parquet", ns=(1, 1))
    asked.clear()

    run(1)

    after = stored(bench)
    assert not asked
    assert not changes(bench)
    assert after.stamp != before.stamp
    assert (after.payload, after.content_hash) == (before.payload, before.content_hash)


def test_other_columns_are_another_profile_but_no_change_of_the_reference(
    bench: JobContext, run: Callable[[int], None]
) -> None:
    """Leaving out a column makes a profile without it."""
    run(0)
    before = stored(bench)
    with bench.transactions.begin() as work:
        work.session.exec(select(Monitor)).one().columns = {"ignore": ["level"]}

    run(1)

    assert stored(bench).payload != before.payload
    assert not changes(bench)


def test_a_stored_profile_finds_what_a_fresh_one_finds(
    bench: JobContext, run: Callable[[int], None]
) -> None:
    """The same window, with and without a profile."""
    run(0)
    run(1)
    with bench.transactions.begin() as work:
        work.session.delete(work.session.exec(select(ReferenceProfile)).one())
    fresh = MonitorRun.firing_key == "window 1"
    with bench.transactions.begin() as work:
        found = work.session.exec(select(MonitorRun).where(fresh)).one()
        with_profile: tuple[UUID, object] = (found.id, found.result)
        work.session.delete(found)

    run(1)

    with bench.transactions.begin() as work:
        again = work.session.exec(select(MonitorRun).where(fresh)).one()
        assert again.result == with_profile[1]
        assert again.id != with_profile[0]


def test_what_a_file_has_wrong_is_kept_with_the_run(
    bench: JobContext, run: Callable[[int], None], tmp_path: Path
) -> None:
    """An uneven line within the window is left out of it and named."""
    lines = ["x,level", *(f"{number / ROWS},{number % 3}" for number in range(2 * ROWS))]
    lines.insert(100, "1,2,3")
    (tmp_path / "current.csv").write_text("\n".join(lines), encoding="utf-8")
    with bench.transactions.begin() as work:
        work.session.exec(select(Monitor)).one().current = "current.csv"

    run(0)

    with bench.transactions.begin() as work:
        kept = work.session.exec(select(MonitorRun)).one()
        assert (kept.rows, kept.note) == (
            ROWS,
            "Line 101 of current.csv has 3 fields where the header has 2. It was left out.",
        )
