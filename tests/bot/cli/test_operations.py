"""The commands of those who run Lamplighter: apply, monitor, deploy, audit, db, doctor, serve."""

import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from bot.manifest import app_manifest
from bot.storage.database import Database
from deployments.errors import Code
from deployments.outcomes import stored_outcome
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import DeploymentRequest, RequestState, SignOffVerdict
from ground.refusals import Refusal
from monitors.runs.measurement import Measurement
from monitors.runs.run import DueWindow, record_run
from monitors.tables import Monitor, RunStatus
from tests.bot.cli.conftest import Run

pytestmark = pytest.mark.sqlite_alone

METRICS = '{"metrics": {"accuracy": 0.83}, "samples": 5000}'


@pytest.fixture
def metrics(tmp_path: Path) -> Path:
    """A metrics file as CI writes one."""
    path = tmp_path / "metrics.json"
    path.write_text(METRICS, encoding="utf-8")
    return path


@pytest.mark.usefixtures("stored")
def test_monitors_are_listed_with_their_next_run(run: Run) -> None:
    """A monitor that never ran shows when it will."""
    finished = run("monitor", "list")

    assert finished.out.startswith("churn weekly\tchurn\tnext ")
    assert finished.out.endswith("UTC\t-\n")


def test_a_monitor_can_be_run_now(run: Run, stored: str) -> None:
    """It is due at once; `serve` picks it up."""
    finished = run("monitor", "run", "churn weekly")

    assert finished.out == "churn weekly will run now.\n"
    database = Database(stored)
    with database.transaction() as session:
        assert session.exec(select(Monitor)).one().run_asked_at is not None
    database.close()
    assert "\tnext now\t" in run("monitor", "list").out


@pytest.mark.usefixtures("stored")
def test_a_run_that_waits_is_not_asked_for_again(run: Run) -> None:
    """The terminal says that both are one run."""
    run("monitor", "run", "churn weekly")

    finished = run("monitor", "run", "churn weekly")

    assert finished.out == (
        "churn weekly is already waiting to run, so its next window is checked once.\n"
    )


def test_a_window_that_holds_a_monitor_up_is_said(run: Run, stored: str) -> None:
    """In the list, and by whoever asks for a run."""
    database = Database(stored)
    with database.transaction() as session:
        monitor = session.exec(select(Monitor)).one()
        due, now = DueWindow("first", 1), datetime(2026, 11, 23, tzinfo=UTC)
        record_run(session, monitor.id, due, Measurement(RunStatus.ERROR, "No such file."), now)
        rows = f"rows {monitor.rows_per_window + 1} to {2 * monitor.rows_per_window}"
    database.close()

    asked, listed = run("monitor", "run", "churn weekly"), run("monitor", "list")

    again = f"It tries {rows} again, which couldn't be checked before: No such file.\n"
    assert asked.out == f"churn weekly will run now.\n{again}"
    assert listed.out.endswith(f"\terror No such file. ({rows} are tried again)\n")


@pytest.mark.usefixtures("stored")
def test_an_unknown_monitor_is_said_so(run: Run) -> None:
    """The sentence names the command that lists them."""
    finished = run("monitor", "run", "nobody")

    assert (finished.status, finished.out) == (2, "")
    assert "There is no monitor named nobody. See `lamplighter monitor list`." in finished.err


@pytest.mark.usefixtures("stored")
def test_dry_run_changes_nothing(run: Run, tmp_path: Path) -> None:
    """It says what would be done."""
    file = tmp_path / "more.yaml"
    file.write_text(
        "models: [{name: new, owner: U0MIA, channel: C0NEW}]\n"
        "monitors: [{name: new daily, model: new, reference: a.csv, current: b.csv}]\n"
    )

    finished = run("apply", file, "--dry-run")

    assert finished.out == "would apply model new\nwould apply monitor new daily\n"
    assert "new daily" not in run("monitor", "list").out


@pytest.mark.usefixtures("stored")
def test_either_day_is_told_when_both_are_given(run: Run, tmp_path: Path) -> None:
    """As cron reads it; a dry run says it too."""
    file = tmp_path / "either.yaml"
    file.write_text(
        "models: [{name: new, owner: U0MIA, channel: C0NEW}]\n"
        "monitors: [{name: both, model: new, reference: a, current: b, cron: 0 9 1 * 1}]\n"
    )
    note = "(0 9 1 * 1 runs on its days of the month and also on its days of the week)\n"

    dry, applied = (run("apply", file, *more).out for more in (["--dry-run"], []))

    assert dry.endswith(f"would apply monitor both {note}")
    assert applied.endswith(f" UTC {note}")


@pytest.mark.both_databases
@pytest.mark.usefixtures("stored")
def test_a_release_is_asked_for_once(run: Run, metrics: Path) -> None:
    """The same version asked for twice is one request."""
    first = run("deploy", "request", "churn", "v3", "--metrics", metrics)
    second = run("deploy", "request", "churn", "v3", "--metrics", metrics)

    assert first.out.startswith("requested: churn v3, request ")
    assert first.out == second.out


@pytest.mark.parametrize(
    ("verdict", "status"), [(SignOffVerdict.APPROVE, 0), (SignOffVerdict.REJECT, 1)]
)
def test_waiting_ends_with_the_decision(
    run: Run,
    stored: str,
    metrics: Path,
    monkeypatch: pytest.MonkeyPatch,
    verdict: SignOffVerdict,
    status: int,
) -> None:
    """CI waits; Mia decides meanwhile; it gets 0 for a release, 1 for a no, and the audit head."""
    asked = run("deploy", "request", "churn", "v3", "--metrics", metrics)
    request_id = UUID(asked.out.split()[-1])
    database = Database(stored)

    def decide(seconds: float) -> None:
        assert seconds > 0
        with database.transaction() as session:
            now = session.exec(select(DeploymentRequest)).one().created_at
            record_sign_off(session, SignOffAttempt(request_id, verdict, "U0MIA"), now)
            request = session.get_one(DeploymentRequest, request_id)
            if verdict is SignOffVerdict.APPROVE:
                live = stored_outcome(Refusal(Code.LIVE, version="v3"))
                request.state, request.outcome = RequestState.RELEASED, live

    monkeypatch.setattr("bot.cli.deploy.time.sleep", decide)
    finished = run("deploy", "request", "churn", "v3", "--metrics", metrics, "--wait")
    database.close()

    assert finished.status == status
    assert "audit head: " in finished.out
    is_live = "v3 is live (checked)." in finished.out
    assert is_live == (verdict is SignOffVerdict.APPROVE)


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["nobody", "v1"], "no registered model named nobody", id="unknown model"),
        pytest.param(["churn", "v2"], "churn v2 is already live", id="live already"),
        pytest.param(
            ["churn", "v1", "--digest", "other"],
            "registered with different content",
            id="digest",
        ),
    ],
)
def test_a_wrong_release_gets_one_sentence(
    run: Run, metrics: Path, arguments: list[str], sentence: str
) -> None:
    """Whoever asks wrongly is told so; status 2."""
    finished = run("deploy", "request", *arguments, "--metrics", metrics)

    assert finished.status == 2
    assert sentence in finished.err


def test_an_empty_folder_becomes_a_database(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`db upgrade` makes every table, and may be called again."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")

    outs = [run("db", "upgrade").out for _ in range(2)]

    assert outs == ["The database is up to date.\n"] * 2
    assert run("audit", "verify").status == 0


def test_the_manifest_is_json(run: Run) -> None:
    """It can be pasted into Slack."""
    assert json.loads(run("manifest").out) == app_manifest()


def test_a_wrong_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line says which setting, and what to do."""
    monkeypatch.setenv("LAMPLIGHTER_PORT", "many")

    finished = run("audit", "verify")

    assert finished.status == 2
    assert "Please fix these settings: LAMPLIGHTER_PORT" in finished.err


def test_an_error_of_the_machine_names_its_kind(run: Run, tmp_path: Path) -> None:
    """What is not ours says its type, so that it can be looked up."""
    finished = run("deploy", "request", "churn", "v3", "--metrics", tmp_path / "gone.json")

    assert finished.status == 2
    assert "FileNotFoundError; add --debug for details" in finished.err
