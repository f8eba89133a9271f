"""CSV files as they are found: uneven lines, columns of one name, values without types."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from bot.adapters.data_sources.duckdb_columns import Ask, columns_of
from bot.adapters.data_sources.duckdb_reasons import is_misjudged
from bot.adapters.data_sources.files import READERS, text
from monitors.errors import MeasurementError
from monitors.profile.engine import Column
from monitors.profile.sql import select

CSV = READERS[".csv"]
LEAVING_OUT = "ignore_errors = true"
DELIMITERS = ",;|\t"


def is_csv(scan: str) -> bool:
    """Return whether a table is read from CSV files."""
    return scan.startswith(CSV)


def with_options(scan: str, options: str) -> str:
    """Build further options for a CSV reader."""
    return f"{scan[:-1]}, {options})"


def is_misread(ask: Ask, scan: str) -> bool:
    """Return whether uneven lines of a CSV file hide where its columns begin and end.

    The reader finds that out by itself; it is misled where it finds no header, or one that is
    not divided, and finds one as soon as it may leave lines out.
    """
    if not (is_csv(scan) and _has_no_header(columns_of(ask, scan))):
        return False
    return not _has_no_header(columns_of(ask, with_options(scan, LEAVING_OUT)))


def _has_no_header(columns: Sequence[Column]) -> bool:
    names = [column.name for column in columns]
    is_undivided = len(names) == 1 and any(mark in names[0] for mark in DELIMITERS)
    return is_undivided or _are_made_up(names)


def _are_made_up(names: Sequence[str]) -> bool:
    return all(re.fullmatch(r"column\d+", name) for name in names)


def has_late_surprises(ask: Ask, scan: str) -> bool:
    """Return whether later rows of a CSV file don't fit what the reader took from the first."""
    try:
        ask(select("count(COLUMNS(*))", scan))
    except MeasurementError as error:
        return is_misjudged(error.__cause__)
    return False


def without_uneven_lines(ask: Ask, scan: str) -> tuple[str, list[str]]:
    """Leave out lines with more or fewer fields than the header, and say which.

    The whole file is looked at for the types of its columns, so that no other line goes.

    Raises:
        MeasurementError: Every line is one of them.
    """
    reader = _with_types_of_all_rows(ask, scan)
    ((rows,),) = ask(select("count(*)", with_options(reader, "store_rejects = true")))
    rejected = ask(
        "SELECT file_path, count(DISTINCT line), min(line), arg_min(error_message, line) "
        "FROM reject_errors JOIN reject_scans USING (scan_id, file_id) GROUP BY ALL ORDER BY ALL"
    )
    for table in ("reject_errors", "reject_scans"):
        ask(f"DROP TABLE IF EXISTS {table}")
    if rejected and not rows:
        path, _, line, message = rejected[0]
        what = _what_is_uneven(message)
        raise MeasurementError(
            f"No line of {Path(path).name} fits its header: line {line:,} {what}."
        )
    return reader, [_uneven(*row) for row in rejected]


def _with_types_of_all_rows(ask: Ask, scan: str) -> str:
    """Name the types that only the whole file shows: else each query would look for them."""
    few, every = (
        with_options(scan, options)
        for options in (LEAVING_OUT, f"sample_size = -1, {LEAVING_OUT}")
    )
    seen, there = columns_of(ask, few), columns_of(ask, every)
    if [column.name for column in seen] != [column.name for column in there]:
        return every
    late = {new.name: new.engine_type for old, new in zip(seen, there, strict=True) if old != new}
    return with_options(few, types_option(late)) if late else few


def types_option(types: Mapping[str, str]) -> str:
    """Write a CSV reader's option that gives some columns their types."""
    listed = ", ".join(f"{text(name)}: {text(kind)}" for name, kind in types.items())
    return f"types = {{{listed}}}"


def _what_is_uneven(message: str) -> str:
    counts = re.search(r"Columns: (\d+) Found: (\d+)", message)
    if counts is None:
        return "is damaged"
    fields = "field" if counts[2] == "1" else "fields"
    return f"has {counts[2]} {fields} where the header has {counts[1]}"


def _uneven(path: str, count: int, line: int, message: str) -> str:
    name, what = Path(path).name, _what_is_uneven(message)
    if count == 1:
        return f"Line {line:,} of {name} {what}. It was left out."
    return (
        f"{count:,} lines of {name} don't fit its header and were left out. "
        f"The first is line {line:,}, which {what}."
    )


def named_like(ask: Ask, scan: str, path: Path, known: Collection[str]) -> str:
    """Take a CSV file's first line as its names where the table beside it has these names.

    The reader takes a line of numbers for values, and spaces off the ends of a name.
    """
    names = [column.name for column in columns_of(ask, scan)] if is_csv(scan) else []
    if not set(names).difference(known):
        return scan
    header = _first_line(ask, path)
    if len(header) != len(names):
        return scan
    if _are_made_up(names):
        return with_options(scan, "header = true") if set(header) <= set(known) else scan
    named = [
        written if name not in known and written in known else name
        for name, written in zip(names, header, strict=True)
    ]
    if named == names or len(set(named)) < len(named):
        return scan
    return with_options(scan, f"header = true, names = [{', '.join(map(text, named))}]")


def _first_line(ask: Ask, path: Path) -> list[str]:
    first = f"{CSV}([{text(str(path))}], header = false, all_varchar = true, {LEAVING_OUT})"
    rows = ask(select("*", first, "LIMIT 1"))
    return [str(name or "") for name in rows[0]] if rows else []


def repeated_names(ask: Ask, scan: str, paths: Sequence[Path]) -> list[str]:
    """Return which columns of a CSV file have the name of another, and as what they are read."""
    names = [column.name for column in columns_of(ask, scan)] if is_csv(scan) else []
    known = {name.lower() for name in names}
    suspects = [
        (place, name, found[1])
        for place, name in enumerate(names)
        if (found := re.fullmatch(r"(.+)_\d+", name)) and found[1].lower() in known
    ]
    if not suspects:
        return []
    header = _first_line(ask, paths[0])
    return [
        f"{paths[0].name} has several columns named {base}. Column {place + 1} is read as {name}."
        for place, name, base in suspects
        if len(header) == len(names) and header[place].strip().lower() == base.lower()
    ]
