"""CSV files as tables of text: every line is a row, or is named as left out.

What the text means is decided later, over whole columns: see `matching_types`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from pathlib import Path

from bot.adapters.data_sources.csv_dialect import Dialect
from bot.adapters.data_sources.duckdb_columns import Ask
from bot.adapters.data_sources.files import ITS_FILE, partition_sql, text
from monitors.errors import MeasurementError
from monitors.profile.sql import quoted, select

UNNAMED = re.compile(r"Unnamed: \d+(_level_\d+)?(\.\d+)?|")
SAVED_AGAIN = re.compile(r"Unnamed: 0(\.\d+)?")
REFUSED = {
    "INVALID ENCODING": "isn't UTF-8 text; save the file as UTF-8",
    "LINE SIZE OVER MAXIMUM": "is too long",
    "UNQUOTED VALUE": "opens a quotation mark that is never closed",
}
REJECTED = "reject_errors JOIN reject_scans USING (scan_id, file_id)"
FIRST_MESSAGE = "arg_min(error_message, line)"
MIXED_ENDS = "state machine reached an invalid state"  # lines that end in different ways
STRAY_QUOTE, UNEVEN = "STRAY QUOTE", "UNEVEN"
KIND = f"""CASE
    WHEN error_type IN ('MISSING COLUMNS', 'TOO MANY COLUMNS') THEN '{UNEVEN}'
    WHEN error_type = 'UNQUOTED VALUE' AND len(replace(csv_line, '"', '')) % 2 = len(csv_line) % 2
    THEN '{STRAY_QUOTE}' ELSE error_type::VARCHAR END"""


@dataclass(frozen=True)
class Header:
    """A table's names; `notes` are sentences on repeated ones.

    `indexes` are unnamed columns in front, `unnamed` the others without a name.
    """

    names: tuple[str, ...]
    has_header: bool
    notes: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True)
class CsvFile:
    """One CSV file.

    Attributes:
        path: Where it is, in UTF-8.
        dialect: How it is written.
    """

    path: Path
    dialect: Dialect

    def header(self, known: Collection[str] = ()) -> Header:
        """Name its columns.

        Args:
            known: The names of the table beside it, which say how to read numbers in the first
                line, or names with spaces at their ends.
        """
        cells = self.dialect.cells
        has_header = self.dialect.has_header or (bool(known) and set(cells) <= set(known))
        if not has_header:
            width = len(str(len(cells) - 1))
            made_up = tuple(f"column{place:0{width}}" for place in range(len(cells)))
            return Header(made_up, has_header=False)
        names: list[str] = []
        notes = []
        for place, written in enumerate(cells):
            name = written.strip() or f"column{place}"
            if name not in known:
                bare = name.lstrip("# ") if not place else name
                name = next((one for one in (written, bare) if one in known), name)
            alone = _told_apart(name, names)
            if alone != name:
                notes.append(
                    f"{self.path.name} has several columns named {name}. "
                    f"Column {place + 1} is read as {alone}."
                )
            names.append(alone)
        front = _count_indexes(cells)
        unnamed = tuple(
            name
            for name, cell in list(zip(names, cells, strict=True))[front:]
            if UNNAMED.fullmatch(cell.strip())
        )
        return Header(
            tuple(names),
            has_header=True,
            notes=tuple(notes),
            indexes=tuple(names[:front]),
            unnamed=unnamed,
        )


@dataclass(frozen=True)
class Rejected:
    """Lines of a file that the reader refused for the same reason."""

    path: str
    kind: str
    count: int
    first: int
    message: str


def _count_indexes(cells: Sequence[str]) -> int:
    """Count the columns in front that are an index: pandas adds one each time a file is saved."""
    if len(cells) < 2 or not UNNAMED.fullmatch(cells[0].strip()):  # noqa: PLR2004 - one is data
        return 0
    further = takewhile(lambda cell: SAVED_AGAIN.fullmatch(cell.strip()), cells[1:-1])
    return 1 + len(list(further))


def _told_apart(name: str, others: Collection[str]) -> str:
    lower, number, alone = {other.lower() for other in others}, 0, name
    while alone.lower() in lower:
        number += 1
        alone = f"{name}_{number}"
    return alone


def load(
    ask: Ask,
    table: str,
    files: Sequence[CsvFile],
    names: Sequence[str],
    partitions: Sequence[str] = (),
) -> list[str]:
    """Make a table of text of CSV files, in their order.

    Args:
        ask: Runs SQL.
        table: Its name.
        files: Files with the columns of the first, which may lie in another order.
        names: What the first file's columns are named.
        partitions: Further columns, whose values are in the names of the files' folders.

    Returns:
        Sentences on the lines that were left out.

    Raises:
        MeasurementError: No line fits a file's header, or a file isn't text.
    """
    columns = dict.fromkeys(names, "") | {
        name: partition_sql(name) for name in partitions if name not in names
    }
    listed = ", ".join(f"{quoted(name)} VARCHAR" for name in columns)
    ask(f"CREATE TABLE {table} ({listed})")
    first, notes = files[0].dialect.cells, []
    for _, group in groupby(files, key=lambda file: file.dialect):
        together = list(group)
        own = names if together[0].dialect.cells == first else together[0].header(names).names
        notes += _insert(ask, table, together, own, columns)
    return notes


def _insert(
    ask: Ask,
    table: str,
    files: Sequence[CsvFile],
    names: Sequence[str],
    columns: Mapping[str, str],
) -> list[str]:
    """Add files that are written alike; where quotation marks spoil lines, read them as text."""
    ((before,),) = ask(select("count(*)", table))
    rejected = _filled(ask, table, files, names, columns)
    if any(lines.kind == STRAY_QUOTE for lines in rejected):
        plain = [replace(file, dialect=replace(file.dialect, quote="")) for file in files]
        undo = f"DELETE FROM {table} WHERE rowid >= {before}"  # noqa: S608 - a name of ours
        ask(undo)
        again = _filled(ask, table, plain, names, columns)
        if _lines_in(again) < _lines_in(rejected):
            rejected = again
        else:
            ask(undo)
            rejected = _filled(ask, table, files, names, columns)
    for lines in rejected:
        if lines.kind in REFUSED:
            raise MeasurementError(
                f"{lines.path} can't be read: line {lines.first:,} {REFUSED[lines.kind]}."
            )
    ((after,),) = ask(select("count(*)", table))
    if rejected and after == before:
        lines = rejected[0]
        raise MeasurementError(
            f"No line of {Path(lines.path).name} fits its header: "
            f"line {lines.first:,} {_what_is_uneven(lines.message)}."
        )
    above = [_above(file) for file in files if file.dialect.untold]
    return above + list(map(_uneven, rejected))


def _lines_in(rejected: Sequence[Rejected]) -> int:
    return sum(lines.count for lines in rejected)


def _filled(
    ask: Ask,
    table: str,
    files: Sequence[CsvFile],
    names: Sequence[str],
    columns: Mapping[str, str],
) -> list[Rejected]:
    """Insert the rows; list the lines left out, by file and kind."""
    dialect = files[0].dialect
    asked = ", ".join(sql or _value_sql(name, dialect) for name, sql in columns.items())
    try:
        ask(f"INSERT INTO {table} {select(asked, _reader(files, names))}")
    except MeasurementError as error:
        if MIXED_ENDS not in str(error.__cause__):
            raise
        reader = _reader(files, names)[:-1] + ", strict_mode = false)"
        ask(f"INSERT INTO {table} {select(asked, reader)}")
    asked = f"file_path, {KIND} AS kind, count(DISTINCT line), min(line), {FIRST_MESSAGE}"
    every = "GROUP BY file_path, kind ORDER BY file_path, kind"
    rejected = ask(select(asked, REJECTED, every))
    for left in ("reject_errors", "reject_scans"):
        ask(f"DROP TABLE IF EXISTS {left}")
    return [Rejected(*lines) for lines in rejected]


def _value_sql(name: str, dialect: Dialect) -> str:
    """Take the quotation marks off a field where the reader left them in."""
    value = quoted(name)
    if dialect.has_formulas:
        value = f"regexp_replace({value}, '^=\"(.*)\"$', '\\1')"
    if dialect.quote:
        return value
    inner = f"replace({value}[2:-2], '\"\"', '\"')"
    return f"CASE WHEN regexp_full_match({value}, '\"(?s:.*)\"') THEN {inner} ELSE {value} END"


def _reader(files: Sequence[CsvFile], names: Sequence[str]) -> str:
    dialect = files[0].dialect
    has_header = files[0].header(names).has_header
    paths = ", ".join(text(str(file.path)) for file in files)
    columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in names)
    marks = (dialect.delimiter, dialect.quote, dialect.escape if dialect.quote else "")
    delimiter, quote, escape = map(text, marks)
    return (
        f"read_csv([{paths}], auto_detect = false, delim = {delimiter}, quote = {quote}, "
        f"escape = {escape}, comment = '', header = {str(has_header).lower()}, "
        f"skip = {dialect.above}, columns = {{{columns}}}, store_rejects = true, "
        f"{ITS_FILE}, hive_partitioning = false)"
    )


def _what_is_uneven(message: str) -> str:
    counts = re.search(r"Columns: (\d+) Found: (\d+)", message)
    if counts is None:
        return "has a quotation mark inside a field"
    fields = "field" if counts[2] == "1" else "fields"
    return f"has {counts[2]} {fields} where the header has {counts[1]}"


def _uneven(lines: Rejected) -> str:
    name, what = Path(lines.path).name, _what_is_uneven(lines.message)
    if lines.count == 1:
        return f"Line {lines.first:,} of {name} {what}. It was left out."
    return (
        f"{lines.count:,} lines of {name} don't fit its header and were left out. "
        f"The first is line {lines.first:,}, which {what}."
    )


def _above(file: CsvFile) -> str:
    count = file.dialect.untold
    lines = "One line" if count == 1 else f"{count:,} lines"
    were = "was" if count == 1 else "were"
    return f"{lines} above the header of {file.path.name} {were} left out."
