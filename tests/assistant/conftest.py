"""The sales director's desk in the company of `world.py`, filled once a worker."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.desk import Desk
from bot.jobs.passages import passages
from bot.storage.database import Database
from tests.assistant import world
from tests.conftest import NOW


@pytest.fixture(scope="session")
def desk(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on a database that nobody writes to."""
    copied = shutil.copy(sqlite_template, tmp_path_factory.mktemp("world") / "world.db")
    database = Database(f"sqlite:///{copied}")
    with database.transaction() as session:
        world.fill(session, NOW)
    with database.reading() as session:
        yield replace(world.desk(session, NOW), passages=passages())
    database.close()
