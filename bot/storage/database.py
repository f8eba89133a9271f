"""The database: engine, transactions and the traps of each product, kept in one place."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session, create_engine

from bot.storage.group_commit import GroupCommit, NotKeptError

BUSY_TIMEOUT_MS = 2_000
OFFLINE_BUSY_TIMEOUT_MS = 30_000
IS_READING = "is_reading"


def create_database_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Open a database so that concurrent writers lose nothing.

    SQLite gets the bundled library (the system's may have the WAL-reset bug), `BEGIN IMMEDIATE`
    for every transaction that may write (the default silently loses updates), WAL with
    `synchronous=FULL`, and a busy timeout below Slack's three seconds unless told otherwise. The
    connection used last is used next: it alone still knows the pages that it wrote.
    """
    if not url.startswith("sqlite"):
        return create_engine(_with_psycopg(url), pool_pre_ping=True, pool_size=20)
    engine = create_engine(
        url,
        module=pysqlite3.dbapi2,
        poolclass=QueuePool,
        pool_size=20,
        pool_use_lifo=True,
        pool_timeout=busy_timeout_ms / 1_000,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", partial(_set_up_sqlite, busy_timeout_ms=busy_timeout_ms))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


class Database:
    """Hands out transactions: all of a block is kept, or none of it.

    SQLite lets one write at a time, and its waiting is a lottery: the writing threads of one
    process stand in line before it, and those in line are committed together.
    """

    def __init__(self, url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> None:
        self.engine = create_database_engine(url, busy_timeout_ms=busy_timeout_ms)
        self._reading_engine = self.engine.execution_options(**{IS_READING: True})
        is_sqlite = self.engine.dialect.name == "sqlite"
        self._writers = GroupCommit(busy_timeout_ms / 1_000) if is_sqlite else None

    def transaction(self) -> AbstractContextManager[Session]:
        """Commit when the block ends well, roll back when it raises.

        Raises:
            SQLAlchemyError: Nothing was kept: other transactions took too long, or it failed.
        """
        return (
            _session(self.engine) if self._writers is None else self._writers.session(self.engine)
        )

    def reading(self) -> AbstractContextManager[Session]:
        """Read one consistent state; never waits for a writer, and keeps none waiting."""
        return _session(self._reading_engine)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def _session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session, session.begin() as work:
        yield session
        if not work.is_active:
            raise NotKeptError("The transaction was ended inside its block.")


def _with_psycopg(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _set_up_sqlite(
    connection: DBAPIConnection, record: ConnectionPoolEntry, *, busy_timeout_ms: int
) -> None:
    del record
    sqlite: Any = connection
    sqlite.isolation_level = None  # transactions are begun by _begin_sqlite alone
    for pragma in (
        f"busy_timeout={busy_timeout_ms}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        sqlite.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    is_reading = connection.get_execution_options().get(IS_READING, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
