"""`lamplighter check` where a server does not answer, or not to this user."""

import psycopg
import pytest

from tests.bot.cli.conftest import Run
from tests.postgres import PostgresServer


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        pytest.param(
            "postgresql://mia:hush@127.0.0.1:1/lend?table=t",
            "lend on 127.0.0.1 can't be reached. Is the server running, and is its name correct?",
            id="nobody there",
        ),
        pytest.param(
            "postgresql://mia:hush@127.0.0.1/lend?table=t&options=-c%20x",
            "A postgresql address has no parameter options.",
            id="unknown option",
        ),
    ],
)
def test_a_server_that_is_not_there(run: Run, address: str, sentence: str) -> None:
    """One sentence, exit 2, and no password."""
    finished = run("check", address, address)

    assert finished.status == 2
    assert finished.err == f"lamplighter: {sentence}\n"
    assert "hush" not in finished.out + finished.err


@pytest.mark.postgres
def test_a_database_that_is_not_there(run: Run, postgres_server: PostgresServer) -> None:
    """It is named."""
    gone = postgres_server.url("gone") + "&table=loans"

    finished = run("check", gone, gone)

    assert finished.status == 2
    assert "gone on " in finished.err
    assert "doesn't exist" in finished.err


@pytest.mark.parametrize("reason", ["password authentication failed", "no password supplied"])
def test_a_wrong_password(monkeypatch: pytest.MonkeyPatch, run: Run, reason: str) -> None:
    """The server's words for it become ours."""

    def refuse(conninfo: str) -> None:
        raise psycopg.OperationalError(f'FATAL: {reason} for user "mia" {len(conninfo)}')

    monkeypatch.setattr("psycopg.connect", refuse)
    address = "postgresql://mia:hush@db/lend?table=t"

    finished = run("check", address, address)

    assert finished.status == 2
    assert finished.err.endswith("lend on db rejected the user or the password.\n")
