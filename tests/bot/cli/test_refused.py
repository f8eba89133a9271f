"""The terminal names a channel that can't be posted to."""

from pathlib import Path

import pytest
from sqlmodel import select

from bot.queues.surfaces import Placed, Surface, mark_stale
from bot.storage.database import Database
from tests.bot.cli.conftest import Run
from tests.conftest import NOW

pytestmark = pytest.mark.sqlite_alone
NOTE = "note: the channel C0CHURN can't be posted to (is_archived)"


@pytest.fixture
def refused(stored: str) -> None:
    """A message for the model's channel stands elsewhere."""
    database = Database(stored)
    with database.transaction() as session:
        mark_stale(session, Placed("alert", "1", "U0MIA", 1), now=NOW)
        away = session.exec(select(Surface)).one()
        away.meant_for, away.refusal = "C0CHURN", "is_archived"
    database.close()


@pytest.mark.usefixtures("refused")
def test_who_asks_for_a_release_reads_it(run: Run, tmp_path: Path) -> None:
    """With what to do about it."""
    metrics = tmp_path / "metrics.json"
    metrics.write_text('{"metrics": {"accuracy": 0.9}, "samples": 100}')

    finished = run("deploy", "request", "churn", "v3", "--metrics", metrics)

    assert NOTE in finished.out
    assert "Unarchive it, or set another channel." in finished.out


@pytest.mark.usefixtures("refused")
def test_who_runs_a_monitor_reads_it(run: Run) -> None:
    """Before they wait for its alert."""
    assert NOTE in run("monitor", "run", "churn weekly").out


@pytest.mark.usefixtures("stored")
def test_nothing_is_said_of_a_channel_that_works(run: Run) -> None:
    """The usual case."""
    assert "note:" not in run("monitor", "run", "churn weekly").out
