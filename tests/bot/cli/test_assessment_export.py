"""`lamplighter assessment export`: a round's report in a file, or on the terminal."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.database import Database
from tests.assessments.held_round import PAIRS, PLAN, held_round
from tests.bot.cli.conftest import Run
from tests.conftest import NOW


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
    finished = run("assessment", "export", "--scope", "retail", "--format", "json")

    assert json.loads(finished.out)["scope"] == "Team Retail"


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["--format", "docx"], "there are csv, json, md, pdf", id="format"),
        pytest.param(["--format", "pdf"], "--output report.pdf", id="pdf on a terminal"),
        pytest.param(["--scope", "Moon"], "no closed round about Moon", id="scope"),
    ],
)
def test_it_says_what_is_wrong(run: Run, arguments: list[str], sentence: str) -> None:
    """One line, status 2."""
    finished = run("assessment", "export", *arguments)

    assert finished.status == 2
    assert sentence in finished.err
