"""What kind of values DuckDB's types hold."""

from collections.abc import Callable, Sequence
from typing import Any

from monitors.profile.engine import Column, Kind
from monitors.profile.sql import select

Ask = Callable[[str], Sequence[tuple[Any, ...]]]
NO_TYPE = '"NULL"'
NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
           "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", NO_TYPE)  # fmt: skip
CATEGORIES = ("VARCHAR", "BOOLEAN", "ENUM", "UUID")
TIMES = ("DATE", "TIMESTAMP")


def columns_of(ask: Ask, relation: str) -> list[Column]:
    """List the columns of whatever can stand after FROM, in order."""
    rows = ask(f"DESCRIBE {select('*', relation)}")
    return [Column(str(row[0]), _kind(str(row[1])), str(row[1])) for row in rows]


def _kind(engine_type: str) -> Kind:
    if engine_type.startswith(TIMES) and not engine_type.endswith("]"):
        return Kind.TIME
    if engine_type.startswith(NUMBERS) and not engine_type.endswith("]"):
        return Kind.NUMERIC
    is_category = engine_type.startswith(CATEGORIES) and not engine_type.endswith("]")
    return Kind.CATEGORICAL if is_category else Kind.OTHER
