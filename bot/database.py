"""The database: engine, transactions and the traps of each product, kept in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session, create_engine

from bot.turnstile import Turnstile

BUSY_TIMEOUT_MS = 2_000
HAS_TURN = "has_turn"


def create_database_engine(url: str) -> Engine:
    """Open a database so that concurrent writers lose nothing.

    SQLite gets the bundled library (the system's may have the WAL-reset bug), `BEGIN IMMEDIATE`
    for every transaction (the default silently loses updates), WAL with `synchronous=FULL`, and
    a busy timeout below Slack's three seconds. Its waiting is a lottery, so the threads of one
    process stand in line before it.
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
    _take_turns(engine, Turnstile())
    return engine


class Database:
    """Hands out transactions: all of a block is kept, or none of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commit when the block ends well, roll back when it raises."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
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


def _take_turns(engine: Engine, turnstile: Turnstile) -> None:
    """Begin each transaction as a writer, one after the other; a connection given back leaves."""

    def begin(connection: Connection) -> None:
        info = connection.info
        if not info.get(HAS_TURN):
            info[HAS_TURN] = turnstile.enter(BUSY_TIMEOUT_MS / 1_000)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def give_back(dbapi_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        del dbapi_connection
        if record.info.pop(HAS_TURN, False):
            turnstile.leave()

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", give_back)
