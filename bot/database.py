"""The database: engine, transactions and the traps of each product, kept in one place."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session, create_engine

BUSY_TIMEOUT_MS = 2_000


def create_database_engine(url: str) -> Engine:
    """Open a database so that concurrent writers lose nothing.

    SQLite gets the bundled library (the system's may have the WAL-reset bug), `BEGIN IMMEDIATE`
    for every transaction (the default silently loses updates), WAL with `synchronous=FULL`, and
    a busy timeout below Slack's three seconds.
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
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_immediate)
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

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _with_psycopg(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _set_up_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    del record
    sqlite: Any = connection
    sqlite.isolation_level = None  # transactions are begun by _begin_immediate alone
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        sqlite.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own signature
    connection.exec_driver_sql("BEGIN IMMEDIATE")
