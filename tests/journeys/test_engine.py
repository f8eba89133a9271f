"""The monitoring engine in Slack: a monitor tried on the past, and a KPI that breaks its mark."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlmodel import select

from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.drafts import draft_of, set_fields
from assessments.use_cases.tables import UseCase
from assessments.use_cases.versions import agree_alone
from bot.api.tokens import Scope, create_token
from bot.apply.configuration import Configuration, apply_configuration
from bot.demo import scenario as stage
from monitors.runs.run_now import run_now
from monitors.tables import Monitor, MonitorRun, RunStatus
from tests.journeys.office import BEA, MIA, MODEL_CHANNEL, Office
from tests.journeys.rounds import direct

pytestmark = pytest.mark.sqlite_alone


def applies(office: Office, **options: object) -> None:
    """Somebody changes the monitor's file and applies it."""
    document = json.loads(json.dumps(stage.CONFIGURATION))
    document["monitors"][0].update(options)
    configuration = Configuration.model_validate(document)
    apply_configuration(office.runtime.transactions, configuration, stage.DATA)
    office.runtime.wake()


def runs_it_now(office: Office) -> bool:
    """Mia types `lamplighter monitor run`."""
    with office.runtime.transactions.begin() as work:
        name = work.session.exec(select(Monitor)).one().name
        is_new = run_now(work.session, name, "cli:mia", work.now)
    office.runtime.wake()
    return is_new


def windows_measured(office: Office) -> list[int]:
    """List the windows that were measured, in order."""
    with office.runtime.database.reading() as session:
        runs = session.exec(select(MonitorRun).where(MonitorRun.status == RunStatus.MEASURED))
        return sorted(run.window_number for run in runs)


def failed_runs(office: Office) -> int:
    """Count the runs that couldn't measure their window."""
    with office.runtime.database.reading() as session:
        runs = session.exec(select(MonitorRun).where(MonitorRun.status == RunStatus.ERROR))
        return len(runs.all())


def test_two_runs_within_a_minute_measure_two_windows(office: Office) -> None:
    """The clock stands still meanwhile; each time the terminal says that it will run."""
    assert runs_it_now(office)
    office.until(lambda: windows_measured(office) == [0] or None)
    assert runs_it_now(office)
    office.until(lambda: windows_measured(office) == [0, 1] or None)


def test_a_window_that_cannot_be_checked_is_told_to_the_owner_once(office: Office) -> None:
    """Its file is away for two runs; then it is back, and the message says so."""
    applies(office, current="away.parquet")
    assert runs_it_now(office)
    office.until(lambda: failed_runs(office) == 1 or None)
    assert runs_it_now(office)
    office.until(lambda: failed_runs(office) == 2 or None)
    text = office.until_seen(direct(MIA), "couldn't check rows 1 to 3,000")
    applies(office)

    assert runs_it_now(office)

    office.until_seen(direct(MIA), "has now checked rows 1 to 3,000")
    office.until_delivered()
    assert "away.parquet" in text
    assert windows_measured(office) == [0]
    assert len([seen for seen in office.sees(direct(MIA)) if "rows 1 to 3,000" in seen]) == 1


def agrees_acceptance(office: Office) -> None:
    """The use case has a row more: six of ten users take the advice."""
    with office.runtime.transactions.begin() as work:
        use_case = work.session.exec(select(UseCase)).one()
        rows = draft_of(work.session, use_case.id).document.rows(ACCEPTANCE)
        row: Row = {
            "id": "AC-03",
            "category": "user_acceptance",
            "metric": "user_acceptance",
            "comparator": ">=",
            "threshold": 0.6,
            "unit": "share",
            "segment": "all",
            "window": "1w",
            "stage": "live",
            "min_samples": 100,
            "severity": "block",
            "owner_group": "business",
        }
        rules = load_rules()
        set_fields(work.session, rules, use_case, {ACCEPTANCE: [*rows, row]}, BEA, work.now)
        agree_alone(work.session, rules, use_case, BEA, work.now)


def pushes(office: Office, **number: object) -> Mapping[str, Any]:
    """A script hands in the week's number over HTTP."""
    body = {"model": stage.MODEL, "metric": "user_acceptance", "samples": 1_000, **number}
    with office.runtime.transactions.begin() as work:
        scopes = [Scope.MEASUREMENTS_WRITE]
        token = create_token(work.session, uuid4().hex, scopes, "cli:mia", work.now)
    answer = httpx.post(
        f"{office.address}/api/v1/measurements",
        json=body,
        headers={"Authorization": f"Bearer {token}"},
    )
    found: Mapping[str, Any] = answer.raise_for_status().json()
    return found


def test_a_new_monitor_is_tried_on_the_past(office: Office) -> None:
    """Its file names a history: the channel reads how often it would have been woken, and sees."""
    applies(office, history="current.parquet")

    text = office.until_seen(MODEL_CHANNEL, "tested on past data")
    message = office.running.workspace.messages(MODEL_CHANNEL)[-1]
    pictures = [block for block in message.blocks if block["type"] == "image"]
    stored = office.running.workspace.world.files[pictures[0]["slack_file"]["id"]]
    assert "Over the last 69 weeks, it would have alerted you once." in text
    assert "• rows 69,001 to 72,000: RELP" in text
    assert f"<@{MIA}>, does that look right?" in text
    assert stored.content.startswith(b"\x89PNG")
    assert "Windows that would have opened an alert: 24." in pictures[0]["alt_text"]


def test_applying_the_same_file_twice_tries_it_once(office: Office) -> None:
    """A second time says nothing new."""
    applies(office, history="current.parquet")
    office.until_seen(MODEL_CHANNEL, "tested on past data")
    applies(office, history="current.parquet")
    office.until_delivered()

    tried = [text for text in office.sees(MODEL_CHANNEL) if "tested on past data" in text]
    assert len(tried) == 1


def test_a_pushed_kpi_that_breaks_its_mark_asks_the_owner(office: Office) -> None:
    """Week 47 is short of 60 %; the same push again is known; two good weeks end it."""
    office.writes_use_case()
    agrees_acceptance(office)

    first = pushes(office, value=0.48, window="2026-W47")
    text = office.until_seen(MODEL_CHANNEL, "user acceptance 48.0%, agreed at least 60%")
    again = pushes(office, value=0.48, window="2026-W47", segment="")
    for week in ("2026-W48", "2026-W49"):
        pushes(office, value=0.66, window=week)

    assert first["judgements"][0]["verdict"] == "broken"
    assert again["is_new"] is False
    assert "Measured for 2026-W47." in text
    assert f"<@{MIA}>, please decide by" in text
    office.until_seen(MODEL_CHANNEL, "Closed. Employment check: the pass mark is met again")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(
            {"expressions": [{"name": "mean age", "sql": "avg(AGEP)", "at_most": 20}]},
            "mean age is 4",
            id="an agreed sum",
        ),
        pytest.param(
            {"feed": {"timestamp": "year", "fresh_within_hours": 48}},
            "year contains no times, so the age of the data is unknown.",
            id="freshness",
        ),
    ],
)
def test_the_feed_needs_a_look(office: Office, options: dict[str, object], words: str) -> None:
    """What a monitor asks of its feed is an alert of its own."""
    applies(office, **options)
    office.window_comes(5)

    text = office.until_seen(MODEL_CHANNEL, "check the data feed")
    assert words in text


def test_two_of_three_runs_must_agree(office: Office) -> None:
    """The first loud window wakes nobody; the second does."""
    applies(office, confirm={"needed": 2, "of": 3})
    office.window_comes(24)
    office.until_delivered()
    quiet = office.sees(MODEL_CHANNEL)
    office.window_comes(25)

    office.until_seen(MODEL_CHANNEL, "household role has changed")
    assert not any("has changed" in text for text in quiet)


def test_the_windows_before_can_be_the_reference(office: Office) -> None:
    """Two windows into the gap of 2017, a window is like the one before: nobody is woken."""
    applies(office, reference_window="previous 1")
    office.window_comes(26)
    office.until_delivered()

    with office.runtime.database.transaction() as session:
        run = session.exec(select(MonitorRun)).one()
    assert run.verdict != "alert"
    assert run.result["effects"]["RELP"] < 0.1
    assert run.result["metrics"]["accuracy"] > 0.7


def test_slow_drift_is_remembered_by_the_monitor(office: Office) -> None:
    """Evidence stands in the database after a run, a figure a column; a decision forgets it."""
    office.window_comes(5)
    with office.runtime.database.transaction() as session:
        stored = session.exec(select(Monitor)).one().slow_drift
    office.window_comes(24)
    office.presses(MIA, MODEL_CHANNEL, "keep_model")
    office.fills(MIA, reason="Known")
    office.until_seen(MODEL_CHANNEL, "*Kept* by")

    with office.runtime.database.transaction() as session:
        after = session.exec(select(Monitor)).one().slow_drift
    assert {"AGEP", "RELP"} <= set(stored)
    assert after == {}
