"""Two tables' columns read as the same types, where one of the tables has none."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.adapters.data_sources.csv_files import is_csv, types_option, with_options
from bot.adapters.data_sources.duckdb_columns import NO_TYPE, Ask, columns_of
from bot.adapters.data_sources.duckdb_reasons import short
from monitors.profile.engine import Column, Kind
from monitors.profile.sql import quoted, select

TEXTS = ("VARCHAR", "ENUM")
TEXTS_AND_CODES = (*TEXTS, "UUID")
NANOSECONDS = "TIMESTAMPTZ_NS"
NO_VALUE = {
    Kind.NUMERIC: ("isn't a number", "aren't numbers"),
    Kind.TIME: ("isn't a date or time", "aren't dates or times"),
}


@dataclass(frozen=True)
class Alike:
    """What reads a table; `remarks` says of a column which values keep it from its old type."""

    scan: str
    remarks: Mapping[str, str] = field(default_factory=dict)


def read_alike(
    ask: Ask, ask_other: Ask, scan: str, other: str, rows: range | None = None
) -> Alike:
    """Read a table's columns as the types of the table beside it, where every value allows it.

    A column without any value has no type of its own. A CSV file has no types at all, and there a
    text of no letters is a missing one.

    Args:
        ask: Runs SQL on the table.
        ask_other: Likewise on the one beside it.
        scan: What reads the table, to stand after FROM.
        other: What reads the one beside it.
        rows: The window whose values decide; None for the whole table.
    """
    beside = {column.name: column for column in columns_of(ask_other, other)}
    if is_csv(scan):
        return _typed_like(ask, scan, beside, rows, is_typed=not is_csv(other))
    changed = {
        column.name: sql
        for column in columns_of(ask, scan)
        if (sql := _comparable(column, beside.get(column.name), is_beside_csv=is_csv(other)))
    }
    return Alike(_replaced(scan, changed))


def _comparable(column: Column, other: Column | None, *, is_beside_csv: bool) -> str | None:
    name = quoted(column.name)
    if column.engine_type == NANOSECONDS:
        return f"CAST({name} AS TIMESTAMPTZ)"
    if column.engine_type == "INTERVAL":
        return f"CAST(EXTRACT(epoch FROM {name}) AS DOUBLE)"
    if other is None:
        return None
    if column.engine_type == NO_TYPE:
        return f"CAST({name} AS {_plain(other.engine_type)})"
    is_text = is_beside_csv and column.engine_type.startswith(TEXTS) and not _is_nested(column)
    return f"nullif(CAST({name} AS VARCHAR), '')" if is_text else None


def _typed_like(
    ask: Ask,
    scan: str,
    like: Mapping[str, Column],
    rows: range | None,
    *,
    is_typed: bool,
) -> Alike:
    """Read a CSV file; what is a text in a typed table stays as it is written, such as 007."""
    beside = [
        (column, like[column.name])
        for column in columns_of(ask, scan)
        if column.name in like and like[column.name].engine_type != NO_TYPE
    ]
    texts = [column.name for column, other in beside if _is_text(other) and not _is_text(column)]
    if texts and is_typed:
        scan = with_options(scan, types_option(dict.fromkeys(texts, "VARCHAR")))
    casts = {
        column.name: f"TRY_CAST(trim({quoted(column.name)}) AS {_plain(other.engine_type)})"
        for column, other in beside
        if _is_text(column) and not _is_text(other)
    }
    if not casts:
        return Alike(scan)
    asked = ", ".join(_lost_sql(quoted(name), cast) for name, cast in casts.items())
    ((*answers,),) = ask(select(asked, cut(scan, rows)))
    lost = dict(
        zip(casts, zip(answers[::3], answers[1::3], answers[2::3], strict=True), strict=True)
    )
    kept = {name: cast for name, cast in casts.items() if not lost[name][0]}
    remarks = {name: _remark(*lost[name], like[name]) for name in casts if name not in kept}
    return Alike(_replaced(scan, kept), remarks)


def _lost_sql(name: str, cast: str) -> str:
    is_lost = f"{name} IS NOT NULL AND {cast} IS NULL"
    return f"count(*) FILTER ({is_lost}), count({name}), min({name}) FILTER ({is_lost})"


def _remark(lost: int, present: int, value: str, other: Column) -> str:
    """Name what is no number, say, where that is the exception."""
    if other.kind not in NO_VALUE or lost > present / 2:
        return ""
    are = NO_VALUE[other.kind][lost > 1]
    return f"{lost:,} of {present:,} values {are}, for example {short(value)}"


def cut(scan: str, rows: range | None) -> str:
    """Cut a window of rows, counted from 0, out of a table."""
    if rows is None:
        return scan
    return f"({select('*', scan, f'LIMIT {len(rows)} OFFSET {rows.start}')})"


def _replaced(scan: str, columns: Mapping[str, str]) -> str:
    if not columns:
        return scan
    listed = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in columns.items())
    return f"({select(f'* REPLACE ({listed})', scan)})"


def _plain(engine_type: str) -> str:
    return engine_type.replace(NANOSECONDS, "TIMESTAMPTZ")


def _is_text(column: Column) -> bool:
    return column.engine_type.startswith(TEXTS_AND_CODES) and not _is_nested(column)


def _is_nested(column: Column) -> bool:
    return column.kind is Kind.OTHER
