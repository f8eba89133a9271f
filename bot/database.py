"""The database: engine, transactions and the traps of each product, kept in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session, create_engine

from bot.turnstile import Turnstile

BUSY_TIMEOUT_MS = 2_000
OFFLINE_BUSY_TIMEOUT_MS = 30_000
IS_READING, HAS_TURN = "is_reading", "has_turn"


def create_database_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Open a database so that concurrent writers lose nothing.

    SQLite gets the bundled library (the system's may have the WAL-reset bug), `BEGIN IMMEDIATE`
    for every transaction that may write (the default silently loses updates), WAL with
    `synchronous=FULL`, and a busy timeout below Slack's three seconds unless told otherwise. Its
    waiting is a lottery, so the writing threads of one process stand in line before it.
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
    _take_turns(engine, Turnstile(), longest_wait_seconds=busy_timeout_ms / 1_000)
    return engine


class DatabaseBusyError(SQLAlchemyError):
    """Another transaction of this process held the database for too long; nothing was changed."""


class Database:
    """Hands out transactions: all of a block is kept, or none of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading_engine = engine.execution_options(**{IS_READING: True})

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit when the block ends well, roll back when it raises.

        Raises:
            DatabaseBusyError: Other transactions of this process took too long.
        """
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
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
    sqlite.isolation_level = None  # transactions are begun by _take_turns alone
    for pragma in (
        f"busy_timeout={busy_timeout_ms}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        sqlite.execute(f"PRAGMA {pragma}")


def _take_turns(engine: Engine, turnstile: Turnstile, *, longest_wait_seconds: float) -> None:
    """Let writers in one after the other; a connection that is given back lets the next one in."""

    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(IS_READING, False):
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get(HAS_TURN):
            if not turnstile.enter(longest_wait_seconds):
                raise DatabaseBusyError("The database was busy for too long.")
            connection.info[HAS_TURN] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def give_back(dbapi_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        del dbapi_connection
        if record.info.pop(HAS_TURN, False):
            turnstile.leave()

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", give_back)
