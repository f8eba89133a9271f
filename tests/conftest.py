"""Fixtures for every test: a database of either product, and a clock that stands still."""

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import structlog
from hypothesis import HealthCheck, settings
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlmodel import Session, create_engine

import bot.storage.database
from bot.delivery import names
from bot.migrations.upgrade import upgrade_database
from bot.slack import channels, members, talk
from bot.storage.database import PRAGMAS, Database
from tests.postgres import PostgresServer, running_postgres
from tests.postgres_reused import ReusedDatabase

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LONGEST_TURN_MS = 60_000
LONGEST_LOOK_SECONDS = 6
"""Less than what a slow Slack lets an ack wait for, in the journeys that have one."""
LONGEST = ("tests/browser/", "tests/faults/", "tests/journeys/")
gc.disable()  # while everything is imported: see pytest_collection_finish


def log_plainly() -> None:
    """Let a traceback be a few lines: structlog's own, with all variables, takes a second."""
    plain = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


log_plainly()

settings.register_profile(
    "lamplighter",
    derandomize=True,  # the same examples each time
    deadline=None,  # nor does a slow machine fail
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("lamplighter")
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


def compile_once() -> None:
    """Compile a statement once a worker: by itself each engine would, and each test has its own.

    SQLAlchemy keeps what it compiled by dialect; those of one product are all alike here.
    """
    alike = {
        "__eq__": lambda one, other: type(one) is type(other),
        "__hash__": lambda one: hash(type(one)),
    }
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        for name, method in alike.items():
            setattr(dialect, name, method)
    create = partial(create_engine, execution_options={"compiled_cache": {}})
    bot.storage.database.create_engine = create  # type: ignore[attr-defined]


compile_once()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what needs a database on both products, and on SQLite where one proves the fact.

    A module marked `sqlite_alone` has nothing that a product could change, such as a race, a
    claim, an upsert, a migration, an order or a column type; in it, a test marked
    `both_databases` has.
    """
    if "database_url" not in metafunc.fixturenames or "database_url" in str(
        [mark.args[:1] for mark in metafunc.definition.iter_markers("parametrize")]
    ):
        return
    find = metafunc.definition.get_closest_marker
    is_alone = find("sqlite_alone") is not None and find("both_databases") is None
    metafunc.parametrize("database_url", BOTH[:1] if is_alone else BOTH, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest tests first, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Set aside what is loaded: a collection that looks at it again and again takes minutes."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """Let all be cleared up in the end; libraries tell of what isn't."""
    gc.callbacks.clear()  # Hypothesis leaves one, which keeps everything
    gc.unfreeze()


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


@pytest.fixture(autouse=True)
def patient_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SQLite wait for no disk, and a press for as long as a busy machine takes.

    What a test wrote needn't outlive a power cut; `kill -9` loses nothing of it.
    """
    monkeypatch.setitem(PRAGMAS, "synchronous", "OFF")
    monkeypatch.setattr("bot.storage.database.BUSY_TIMEOUT_MS", LONGEST_TURN_MS)
    monkeypatch.setattr("bot.storage.database.LOCK_TIMEOUT_MS", LONGEST_TURN_MS)
    monkeypatch.setattr("bot.storage.database.KNOWN_LOCK_TIMEOUT_MS", LONGEST_TURN_MS)
    monkeypatch.setattr("bot.storage.receipts.PRESS_WITHIN_SECONDS", LONGEST_TURN_MS / 1_000)


@pytest.fixture(autouse=True)
def patient_presses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a press wait for Slack's word and what it says for as long as a busy machine takes."""
    for module, name in ((members, "PEOPLE"), (members, "OUR_TEAM"), (channels, "PATIENCE")):
        patience = replace(getattr(module, name), wait=LONGEST_TURN_MS / 1_000)
        monkeypatch.setattr(module, name, patience)
    monkeypatch.setattr(members, "TIMEOUT_SECONDS", LONGEST_LOOK_SECONDS)
    monkeypatch.setattr(channels, "TIMEOUT_SECONDS", LONGEST_LOOK_SECONDS)
    monkeypatch.setattr(names, "TIMEOUT_SECONDS", LONGEST_LOOK_SECONDS)
    monkeypatch.setattr(talk, "WINDOW_TIMEOUT_SECONDS", LONGEST_LOOK_SECONDS)
    monkeypatch.setattr(talk, "SENTENCE_TIMEOUT_SECONDS", 2 * LONGEST_LOOK_SECONDS)
    monkeypatch.setattr(talk, "WINDOW_WITHIN_SECONDS", LONGEST_TURN_MS / 1_000)


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """Put the logging of the process back after a test that set it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    log_plainly()


@cache
def migrated_sqlite() -> bytes:
    """Return a migrated SQLite file; processes that `make mutants` forks off have it already."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "migrated.db"
        upgrade_database(f"sqlite:///{path}")
        return path.read_bytes()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    path.write_bytes(migrated_sqlite())
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server with a migrated database `migrated` to copy."""
    with running_postgres() as server:
        server.create_database("migrated")
        upgrade_database(server.url("migrated"))
        yield server


@pytest.fixture(scope="session")
def postgres_database(postgres_server: PostgresServer) -> Iterator[ReusedDatabase]:
    """A migrated database of that server, which each test finds as if nobody had used it."""
    reused = ReusedDatabase(postgres_server, "migrated")
    yield reused
    reused.close()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database of each product: see `pytest_generate_tests`."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'lamplighter.db')}"
        return
    reused: ReusedDatabase = request.getfixturevalue("postgres_database")
    with reused.as_the_template() as url:
        yield url


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
