"""Every file that a command makes is for its owner alone, and so is every folder."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from bot.storage.database import Database
from tests.assessments.held_round import PAIRS, PLAN, held_round
from tests.bot.cli.conftest import CENSUS, CONFIGURATION, Run
from tests.bot.cli.test_database import back_up
from tests.bot.cli.test_installation import end_soon_after_the_start
from tests.conftest import NOW

pytestmark = pytest.mark.sqlite_alone
REPORTS = ("pdf", "md", "csv", "json")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in, on a machine that lets everybody read and write what is made."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{folder}/lamplighter.db")
    before = os.umask(0)
    yield folder
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """Return who may do what with all that is in a folder."""
    return {
        str(found.relative_to(folder)): oct(stat.S_IMODE(found.stat().st_mode))
        for found in folder.rglob("*")
    }


def ours_alone(folder: Path) -> dict[str, str]:
    """Return the same if every file is 600 and every folder 700."""
    return {
        str(found.relative_to(folder)): "0o700" if found.is_dir() else "0o600"
        for found in folder.rglob("*")
    }


def closed_round(url: str) -> UUID:
    """Hold a round, so that there is a report."""
    database = Database(url)
    with database.transaction() as session:
        found = held_round(session, PAIRS, NOW, PLAN).id
    database.close()
    return found


def test_database_exports_reports_charts_and_backups(run: Run, home: Path) -> None:
    """What was restored, and what was there before, too; and SQLite's files while one is open."""
    run("db", "upgrade")
    url = f"sqlite:///{home}/lamplighter.db"
    round_id = closed_round(url)
    configuration = home.parent / "lamplighter.yaml"
    configuration.write_text(CONFIGURATION.replace("FOLDER", str(CENSUS)), encoding="utf-8")
    run("apply", configuration)
    tables = [CENSUS / "reference.parquet", CENSUS / "current.parquet"]
    run("check", *tables, "--html", "check.html", "--png", "check.png")
    for kind in REPORTS:
        run("assessment", "export", "--round", round_id, "--format", kind, "--output", f"r.{kind}")
    run("audit", "export", "--file", "audit.jsonl")
    run("db", "restore", back_up(run, home))

    database = Database(url)
    with database.transaction():
        found = modes(home)
        expected = ours_alone(home)
    database.close()

    made = {name.partition("-2")[0] for name in found}
    assert {"lamplighter.db", "lamplighter.db-wal", "lamplighter.db-known", "lamplighter"} <= made
    assert {"lamplighter.db-before", "audit.jsonl", "check.html", "check.png"} <= made
    assert {f"r.{kind}" for kind in REPORTS} <= made
    assert found == expected


@pytest.mark.usefixtures("logs_as_before", "signals_as_before")
def test_the_demo(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its folder among others' temporary ones, and the database in it."""
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    found: list[tuple[dict[str, str], dict[str, str]]] = []

    def look(_: str) -> None:
        found.append((modes(home), ours_alone(home)))

    monkeypatch.setattr("webbrowser.open", look)
    end_soon_after_the_start()

    run("demo", "--port", "0")

    ((made, expected),) = found
    assert any(name.endswith("/demo.db") for name in made)
    assert made == expected
