"""Group commit: SQLite's writers go one after the other, and who stood in line is kept at once.

A commit waits for the disk. Under load that would be the most of a writer's turn, and all who
come later would wait for each one before them. So a writer that is done hands its transaction on
to the next in line, and waits; the last one commits for all.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from bot.turnstile import Turnstile

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

    def __init__(self, engine: Engine) -> None:
        self.connection = engine.connect()
        self._joins_by: Literal["rollback_only", "create_savepoint"] = "rollback_only"
        self._handed_on_until = time.monotonic() + HANDED_ON_FOR_SECONDS
        self._is_settled = Event()
        self._error: Exception | None = None
        try:
            self.connection.begin()
        except BaseException:
            self.connection.close()
            raise

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Work in the group; what raises is rolled back alone, unless it is the first."""
        joins_by, self._joins_by = self._joins_by, "create_savepoint"
        with (
            Session(
                self.connection, join_transaction_mode=joins_by, expire_on_commit=False
            ) as session,
            session.begin(),
        ):
            yield session

    @property
    def is_alive(self) -> bool:
        """Whether the transaction still is; SQLite itself ends it where the disk is full."""
        if self.connection.invalidated:
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
            else:
                self._error = NotKeptError("The transaction was ended before its commit.")
        except SQLAlchemyError as error:
            self._error = error
            self.connection.invalidate()  # it may still be in the transaction, and hold the lock
        finally:
            self.connection.close()
            self._is_settled.set()

    def check(self) -> None:
        """Wait until the group is kept.

        Raises:
            NotKeptError: It could not be.
        """
        self._is_settled.wait()
        if self._error is not None:
            raise NotKeptError("Nothing was changed.") from self._error


class GroupCommit:
    """Hands out sessions to one thread at a time, in the order of arrival."""

    def __init__(self, longest_wait_seconds: float) -> None:
        self._line = Turnstile[Group]()
        self._longest_wait_seconds = longest_wait_seconds

    @contextmanager
    def session(self, engine: Engine) -> Iterator[Session]:
        """Work in one's turn; what the block did is kept when it ends.

        Raises:
            DatabaseBusyError: One's turn did not come in time.
            NotKeptError: The commit failed.
        """
        group = self._enter(engine)
        try:
            with group.session() as session:
                yield session
        finally:
            self._end_turn(group)
        group.check()

    def _enter(self, engine: Engine) -> Group:
        turn = self._line.enter(self._longest_wait_seconds)
        if turn is None:
            raise DatabaseBusyError("The database was busy for too long.")
        try:
            return turn.handed_on or Group(engine)
        except BaseException:
            self._line.leave()
            raise

    def _end_turn(self, group: Group) -> None:
        if group.takes_more and self._line.hand_on(group):
            return
        try:
            group.settle()
        finally:
            self._line.leave()
