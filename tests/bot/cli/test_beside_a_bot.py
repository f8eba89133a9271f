"""What only looks waits for no writer, and keeps none waiting."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest

from tests.bot.cli.conftest import Run

pytestmark = pytest.mark.sqlite_alone


@contextmanager
def writing(url: str) -> Iterator[None]:
    """Write for as long as the block runs, as a bot does now and then."""
    path = url.removeprefix("sqlite:///")
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_looking_waits_for_no_writer(run: Run, stored: str, tmp_path: Path) -> None:
    """Lists, checks and backups, while somebody writes; the tables are up to date already."""
    commands: list[tuple[object, ...]] = [
        ("monitor", "list"),
        ("token", "list"),
        ("usecase", "list"),
        ("audit", "verify"),
        ("audit", "export"),
        ("db", "backup", tmp_path),
        ("db", "upgrade"),
    ]

    with writing(stored):
        told = {command[:2]: run(*command) for command in commands}

    assert {command: one.err for command, one in told.items() if one.status} == {}
