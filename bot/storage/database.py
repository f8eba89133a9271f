"""The database: engine, transactions and the traps of each product, kept in one place."""

import math
import shutil
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlmodel import Session, create_engine

from bot.storage.fifo_lock import FifoLock
from bot.storage.file_in_place import FileInPlace

BUSY_TIMEOUT_MS = 2_000
OFFLINE_BUSY_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 500
"""How long another process may keep this one waiting, so that a press is acked in a second."""
KNOWN_LOCK_TIMEOUT_MS = 20
"""The same once it has kept somebody waiting in vain, until somebody is let in."""
LEAST_ROOM_BYTES = 1_000_000
"""Room for a few hundred presses in SQLite's journal."""
IS_READING = "is_reading"
PRAGMAS = {"journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON"}
LOCKED_BY = "locked_by"
"""The option that holds a transaction's deadline."""
NOTICES_ABSENCE = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 2_000,  # milliseconds
}
"""By these a PostgreSQL server that vanished is given up within seconds, not minutes."""
LIMIT_IS_GOOD_FOR_SECONDS = 0.2
LIMITED_AT = "limited_at"
IS_WRITING = ContextVar("is_writing", default=False)
"""Whether this thread may be keeping other writers waiting: then it does nothing slow."""


class DatabaseBusyError(NoConnectionError):
    """Other transactions of this process held the database for too long; nothing was changed."""


class NotKeptError(SQLAlchemyError):
    """The transaction was ended before its block was, so it was not committed."""


def create_database_engine(url: str, *, busy_timeout_ms: int | None = None) -> Engine:
    """Open a database so that concurrent writers lose nothing.

    SQLite gets the bundled library (the system's may have the WAL-reset bug), `BEGIN IMMEDIATE`
    for every transaction that may write (the default silently loses updates), WAL with
    `synchronous=FULL`, and a busy timeout below Slack's three seconds unless told otherwise. The
    connection used last is used next: it alone still knows the pages that it wrote.
    """
    if not url.startswith("sqlite"):
        return _create_postgresql_engine(url)
    busy_timeout_ms = busy_timeout_ms or BUSY_TIMEOUT_MS
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
    event.listen(engine, "begin", FileInPlace(engine.url.database).check)
    event.listen(engine, "begin", partial(_begin_sqlite, busy_timeout_ms=busy_timeout_ms))
    event.listen(engine, "handle_error", _notice_end)
    return engine


class Database:
    """Hands out transactions: all of a block is kept, or none of it.

    SQLite lets one write at a time, and its own waiting is a lottery: the writing threads of one
    process queue before it.
    """

    def __init__(self, url: str, *, busy_timeout_ms: int | None = None) -> None:
        self.engine = create_database_engine(url, busy_timeout_ms=busy_timeout_ms)
        self._longest_wait_seconds = (busy_timeout_ms or BUSY_TIMEOUT_MS) / 1_000
        self._lock_timeout_ms = busy_timeout_ms or LOCK_TIMEOUT_MS
        self._is_known_locked = False
        self._queue = FifoLock() if self.engine.dialect.name == "sqlite" else None

    @contextmanager
    def transaction(self, *, deadline: float | None = None) -> Iterator[Session]:
        """Commit when the block ends well, roll back when it raises.

        Args:
            deadline: By when SQLite must have let it in, and PostgreSQL must have carried its
                statements out, in `time.monotonic` seconds.

        Raises:
            SQLAlchemyError: Nothing was kept: other transactions took too long, or it failed.
        """
        queue = self._queue
        waiting = (
            _session(self.engine, **_until(deadline))
            if queue is None
            else self._in_turn(queue, deadline)
        )
        with waiting as session:
            before = IS_WRITING.set(True)
            try:
                yield session
            finally:
                IS_WRITING.reset(before)

    def reading(self, *, deadline: float | None = None) -> AbstractContextManager[Session]:
        """Read; never waits for a writer, and keeps none waiting.

        Args:
            deadline: By when PostgreSQL must have answered, in `time.monotonic` seconds.
        """
        return _session(self.engine, **{IS_READING: True}, **_until(deadline))

    def snapshot(self) -> AbstractContextManager[Session]:
        """Read one state throughout, whatever is committed meanwhile.

        On PostgreSQL each statement of `reading` sees what was committed by then; SQLite always
        reads one state.
        """
        if not self.is_shared:
            return self.reading()
        return _session(self.engine, isolation_level="REPEATABLE READ")

    @property
    def is_shared(self) -> bool:
        """Tell whether other machines may use it too."""
        return self._queue is None

    def now(self) -> datetime:
        """Ask a shared database what time it is."""
        with self.engine.connect() as connection:
            told: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return told.astimezone(UTC)

    def has_room(self) -> bool:
        """Tell whether the disk of a SQLite file has room for more than the smallest change.

        On a full disk a small one is kept now and then: whenever SQLite gave up its journal.
        """
        path = self.engine.url.database
        if self.is_shared or not path or path == ":memory:":
            return True
        return shutil.disk_usage(Path(path).parent).free >= LEAST_ROOM_BYTES

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _in_turn(self, queue: FifoLock, deadline: float | None) -> Iterator[Session]:
        """Wait for this process's writers, then for other processes: not longer in all.

        Each would wait for the same other process in turn, and so the last one far too long:
        only the first waits for it at length.
        """
        now = time.monotonic()
        until = min(now + self._longest_wait_seconds, deadline or math.inf)
        if not queue.enter(max(0.0, until - now)):
            raise DatabaseBusyError("The database was busy for too long.")
        patience_ms = KNOWN_LOCK_TIMEOUT_MS if self._is_known_locked else self._lock_timeout_ms
        locked_by = min(until, time.monotonic() + patience_ms / 1_000)
        is_let_in = False
        try:
            with _session(self.engine, **{LOCKED_BY: locked_by}) as session:
                is_let_in = True
                yield session
        finally:
            self._is_known_locked = not is_let_in
            queue.leave()


def _until(deadline: float | None) -> dict[str, float]:
    return {} if deadline is None else {LOCKED_BY: deadline}


@contextmanager
def _session(engine: Engine, **options: object) -> Iterator[Session]:
    """Work in one transaction, which the block itself can't commit.

    Raises:
        NotKeptError: The block ended it.
    """
    with engine.connect().execution_options(**options) as connection, connection.begin() as work:
        with Session(
            connection, join_transaction_mode="rollback_only", expire_on_commit=False
        ) as session:
            yield session
            session.commit()  # writes what is left to be written
        if not work.is_active:
            raise NotKeptError("The transaction was ended inside its block.")


def _create_postgresql_engine(url: str) -> Engine:
    engine = create_engine(
        _with_psycopg(url),
        pool_pre_ping=True,
        pool_size=20,
        pool_timeout=BUSY_TIMEOUT_MS / 1_000,
        connect_args=NOTICES_ABSENCE,
    )
    event.listen(engine, "begin", _forget_limit)
    event.listen(engine, "before_cursor_execute", _limit_statement)
    return engine


def _forget_limit(connection: Connection) -> None:
    connection.info.pop(LIMITED_AT, None)


def _limit_statement(connection: Connection, *_: object) -> None:
    """Have PostgreSQL end a statement, and its wait for a lock, at the transaction's deadline.

    What is left shrinks from statement to statement; asking for it each time would cost as much
    as the statements of a quick press.

    Raises:
        DatabaseBusyError: There is no time left.
    """
    deadline = connection.get_execution_options().get(LOCKED_BY)
    if deadline is None:
        return
    now = time.monotonic()
    left_ms = round((deadline - now) * 1_000)
    if left_ms <= 0:
        raise DatabaseBusyError("The database was busy for too long.")
    if now - connection.info.get(LIMITED_AT, -math.inf) >= LIMIT_IS_GOOD_FOR_SECONDS:
        connection.info[LIMITED_AT] = now
        # through a cursor of its own: that of a query read in portions takes a query alone
        connection.connection.cursor().execute(f"SET LOCAL statement_timeout = {left_ms}")


def _with_psycopg(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url


def _set_up_sqlite(
    connection: DBAPIConnection, record: ConnectionPoolEntry, *, busy_timeout_ms: int
) -> None:
    del record
    sqlite: Any = connection
    sqlite.isolation_level = None  # transactions are begun by _begin_sqlite alone
    for name, value in {"busy_timeout": busy_timeout_ms, **PRAGMAS}.items():
        sqlite.execute(f"PRAGMA {name}={value}")


def _begin_sqlite(connection: Connection, *, busy_timeout_ms: int) -> None:
    options = connection.get_execution_options()
    if LOCKED_BY in options:
        left_ms = round((options[LOCKED_BY] - time.monotonic()) * 1_000)
        busy_timeout_ms = max(1, left_ms)
    connection.exec_driver_sql(f"PRAGMA busy_timeout={busy_timeout_ms}")
    is_reading = options.get(IS_READING, False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _notice_end(context: ExceptionContext) -> None:
    """Notice that an error made SQLite end the transaction by itself, as where the disk is full.

    Whatever a block wrote behind that would be kept statement by statement; an invalid connection
    refuses it, and the commit.
    """
    connection = context.connection
    if connection is None or not connection.in_transaction() or connection.invalidated:
        return
    driver_connection = connection.connection.driver_connection
    if driver_connection is None or not driver_connection.in_transaction:
        context.is_disconnect, context.invalidate_pool_on_disconnect = True, False
