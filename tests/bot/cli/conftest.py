"""The command line, run in this process as a terminal would."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer
from sqlalchemy import text

from bot.__main__ import main
from bot.storage.database import IS_WRITING, create_database_engine

CENSUS = Path(__file__).parents[3] / "bot/demo/data/ma-employment"


@dataclass(frozen=True)
class Finished:
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Finished]


def _printing_late(echo: Callable[..., None]) -> Callable[..., None]:
    def checked(*given: Any, **named: Any) -> None:  # noqa: ANN401 - as typer's own
        assert not IS_WRITING.get(), f"Printed while a transaction writes: {given}"
        echo(*given, **named)

    return checked


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], logs_as_before: None
) -> Run:
    """Run `lamplighter` with arguments; what it does to the process's logs is undone.

    Nothing is printed while a transaction writes: whoever reads may take their time.
    """
    del logs_as_before
    monkeypatch.setattr(typer, "echo", _printing_late(typer.echo))

    def run_command(*arguments: object) -> Finished:
        monkeypatch.setattr(sys, "argv", ["lamplighter", *map(str, arguments)])
        before = os.umask(0)
        os.umask(before)
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:
            os.umask(before)
        captured = capsys.readouterr()
        status = ended.value.code
        assert isinstance(status, int)
        return Finished(status, captured.out, captured.err)

    return run_command


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch, database_url: str, run: Run, tmp_path: Path) -> str:
    """Set the command up with a database that knows the model `churn` and its monitor."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("COLUMNS", "200")
    file = tmp_path / "lamplighter.yaml"
    file.write_text(CONFIGURATION.replace("FOLDER", str(CENSUS)), encoding="utf-8")
    assert run("apply", file).status == 0
    return database_url


@pytest.fixture
def signals_as_before() -> Iterator[None]:
    """Put the process's signal handlers back after a command set its own."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def statement(url: str, sql: str) -> None:
    """Change a row by hand, behind Lamplighter's back."""
    engine = create_database_engine(url)
    with engine.begin() as connection:
        connection.execute(text(sql))
    engine.dispose()


CONFIGURATION = """
models:
  - name: churn
    owner: U0MIA
    channel: C0CHURN
    deciders: [U0OLA]
    versions:
      - {version: v1, trained_by: U0DAN}
      - {version: v2, trained_by: U0DAN, digest: abc}
    champion: v2
monitors:
  - name: churn weekly
    model: churn
    reference: FOLDER/reference.parquet
    current: FOLDER/current.parquet
    cron: "0 9 * * 1"
    timezone: Europe/Berlin
"""
