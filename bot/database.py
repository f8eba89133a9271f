"""The database: engine, transactions and the traps of each product, kept in one place."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from threading import Lock
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session, create_engine

BUSY_TIMEOUT_MS = 2_000
OFFLINE_BUSY_TIMEOUT_MS = 30_000
IS_READING = "is_reading"


def create_database_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Open a database so that concurrent writers lose nothing.

    SQLite gets the bundled library (the system's may have the WAL-reset bug), `BEGIN IMMEDIATE`
    for every transaction that may write (the default silently loses updates), WAL with
    `synchronous=FULL`, and a busy timeout below Slack's three seconds unless told otherwise.
    """
    if not url.startswith("sqlite"):
        return create_engine(_with_psycopg(url), pool_pre_ping=True, pool_size=20)
    engine = create_engine(
        url,
        module=pysqlite3.dbapi2,
        poolclass=QueuePool,
        pool_size=20,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", partial(_set_up_sqlite, busy_timeout_ms=busy_timeout_ms))
    event.listen(engine, "begin", _begin)
    return engine


class DatabaseBusyError(SQLAlchemyError):
    """Another transaction of this process held the database for too long; nothing was changed."""


class Turns:
    """Lets this process's writers of a SQLite file in one by one.

    SQLite makes a writer wait by sleeping, longer each time, so that a thread can starve among
    others; a lock hands over at once.
    """

    def __init__(self, longest_wait_seconds: float = BUSY_TIMEOUT_MS / 1_000) -> None:
        self.longest_wait_seconds = longest_wait_seconds
        self._lock = Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for one's turn and hold it for the block.

        Raises:
            DatabaseBusyError: It did not come in time.
        """
        if not self._lock.acquire(timeout=self.longest_wait_seconds):
            raise DatabaseBusyError("The database was busy for too long.")
        try:
            yield
        finally:
            self._lock.release()


class Database:
    """Hands out transactions: all of a block is kept, or none of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading_engine = engine.execution_options(**{IS_READING: True})
        self._turns = Turns() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit when the block ends well, roll back when it raises.

        Raises:
            DatabaseBusyError: Other transactions of this process took too long.
        """
        turn: AbstractContextManager[None] = self._turns.one() if self._turns else nullcontext()
        with turn, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent state; never waits for a writer, and keeps none waiting."""
        with Session(self._reading_engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _with_psycopg(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _set_up_sqlite(
    connection: DBAPIConnection, record: ConnectionPoolEntry, *, busy_timeout_ms: int
) -> None:
    del record
    sqlite: Any = connection
    sqlite.isolation_level = None  # transactions are begun by _begin alone
    for pragma in (
        f"busy_timeout={busy_timeout_ms}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        sqlite.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    is_reading = connection.get_execution_options().get(IS_READING, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
