"""Fixtures for every test: a database of either product, and a clock that stands still."""

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from sqlmodel import Session

from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from tests.postgres import PostgresServer, running_postgres

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LONGEST = ("tests/browser/", "tests/faults/", "tests/journeys/")
gc.disable()  # while everything is imported: see pytest_collection_finish


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest tests first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Set aside what is loaded: a collection that looks at it again and again takes minutes."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return NOW


@pytest.fixture(autouse=True)
def no_outside_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the developer's own environment and `.env` out of the tests."""
    for name in list(os.environ):
        if name.startswith(("SLACK_", "LAMPLIGHTER_", "OPENAI_")) or name == "DATABASE_URL":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """Put the logging of the process back after a test that set it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    upgrade_database(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server with a migrated database `migrated` to copy."""
    with running_postgres() as server:
        server.create_database("migrated")
        upgrade_database(server.url("migrated"))
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh migrated database of each product."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    with server.fresh_database("migrated") as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh migrated SQLite file, for facts that no product can change."""
    path = shutil.copy(sqlite_template, tmp_path / "lamplighter.db")
    return f"sqlite:///{path}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database that closes its connections at the end."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction that the test works in."""
    with Session(database.engine, expire_on_commit=False) as opened:
        yield opened
