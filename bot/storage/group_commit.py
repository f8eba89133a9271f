"""Group commit: SQLite's writers go one after the other, and who stood in line is kept at once.

A commit waits for the disk. Under load that would be the most of a writer's turn, and all who
come later would wait for each one before them. So a writer that is done hands its transaction on
to the next in line, and waits; the last one commits for all.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

from sqlalchemy import Engine, Transaction
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.storage.fifo_lock import FifoLock

HANDED_ON_FOR_SECONDS = 0.025


class DatabaseBusyError(SQLAlchemyError):
    """Other transactions of this process held the database for too long; nothing was changed."""


class NotKeptError(SQLAlchemyError):
    """The commit of a group failed, so nothing of it was kept."""


class Group:
    """Transactions of several threads, one after the other over one connection.

    The first one is the transaction itself, each later one a savepoint in it: one that fails
    takes nothing of the others with it.
    """

    def __init__(self, engine: Engine, longest_wait_seconds: float) -> None:
        self.connection = engine.connect()
        self.is_new = True
        self._is_settled = Event()
        self._error: SQLAlchemyError | None = NotKeptError("The transaction was not committed.")
        try:
            self._wait_for_other_processes(longest_wait_seconds)
            self._transaction = self.connection.begin()
        except BaseException:
            self.connection.close()
            raise
        self._handed_on_until = time.monotonic() + HANDED_ON_FOR_SECONDS

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Work in the group; what raises is undone alone, unless it is the first.

        Raises:
            NotKeptError: The block ended its transaction itself.
        """
        own = self._transaction if self.is_new else self.connection.begin_nested()
        self.is_new = False
        try:
            with Session(
                self.connection, join_transaction_mode="rollback_only", expire_on_commit=False
            ) as session:
                yield session
                session.commit()  # writes what is left to be written; the group keeps it
            if not own.is_active:
                self._refuse()
            if own is not self._transaction:
                own.commit()
        except BaseException:
            self._undo(own)
            raise

    @property
    def is_alive(self) -> bool:
        """Whether the transaction still is; SQLite itself ends it where the disk is full."""
        if self.connection.closed or self.connection.invalidated:
            return False
        driver_connection = self.connection.connection.driver_connection
        return driver_connection is not None and driver_connection.in_transaction

    @property
    def takes_more(self) -> bool:
        """Whether another may join; those who are done must not wait for long."""
        return self.is_alive and time.monotonic() < self._handed_on_until

    def settle(self) -> None:
        """Commit for all, or find out that it can't be; `check` says which."""
        try:
            if self.is_alive:
                self.connection.commit()
                self._error = None
        except SQLAlchemyError as error:
            self._error = error
        finally:
            try:
                self._let_go()
            finally:
                self._is_settled.set()

    def check(self) -> None:
        """Wait until the group is kept.

        Raises:
            NotKeptError: It could not be.
        """
        self._is_settled.wait()
        if self._error is not None:
            raise NotKeptError("Nothing was changed.") from self._error

    def _wait_for_other_processes(self, seconds: float) -> None:
        driver_connection: Any = self.connection.connection.driver_connection
        driver_connection.execute(f"PRAGMA busy_timeout={max(1, round(seconds * 1_000))}")

    def _undo(self, own: Transaction) -> None:
        try:
            if own.is_active:
                own.rollback()
        except BaseException:
            self.connection.invalidate()  # what was to be undone may still be there: all are told
            raise

    def _refuse(self) -> None:
        raise NotKeptError("The transaction was ended inside its block.")

    def _let_go(self) -> None:
        """Give the connection back outside of a transaction: SQLAlchemy may not, after an error.

        It stays open where it can: the next one to open the file would find what was written.
        """
        try:
            if self.is_alive:
                self.connection.connection.rollback()
        except BaseException:
            self.connection.invalidate()
            raise
        finally:
            self.connection.close()


class GroupCommit:
    """Hands out sessions to one thread at a time, in the order of arrival."""

    def __init__(self, longest_wait_seconds: float) -> None:
        self._line = FifoLock[Group]()
        self._longest_wait_seconds = longest_wait_seconds

    @contextmanager
    def session(self, engine: Engine) -> Iterator[Session]:
        """Work in one's turn; what the block did is kept when it ends.

        A block that raises waits for its group too, since it may have seen what others wrote.

        Raises:
            DatabaseBusyError: One's turn did not come in time.
            NotKeptError: The commit failed.
        """
        group = self._enter(engine)
        is_alone = group.is_new
        try:
            with group.session() as session:
                yield session
        except Exception:
            self._end_turn(group)
            if not is_alone:
                group.check()
            raise
        except BaseException:
            self._end_turn(group)
            raise
        self._end_turn(group)
        group.check()

    def _enter(self, engine: Engine) -> Group:
        deadline = time.monotonic() + self._longest_wait_seconds
        turn = self._line.enter(self._longest_wait_seconds)
        if turn is None:
            raise DatabaseBusyError("The database was busy for too long.")
        try:
            return turn.handed_on or Group(engine, deadline - time.monotonic())
        except BaseException:
            self._line.leave()
            raise

    def _end_turn(self, group: Group) -> None:
        is_handed_on = False
        try:
            is_handed_on = group.takes_more and self._line.hand_on(group)
            if not is_handed_on:
                group.settle()
        finally:
            if not is_handed_on:
                self._line.leave()
