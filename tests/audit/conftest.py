"""A database for steps that are taken once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.storage.database import Database


@pytest.fixture
def session(sqlite_template: Path, tmp_path: Path) -> Iterator[Session]:
    """A transaction in a fresh SQLite file, which is enough for these."""
    path = tmp_path / "lamplighter.db"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with Session(database.engine, expire_on_commit=False) as opened:
        yield opened
    database.close()
