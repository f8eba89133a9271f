"""CSV files as they are found: uneven lines, columns of one name, values without types."""

import re
from collections.abc import Sequence
from pathlib import Path

from bot.adapters.data_sources.duckdb_columns import Ask, columns_of
from bot.adapters.data_sources.files import READERS, text
from monitors.profile.tables import Column, Kind, quoted

CSV = READERS[".csv"]
LEAVING_OUT = "ignore_errors = true"
DELIMITERS = ",;|\t"
TEXTS = ("VARCHAR", "ENUM", "UUID")


def is_csv(scan: str) -> bool:
    """Say whether a table is read from CSV files."""
    return scan.startswith(CSV)


def with_options(scan: str, options: str) -> str:
    """Give a CSV reader further options."""
    return f"{scan[:-1]}, {options})"


def is_misread(ask: Ask, scan: str) -> bool:
    """Say whether uneven lines of a CSV file hide where its columns begin and end.

    The reader finds that out by itself; it is misled where it finds no header, or one that is
    not divided, and finds one as soon as it may leave lines out.
    """
    if not (is_csv(scan) and _has_no_header(columns_of(ask, scan))):
        return False
    return not _has_no_header(columns_of(ask, with_options(scan, LEAVING_OUT)))


def _has_no_header(columns: Sequence[Column]) -> bool:
    names = [column.name for column in columns]
    is_undivided = len(names) == 1 and any(mark in names[0] for mark in DELIMITERS)
    return is_undivided or all(re.fullmatch(r"column\d+", name) for name in names)


def without_uneven_lines(ask: Ask, scan: str) -> tuple[str, list[str]]:
    """Leave out lines with more or fewer fields than the header, and say which.

    The whole file is looked at for the types of its columns, so that no other line goes.
    """
    reader = with_options(scan, f"sample_size = -1, {LEAVING_OUT}")
    ask(f"SELECT count(*) FROM {with_options(reader, 'store_rejects = true')}")  # noqa: S608 - quoted
    rejected = ask(
        "SELECT file_path, count(DISTINCT line), min(line), arg_min(error_message, line) "
        "FROM reject_errors JOIN reject_scans USING (scan_id, file_id) GROUP BY ALL ORDER BY ALL"
    )
    return reader, [_uneven(*row) for row in rejected]


def _uneven(path: str, count: int, line: int, message: str) -> str:
    counts = re.search(r"Columns: (\d+) Found: (\d+)", message)
    what = "is damaged"
    if counts:
        fields = "field" if counts[2] == "1" else "fields"
        what = f"has {counts[2]} {fields} where the header has {counts[1]}"
    name = Path(path).name
    if count == 1:
        return f"Line {line:,} of {name} {what}; it is left out."
    return (
        f"{count:,} lines of {name} don't fit its header and are left out: line {line:,} {what}."
    )


def repeated_names(ask: Ask, scan: str, paths: Sequence[Path]) -> list[str]:
    """Say which columns of a CSV file have the name of another, and as what they are read."""
    names = [column.name for column in columns_of(ask, scan)] if is_csv(scan) else []
    known = {name.lower() for name in names}
    suspects = [
        (place, name, found[1])
        for place, name in enumerate(names)
        if (found := re.fullmatch(r"(.+)_\d+", name)) and found[1].lower() in known
    ]
    if not suspects:
        return []
    first = f"{CSV}([{text(str(paths[0]))}], header = false, all_varchar = true, {LEAVING_OUT})"
    header = [str(name) for name in ask(f"SELECT * FROM {first} LIMIT 1")[0]]  # noqa: S608 - quoted
    return [
        f"{paths[0].name} has more than one column {base}; column {place + 1} is read as {name}."
        for place, name, base in suspects
        if len(header) == len(names) and header[place].lower() == base.lower()
    ]


def typed_like(ask: Ask, scan: str, like: Sequence[Column]) -> str:
    """Read a CSV's columns as the types of the table beside it, where every value allows it.

    A CSV file has no types: what is a text over there stays as it is written, such as 007.
    """
    known = {column.name: column for column in like}
    beside = [
        (column, known[column.name]) for column in columns_of(ask, scan) if column.name in known
    ]
    texts = [column.name for column, other in beside if _is_text(other) and not _is_text(column)]
    if texts:
        listed = ", ".join(f"{text(name)}: 'VARCHAR'" for name in texts)
        scan = with_options(scan, f"types = {{{listed}}}")
    casts = {
        column.name: f"TRY_CAST(trim({quoted(column.name)}) AS {other.engine_type})"
        for column, other in beside
        if _is_text(column) and not _is_text(other)
    }
    if not casts:
        return scan
    lost = ", ".join(
        f"count(*) FILTER ({quoted(name)} IS NOT NULL AND {cast} IS NULL)"
        for name, cast in casts.items()
    )
    ((*failed,),) = ask(f"SELECT {lost} FROM {scan}")  # noqa: S608 - quoted
    kept = [
        f"{cast} AS {quoted(name)}"
        for (name, cast), lines in zip(casts.items(), failed, strict=True)
        if not lines
    ]
    return f"(SELECT * REPLACE ({', '.join(kept)}) FROM {scan})" if kept else scan  # noqa: S608 - quoted


def _is_text(column: Column) -> bool:
    is_category = column.kind is Kind.CATEGORICAL
    return is_category and column.engine_type.startswith(TEXTS)
