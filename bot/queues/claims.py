"""Claim one row of a queue with a lease, so that any number of workers may ask at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, bindparam, literal, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from bot.storage.database import Database
from ground.columns import UtcDateTime

LEASE = timedelta(seconds=30)
LONGEST_LEASE = 2 * LEASE
LONGEST_PAUSE = timedelta(minutes=10)
"""Nothing in a queue waits longer on purpose."""


Row = TypeVar("Row", bound=SQLModel)
NOW = bindparam("now", type_=UtcDateTime())
_LATEST_LEASE = bindparam("latest_lease", type_=UtcDateTime())
_LATEST_PAUSE = bindparam("latest_pause", type_=UtcDateTime())


def is_over(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column at class level
    """Return whether a time to wait for has come.

    One that is further ahead than the longest pause was written before the clock was set back:
    it counts as come, or everything would stand still until the clock caught up.
    """
    return or_(col(column) <= NOW, col(column) > _LATEST_PAUSE)


def _times(now: datetime) -> dict[str, datetime]:
    return {
        "now": now,
        "latest_lease": now + LONGEST_LEASE,
        "latest_pause": now + LONGEST_PAUSE,
    }


class Queue(Generic[Row]):
    """Rows of a table that are taken one by one, by whoever asks first.

    Args:
        table: What holds the rows.
        ready: When a row may be taken: see `is_over`.
        order: Which goes first.
    """

    def __init__(
        self, table: type[Row], *, ready: ColumnElement[bool], order: Sequence[Any]
    ) -> None:
        columns: Any = table
        is_free = or_(
            col(columns.leased_until).is_(None),
            col(columns.leased_until) <= NOW,
            col(columns.leased_until) > _LATEST_LEASE,  # the clock was set back
        )
        first = select(columns.id).where(ready, is_free).order_by(*order).limit(1)
        self._look = select_columns(literal(1)).where(ready, is_free).limit(1)
        self._claim = (
            update(table)
            .where(
                col(columns.id) == first.with_for_update(skip_locked=True).scalar_subquery(),
                is_free,
            )
            .values(lease_token=bindparam("token"), leased_until=bindparam("until"))
            .returning(table)
            .execution_options(populate_existing=True)
        )

    def is_waiting(self, session: Session, now: datetime) -> bool:
        """Return whether there is a row to claim: a cheap look that keeps no writer waiting."""
        return session.connection().execute(self._look, _times(now)).first() is not None

    def claim(self, session: Session, now: datetime) -> Row | None:
        """Take the first ready row that nobody holds, or whose holder let the lease run out.

        One `UPDATE … RETURNING` does it, since `SKIP LOCKED` is silently ignored on SQLite; the
        condition stands in the outer `WHERE` too, so that on PostgreSQL the loser of a race gets
        no row.
        """
        given = {**_times(now), "token": uuid4(), "until": now + LEASE}
        return session.scalars(self._claim, given).one_or_none()


def release(
    session: Session, table: type[SQLModel], row_id: UUID, token: UUID | None, **values: object
) -> bool:
    """Write down what became of a claimed row and let go of it.

    Returns:
        False when the lease was lost to another worker meanwhile: then nothing is written.
    """
    columns: Any = table
    written = session.connection().execute(
        update(table)
        .where(col(columns.id) == row_id, col(columns.lease_token) == token)
        .values(lease_token=None, leased_until=None, **values)
    )
    return written.rowcount == 1


def renew(session: Session, table: type[SQLModel], tokens: Sequence[UUID], now: datetime) -> None:
    """Keep the rows that this process still works on."""
    columns: Any = table
    session.connection().execute(
        update(table).where(col(columns.lease_token).in_(tokens)).values(leased_until=now + LEASE)
    )


class LostLeases:
    """Claims that couldn't be let go of, since the database was away.

    They are given back when it is there again; otherwise their rows would wait for the lease.
    """

    def __init__(self, table: type[SQLModel]) -> None:
        self._table = table
        self._tokens: list[UUID] = []

    def note(self, token: UUID | None) -> None:
        """Keep a claim to give back."""
        if token is not None:
            self._tokens.append(token)

    def give_back(self, database: Database) -> None:
        """Let the rows be claimed again, at once."""
        if not self._tokens:
            return
        tokens = list(self._tokens)
        columns: Any = self._table
        with database.transaction() as session:
            session.connection().execute(
                update(self._table)
                .where(col(columns.lease_token).in_(tokens))
                .values(lease_token=None, leased_until=None)
            )
        self._tokens = [token for token in self._tokens if token not in tokens]
