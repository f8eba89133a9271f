"""Read rows as they are stored, so that a damaged value is noticed rather than smoothed over."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import JSON, Column, Dialect, Float, Row, Select, String, Table, select
from sqlalchemy import type_coerce as as_type
from sqlalchemy.types import NullType
from sqlmodel import Session

from ground.columns import ByValue

PORTION = 1_000
UNREADABLE = "The stored value of {name} can't be read."
Convert = Callable[[Any], Any]


class UnreadableError(ValueError):
    """A stored value isn't one that Lamplighter writes; the text is a sentence."""


class StoredRows:
    """Reads some columns of a table; an enum as text, since a damaged row may hold any."""

    def __init__(self, session: Session, table: Table, names: Sequence[str]) -> None:
        self._session = session
        dialect = session.connection().dialect
        kept = dict.fromkeys(names)
        self._ways = {name: (at, _ways(table.c[name], dialect)) for at, name in enumerate(kept)}
        columns = [as_type(table.c[name], NullType()).label(name) for name in kept]
        self.query: Select[*tuple[Any, ...]] = select(*columns)

    def read(self, query: Select[*tuple[Any, ...]]) -> Iterator[Row[Any]]:
        """Yield what `query`, or one made from it, selects; read in portions."""
        in_portions = query.execution_options(yield_per=PORTION)
        with self._session.connection().execute(in_portions) as found:
            yield from found

    def value(self, row: Row[Any], name: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """Convert a value of a row.

        Raises:
            UnreadableError: It can't be read, or would be stored in another way.
        """
        at, ways = self._ways[name]
        return row[at] if ways is None or row[at] is None else _converted(name, row[at], *ways)


def printable(text: str) -> str:
    """Escape what a terminal would act on, or can't show."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _converted(name: str, raw: object, read: Convert, write: Convert | None) -> object:
    try:
        value = read(raw)
        is_ours = write is None or write(value) == raw
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise UnreadableError(UNREADABLE.format(name=name)) from error
    if not is_ours:
        raise UnreadableError(UNREADABLE.format(name=name))
    return value


def _ways(column: Column[Any], dialect: Dialect) -> tuple[Convert, Convert | None] | None:
    """Return how a column's values are read and written; None where they are stored as they are.

    JSON has many spellings, so it is only read.
    """
    kind = String() if isinstance(column.type, ByValue) else column.type
    if isinstance(kind, Float):
        return None
    stored = kind.dialect_impl(dialect)
    read = stored.result_processor(dialect, None)
    if read is None:
        return None
    return read, None if isinstance(kind, JSON) else stored.bind_processor(dialect)
