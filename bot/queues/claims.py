"""Claim one row of a queue with a lease, so that any number of workers may ask at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, bindparam, literal, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from ground.columns import UtcDateTime

LEASE = timedelta(seconds=30)


Row = TypeVar("Row", bound=SQLModel)
NOW = bindparam("now", type_=UtcDateTime())


class Queue(Generic[Row]):
    """Rows of a table that are taken one by one, by whoever asks first.

    Args:
        table: What holds the rows.
        ready: When a row may be taken; `NOW` stands for the time of asking.
        order: Which goes first.
    """

    def __init__(
        self, table: type[Row], *, ready: ColumnElement[bool], order: Sequence[Any]
    ) -> None:
        columns: Any = table
        is_free = or_(col(columns.leased_until).is_(None), col(columns.leased_until) <= NOW)
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
        return session.connection().execute(self._look, {"now": now}).first() is not None

    def claim(self, session: Session, now: datetime) -> Row | None:
        """Take the first ready row that nobody holds, or whose holder let the lease run out.

        One `UPDATE … RETURNING` does it, since `SKIP LOCKED` is silently ignored on SQLite; the
        condition stands in the outer `WHERE` too, so that on PostgreSQL the loser of a race gets
        no row.
        """
        given = {"now": now, "token": uuid4(), "until": now + LEASE}
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
