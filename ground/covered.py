"""Rows that people rely on: the audit log keeps a fingerprint of each as it was left last."""

import hashlib
import json
import operator
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, ClassVar

from sqlalchemy import Row, Table, and_, or_
from sqlmodel import Session, SQLModel

from ground.stored import StoredRows, UnreadableError

COVERS = "covers"
"""The key of an entry's detail under which the fingerprints are."""
UNREADABLE = ""
"""What stands for the fingerprint of a row that can't be read; no entry holds it."""


class Covered(SQLModel):
    """A table of such rows; `covered` names the columns that only a recorded step changes.

    A column added to the list later would make the rows recorded before differ.
    """

    covered: ClassVar[tuple[str, ...]]


def canonical(detail: Mapping[str, Any]) -> str:
    """Serialise a value so that equal values become equal bytes.

    Raises:
        ValueError: A number is not finite.
    """
    return _serialised(detail, allow_nan=False)


def fingerprints(session: Session, rows: Iterable[Covered]) -> dict[str, str | None]:
    """Return each row's name and fingerprint as it is stored now; None for one that is gone.

    Raises:
        UnreadableError: A row is damaged.
    """
    session.flush()
    found: dict[str, str | None] = {}
    for kind, of_kind in groupby(sorted(rows, key=_kind_name), _kind):
        table, keys = _table(kind), [column.name for column in _table(kind).primary_key]
        wanted = [[getattr(row, key) for key in keys] for row in of_kind]
        found |= dict.fromkeys(_name(table, values) for values in wanted)
        stored = StoredRows(session, table, names_of(kind))
        same = (and_(*map(operator.eq, table.primary_key, values)) for values in wanted)
        for row in stored.read(stored.query.where(or_(*same))):
            name = _name(table, [stored.value(row, key) for key in keys])
            found[name] = _fingerprint(kind.covered, stored, row)
    return found


def stored_fingerprints(
    session: Session, tables: Mapping[type[Covered], Sequence[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the name and fingerprint of every covered row, read in portions.

    Args:
        session: A transaction to read in.
        tables: What is read, and the columns that are covered.
    """
    for kind, names in tables.items():
        table = _table(kind)
        keys = [column.name for column in table.primary_key]
        stored = StoredRows(session, table, [*keys, *names])
        for row in stored.read(stored.query):
            yield _name(table, [_key(stored, row, key) for key in keys]), _seen(names, stored, row)


def as_covered(tables: Iterable[type[Covered]]) -> dict[type[Covered], Sequence[str]]:
    """Return each table with the columns that are covered now."""
    return {kind: kind.covered for kind in tables}


def names_of(kind: type[Covered]) -> tuple[str, ...]:
    """Name a covered table's columns, its key first."""
    keys = [column.name for column in _table(kind).primary_key]
    return tuple(dict.fromkeys([*keys, *kind.covered]))


def differences(
    session: Session, tables: Sequence[type[Covered]], noted: dict[str, str | None]
) -> Iterator[str]:
    """Compare rows with what the log noted of them last, both ways; yield a sentence each.

    Args:
        session: A transaction to read in.
        tables: What is compared.
        noted: Fingerprints by name, emptied of what was found.
    """
    words = {_table(kind).name: words_of(kind) for kind in tables}
    for name, fingerprint in stored_fingerprints(session, as_covered(tables)):
        is_known, expected = name in noted, noted.pop(name, None)
        if expected != fingerprint:
            what = "does not match the audit log" if is_known else "is not in the audit log"
            yield f"The {_in_words(name, words)} {what}."
    for name, expected in noted.items():
        if expected is not None and name.partition(":")[0] in words:
            yield f"The {_in_words(name, words)} is in the audit log, but it is missing."


def _kind(row: Covered) -> type[Covered]:
    return type(row)


def _kind_name(row: Covered) -> str:
    return str(type(row).__tablename__)


def _table(kind: type[Covered]) -> Table:
    return kind.metadata.tables[str(kind.__tablename__)]


def _key(stored: StoredRows, row: Row[Any], name: str) -> object:
    """Return a part of a row's name; one that can't be read, as it is."""
    try:
        return stored.value(row, name)
    except UnreadableError:
        return getattr(row, name)


def _seen(names: Sequence[str], stored: StoredRows, row: Row[Any]) -> str:
    try:
        return _fingerprint(names, stored, row)
    except ValueError:
        return UNREADABLE


def _serialised(content: Mapping[str, Any], *, allow_nan: bool) -> str:
    return json.dumps(
        content, sort_keys=True, separators=(",", ":"), allow_nan=allow_nan, default=str
    )


def _fingerprint(names: Sequence[str], stored: StoredRows, row: Row[Any]) -> str:
    content = {name: _plain(stored.value(row, name)) for name in names}
    return hashlib.sha256(_serialised(content, allow_nan=True).encode()).hexdigest()


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _name(table: Table, keys: Iterable[object]) -> str:
    return ":".join([table.name, *map(str, keys)])


def words_of(kind: type[Covered]) -> str:
    """Name a table as a sentence does: `sign off`."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()


def _in_words(name: str, words: Mapping[str, str]) -> str:
    table, _, key = name.partition(":")
    return f"{words[table]} {key}"
