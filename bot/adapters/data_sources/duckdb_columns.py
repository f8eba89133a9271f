"""What kind of values DuckDB's types hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitors.profile.engine import Column, Kind
from monitors.profile.sql import select

Ask = Callable[[str], Sequence[tuple[Any, ...]]]
NO_TYPE = '"NULL"'
NANOSECONDS = "TIMESTAMPTZ_NS"
SPAN = "INTERVAL"
BYTES = "BLOB"
CLOCKS = {"TIME", "TIME_NS", "TIME WITH TIME ZONE"}
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
           "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", NO_TYPE)  # fmt: skip
CATEGORIES = ("VARCHAR", "BOOLEAN", "ENUM", "UUID")
TIMES = ("DATE", "TIMESTAMP")


@dataclass(frozen=True)
class Alike:
    """What reads a table.

    Attributes:
        scan: To stand after FROM.
        remarks: By column, which values can't be read as what most are.
        told: By column, what else there is to say.
    """

    scan: str
    remarks: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)


def columns_of(ask: Ask, relation: str) -> list[Column]:
    """List the columns of whatever can stand after FROM, in order."""
    rows = ask(f"DESCRIBE {select('*', relation)}")
    return [Column(str(row[0]), _kind(str(row[1])), str(row[1])) for row in rows]


def cut(scan: str, rows: range | None) -> str:
    """Cut a window of rows, counted from 0, out of a table."""
    if rows is None:
        return scan
    return f"({select('*', scan, f'LIMIT {len(rows)} OFFSET {rows.start}')})"


def are_all_typed(columns: Sequence[Column]) -> bool:
    """Return whether columns can be compared as they lie in a typed table."""
    return not {column.engine_type for column in columns} & {
        NO_TYPE,
        NANOSECONDS,
        SPAN,
        BYTES,
        *CLOCKS,
    }


def _kind(engine_type: str) -> Kind:
    if engine_type.startswith(TIMES) and not engine_type.endswith("]"):
        return Kind.TIME
    if engine_type.startswith(NUMBERS) and not engine_type.endswith("]"):
        return Kind.NUMERIC
    is_category = engine_type.startswith(CATEGORIES) and not engine_type.endswith("]")
    return Kind.CATEGORICAL if is_category else Kind.OTHER
