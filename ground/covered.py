"""Rows that people rely on: the audit log keeps a fingerprint of each as it was left last."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import Row, String, Table, select, type_coerce
from sqlmodel import Session, SQLModel

from ground.columns import ByValue

PORTION = 1_000
COVERS = "covers"
"""The key of an entry's detail under which the fingerprints are."""


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
    return json.dumps(detail, sort_keys=True, separators=(",", ":"), allow_nan=False, default=str)


def fingerprints(session: Session, rows: Iterable[Covered]) -> dict[str, str | None]:
    """Return each row's name and fingerprint as it is stored now; None for one that is gone."""
    session.flush()
    found: dict[str, str | None] = {}
    for row in rows:
        table = _table(type(row))
        keys = {column.name: getattr(row, column.name) for column in table.primary_key}
        query = select(*_columns(type(row))).where(
            *(table.c[name] == value for name, value in keys.items())
        )
        stored = session.connection().execute(query).one_or_none()
        name = _name(table, keys.values())
        found[name] = None if stored is None else _fingerprint(type(row), stored)
    return found


def stored_fingerprints(
    session: Session, tables: Sequence[type[Covered]]
) -> Iterator[tuple[str, str]]:
    """Yield the name and fingerprint of every covered row, read in portions."""
    for kind in tables:
        keys = [column.name for column in _table(kind).primary_key]
        query = select(*_columns(kind)).execution_options(yield_per=PORTION)
        with session.connection().execute(query) as found:
            for row in found:
                values = row._mapping  # noqa: SLF001 - public, in spite of its name
                yield (
                    _name(_table(kind), [values[key] for key in keys]),
                    _fingerprint(kind, row),
                )


def differences(
    session: Session, tables: Sequence[type[Covered]], noted: dict[str, str | None]
) -> Iterator[str]:
    """Compare rows with what the log noted of them last, both ways; yield a sentence each.

    Args:
        session: A transaction to read in.
        tables: What is compared.
        noted: Fingerprints by name, emptied of what was found.
    """
    words = {_table(kind).name: _words(kind) for kind in tables}
    try:
        for name, fingerprint in stored_fingerprints(session, tables):
            is_known, expected = name in noted, noted.pop(name, None)
            if expected != fingerprint:
                what = "does not match the audit log" if is_known else "is not in the audit log"
                yield f"The {_in_words(name, words)} {what}."
    except ValueError as error:
        yield f"A covered row can't be read: {error}."
        return
    for name, expected in noted.items():
        if expected is not None and name.partition(":")[0] in words:
            yield f"The {_in_words(name, words)} is in the audit log, but it is missing."


def _table(kind: type[Covered]) -> Table:
    return kind.metadata.tables[str(kind.__tablename__)]


def _columns(kind: type[Covered]) -> list[Any]:
    """Select what is covered; an enum as text, since a changed row may hold any."""
    table = _table(kind)
    names = dict.fromkeys([*(column.name for column in table.primary_key), *kind.covered])
    return [
        type_coerce(table.c[name], String).label(name)
        if isinstance(table.c[name].type, ByValue)
        else table.c[name]
        for name in names
    ]


def _fingerprint(kind: type[Covered], row: Row[Any]) -> str:
    values = row._mapping  # noqa: SLF001 - public, in spite of its name
    content = {name: _plain(values[name]) for name in kind.covered}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _name(table: Table, keys: Iterable[object]) -> str:
    return ":".join([table.name, *map(str, keys)])


def _words(kind: type[Covered]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind.__name__).lower()


def _in_words(name: str, words: Mapping[str, str]) -> str:
    table, _, key = name.partition(":")
    return f"{words[table]} {key}"
