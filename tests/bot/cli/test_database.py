"""`lamplighter db` and `audit verify` where a database is missing, newer, damaged or put back."""

import os
import resource
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.storage.database import Database
from deployments.registry import EmbeddedRegistry
from deployments.requests.release import carry_out_release
from deployments.requests.requests import request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import DeploymentRequest, RequestState, SignOffVerdict
from tests.audit import model_steps
from tests.bot.cli.conftest import Run, statement
from tests.conftest import NOW

pytestmark = pytest.mark.sqlite_alone
BREAK = {
    "missing": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "other": lambda file: file.write_text("no database " * 400),
}


def file_of(url: str) -> Path:
    """Return the file of a database that no other process has open."""
    return Path(url.removeprefix("sqlite:///"))


def mode_of(file: Path) -> int:
    """Return who may read and write a file."""
    return stat.S_IMODE(file.stat().st_mode)


def break_it(url: str, kind: str) -> None:
    """Damage a database's file, its journals included."""
    file = file_of(url)
    for beside in file.parent.glob(f"{file.name}-[ws][ah][lm]"):
        beside.unlink()
    BREAK[kind](file)


def back_up(run: Run, folder: Path) -> Path:
    """Back the database up."""
    finished = run("db", "backup", folder)
    assert finished.status == 0, finished.err
    return Path(finished.out.removeprefix("Backed up and verified: ").strip())


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("missing", "is missing or empty"),
        ("empty", "is missing or empty"),
        ("other", "is damaged"),
    ],
)
@pytest.mark.parametrize(
    "command", [["audit", "verify"], ["audit", "export"], ["monitor", "list"]]
)
def test_a_database_that_is_gone_is_not_made_again(
    run: Run, stored: str, kind: str, sentence: str, command: list[str]
) -> None:
    """One sentence names the way out; status 2; the file stays as it is."""
    break_it(stored, kind)
    before = file_of(stored).read_bytes() if file_of(stored).exists() else None

    finished = run(*command)

    assert finished.status == 2
    assert sentence in finished.err
    assert "`lamplighter db restore BACKUP`" in finished.err
    assert len(finished.err.splitlines()) == 1
    assert (file_of(stored).read_bytes() if file_of(stored).exists() else None) == before


def test_verify_never_makes_a_database(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even on a first start."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")

    finished = run("audit", "verify")

    assert finished.status == 2
    assert not (tmp_path / "new.db").exists()


@pytest.mark.usefixtures("logs_as_before")
def test_serve_takes_an_emptied_database_for_no_first_start(
    run: Run, stored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops with the sentence; `db upgrade` is the way to begin again on purpose."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-any")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-any")
    break_it(stored, "empty")

    finished = run("serve")

    assert finished.status == 2
    assert "is missing or empty" in finished.err
    assert run("db", "upgrade").status == 0
    assert run("audit", "verify").status == 0


@pytest.mark.parametrize("command", [["audit", "verify"], ["db", "upgrade"], ["doctor"]])
@pytest.mark.both_databases
def test_a_newer_database_is_said_to_be_newer(run: Run, stored: str, command: list[str]) -> None:
    """The sentence says which versions meet."""
    statement(stored, "UPDATE alembic_version SET version_num = '9999'")

    finished = run(*command)

    assert finished.status in {1, 2}
    assert "written by a newer version of Lamplighter" in finished.out + finished.err


def test_a_backup_comes_back(run: Run, stored: str, tmp_path: Path) -> None:
    """Its name holds the head; what was there is kept; a later head shows the way back in time."""
    head = run("audit", "verify").out.split("head: ")[1].strip()
    backup = back_up(run, tmp_path)
    database = Database(stored)
    with database.transaction() as session:
        model_steps.add_version(session, "v9", NOW)
    database.close()
    later = run("audit", "verify").out.split("head: ")[1].strip()
    break_it(stored, "other")

    finished = run("db", "restore", backup)

    assert finished.status == 0, finished.err
    assert backup.name.endswith(f"-{head}.db")
    assert run("audit", "verify", "--head", head).status == 0
    assert run("audit", "verify", "--head", later).status == 1
    assert list(tmp_path.glob("lamplighter.db-before-*"))
    assert mode_of(file_of(stored)) == 0o600


@pytest.mark.usefixtures("stored")
def test_a_backup_of_a_running_bot_holds_what_was_committed(
    run: Run, stored: str, tmp_path: Path
) -> None:
    """The journal's rows too; and nobody restores onto it."""
    database = Database(stored)
    with database.transaction() as session:
        model_steps.add_version(session, "v9", NOW)
    backup = back_up(run, tmp_path)

    refused = run("db", "restore", backup)
    database.close()

    assert refused.status == 2
    assert "is in use. Stop Lamplighter" in refused.err
    assert run("db", "restore", backup).status == 0
    assert "v9" in run("audit", "export").out


@pytest.mark.parametrize("kind", ["cut", "renamed", "changed", "gone"])
def test_a_backup_that_is_not_whole_is_refused(
    run: Run, stored: str, tmp_path: Path, kind: str
) -> None:
    """The target stays as it was, byte for byte."""
    backup = back_up(run, tmp_path)
    if kind == "cut":
        os.truncate(backup, backup.stat().st_size // 2)
    elif kind == "renamed":
        backup = backup.rename(tmp_path / f"lamplighter-{'0' * 64}.db")
    elif kind == "changed":
        statement(f"sqlite:///{backup}", "UPDATE registeredmodel SET owner_user_id = 'U0EVE'")
    else:
        backup.unlink()
    before = shutil.copy(file_of(stored), tmp_path / "before")

    finished = run("db", "restore", backup)

    assert finished.status == 2
    assert len(finished.err.splitlines()) == 1
    assert file_of(stored).read_bytes() == Path(before).read_bytes()
    assert not list(tmp_path.glob("*.part*"))


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as where the disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_a_copy_that_finds_no_room_leaves_nothing(
    run: Run, stored: str, tmp_path: Path, share: float
) -> None:
    """Neither a backup nor a restore; one sentence, and the target stays byte for byte."""
    backup = back_up(run, tmp_path)
    before, size = file_of(stored).read_bytes(), backup.stat().st_size
    there = set(tmp_path.iterdir())

    with room_for(int(size * share)):
        refused = [run("db", "restore", backup), run("db", "backup", tmp_path)]

    assert [one.status for one in refused] == [2, 2]
    assert [len(one.err.splitlines()) for one in refused] == [1, 1]
    assert file_of(stored).read_bytes() == before
    assert {one for one in tmp_path.iterdir() if ".part" in one.name} == set()
    assert {one for one in there if one.suffix == ".db"} <= set(tmp_path.iterdir())


def test_what_was_approved_in_the_past_is_not_carried_out(
    run: Run, stored: str, tmp_path: Path
) -> None:
    """It needs a new press: the request is called off, and the record says so."""
    database = Database(stored)
    with database.transaction() as session:
        request = request_deployment(session, model_steps.release("v7"), NOW).request
        record_sign_off(session, SignOffAttempt(request.id, SignOffVerdict.APPROVE, "U0MIA"), NOW)
    database.close()
    backup = back_up(run, tmp_path)

    assert run("db", "restore", backup).status == 0

    database = Database(stored)
    with database.transaction() as session:
        carry_out_release(session, request.id, EmbeddedRegistry(session, NOW), NOW)
        assert session.get_one(DeploymentRequest, request.id).state is RequestState.FAILED
    database.close()
    assert run("audit", "verify").status == 0
