"""`lamplighter assessment export`: a round's report in a file, or on the terminal."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from assessments.actions.roadmap import actions_of, agree_action
from bot.local_slack.server import WorkspaceSetup, run_workspace
from bot.local_slack.state import Person
from bot.storage.database import Database
from tests.assessments.held_round import PAIRS, PLAN, held_round
from tests.bot.cli.conftest import Run
from tests.conftest import NOW

pytestmark = pytest.mark.sqlite_alone


@pytest.fixture
def held(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with a closed round about Retail; gives its id."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    database = Database(database_url)
    with database.transaction() as session:
        found = str(held_round(session, PAIRS, NOW, replace(PLAN, scope_name="Retail")).id)
    database.close()
    return found


@pytest.mark.parametrize("kind", ["pdf", "md", "csv", "json"])
def test_it_writes_a_file(run: Run, held: str, tmp_path: Path, kind: str) -> None:
    """Each format, of a round that its id names."""
    file = tmp_path / f"report.{kind}"

    finished = run("assessment", "export", "--round", held, "--format", kind, "--output", file)

    assert finished.status == 0, finished.err
    assert file.stat().st_size > 500


@pytest.mark.usefixtures("held")
def test_it_prints_what_is_text(run: Run) -> None:
    """The latest round of a scope, for a pipe."""
    finished = run("assessment", "export", "--scope", " rEtail", "--format", "json")

    assert json.loads(finished.out)["scope"] == "Team Retail"


def test_owners_have_their_names_when_slack_says_them(
    run: Run, held: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a token, as in the button's report; ids without one, or where Slack is out of reach."""
    database = Database(database_url)
    with database.transaction() as session:
        ann, eve = actions_of(session, UUID(held))[:2]
        agree_action(session, ann.id, "U0ANN", date(2027, 1, 15), "U0FIN", NOW)
        agree_action(session, eve.id, "U0EVE", date(2027, 1, 15), "U0FIN", NOW)
    database.close()
    assert "U0ANN" in run("assessment", "export").out

    with run_workspace(WorkspaceSetup([Person("U0ANN", "Ann")], [])) as slack:
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.setup.bot_token)
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        named = run("assessment", "export").out
    unreached = run("assessment", "export")

    assert "| Ann |" in named
    assert "U0ANN" not in named
    assert "U0EVE" in named, "Slack knows nobody of that id"
    assert unreached.status == 0
    assert "U0ANN" in unreached.out


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["--format", "docx"], "Available: csv, json, md, pdf", id="format"),
        pytest.param(["--format", "pdf"], "--output report.pdf", id="pdf on a terminal"),
        pytest.param(["--scope", "Moon"], "no closed round about Moon", id="scope"),
        pytest.param(["--output", "/nowhere/x.md"], "The folder /nowhere", id="no folder"),
        pytest.param(["--output", "/"], "/ is a folder. Add a file name", id="folder"),
    ],
)
def test_it_says_what_is_wrong(run: Run, arguments: list[str], sentence: str) -> None:
    """One line, status 2."""
    finished = run("assessment", "export", *arguments)

    assert finished.status == 2
    assert sentence in finished.err
