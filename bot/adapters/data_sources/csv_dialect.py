"""How a CSV file is written: its delimiter, quotes and header, by its first lines.

The engine's own guess is not used: it takes `#` for a comment where a value is `#N/A`, and lines
that don't suit it vanish without a word.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path

from bot.adapters.data_sources.csv_encoding import head_of
from monitors.errors import MeasurementError

SAMPLE_BYTES = 262_144
SAMPLE_RECORDS = 1_000
DELIMITERS = ("\t", ";", "|", "\x01", "^", "~", ",")
"""A decimal comma makes the comma the least certain."""
NO_DELIMITER = "\x1f"
FIRST_RECORDS = 20
CONSISTENT = 0.9
DELIMITER_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
VALUE = re.compile(
    r"[-+(\u2212\s]*[$€£¥]?\s*[\d.,'\s]*\d[\d.,'\s]*(e[+-]?\d+)?\s*[%$€£¥]?[)-]?"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|true|false",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written.

    Attributes:
        delimiter: Between two fields.
        quote: Around a field; empty where quotation marks are text.
        escape: Before a quotation mark inside a quoted field.
        above: How many lines are above the table.
        untold: How many of these look like rows, so that leaving them out has to be said.
        cells: The table's first line.
        has_header: Whether that line looks like names.
        has_formulas: Whether fields are written ="007", so that Excel leaves them as they are.
    """

    delimiter: str
    quote: str
    escape: str
    above: int
    untold: int
    cells: tuple[str, ...]
    has_header: bool
    has_formulas: bool = False


def dialect_of(path: Path) -> Dialect:
    """Look at the first lines of a CSV file in UTF-8.

    Raises:
        MeasurementError: It can't be read, or has no line.
    """
    data = head_of(path, SAMPLE_BYTES)
    text = data.decode("utf-8-sig", errors="replace")
    if len(data) == SAMPLE_BYTES:  # the last line may be cut off
        text = text[: text.rfind("\n") + 1] or text
    if not text.strip():
        raise MeasurementError(f"{path} can't be read: it has no lines.")
    first = text.splitlines()[0]
    told = DELIMITER_LINE.fullmatch(first)
    if told:
        return _sniffed(text[len(first) :].lstrip("\r\n"), told[1], lines_before=1)
    return _sniffed(text, None, lines_before=0)


@dataclass(frozen=True)
class _Split:
    """A sample's records with one delimiter; `starts` are the lines before each."""

    delimiter: str
    records: Sequence[Sequence[str]]
    starts: Sequence[int]

    @cached_property
    def fields(self) -> int:
        """The most frequent number of fields."""
        return Counter(map(len, self.records)).most_common(1)[0][0] if self.records else 0

    @cached_property
    def share(self) -> float:
        """The share of records with so many fields."""
        return sum(len(record) == self.fields for record in self.records) / len(self.records)

    @property
    def is_table(self) -> bool:
        """Whether most records have the same number of fields, and more than one."""
        if self.fields < 2:  # noqa: PLR2004 - one field is undivided
            return False
        if len(self.records[0]) > 1:
            return self.share >= 1 / 2
        first = next(place for place, record in enumerate(self.records) if len(record) > 1)
        below = self.records[first:]
        return sum(len(record) == self.fields for record in below) >= CONSISTENT * len(below)


def _sniffed(text: str, told: str | None, lines_before: int) -> Dialect:
    quote = "'" if _is_quoted_by_apostrophes(text) else '"'
    split = _best_split(text, quote, (told,) if told else DELIMITERS)
    place = _place_of_header(split)
    above = lines_before + split.starts[place]
    skipped = split.records[:place]
    inside = rf"\\{quote}[^\r\n{re.escape(split.delimiter)}]"
    doubled = rf"[^{re.escape(split.delimiter)}\r\n]{quote}{quote}"
    is_escaped = bool(re.search(inside, text)) and not re.search(doubled, text)
    cells, below = split.records[place], split.records[place + 1 :]
    if _has_unnamed_index(cells, below):
        cells = ["", *cells]
    return Dialect(
        split.delimiter,
        quote,
        "\\" if is_escaped else quote,
        above,
        sum(len(record) > 1 for record in skipped),
        tuple(cells),
        _has_header(cells, below),
        has_formulas=bool(re.search(rf"(^|[{re.escape(split.delimiter)}\n])\"?=\"", text)),
    )


def _has_unnamed_index(cells: Sequence[str], records: Sequence[Sequence[str]]) -> bool:
    """Return whether every line begins with a name of its own, which R gives no title."""
    if not records or any(len(record) != len(cells) + 1 for record in records):
        return False
    return len({record[0] for record in records}) == len(records) and any(
        record[-1].strip() for record in records
    )


def _is_quoted_by_apostrophes(text: str) -> bool:
    """Return whether fields stand between apostrophes, and none between quotation marks."""
    fields = re.findall(r"(?:^|[\t;|,])'[^'\n]*'(?=[\t;|,\r\n])", text, re.MULTILINE)
    return '"' not in text and len(fields) * 2 > text.count("\n") > 0


def _best_split(text: str, quote: str, delimiters: Sequence[str]) -> _Split:
    splits = [_split(text, delimiter, quote) for delimiter in delimiters]
    tables = [split for split in splits if split.is_table]
    if tables:
        return max(tables, key=lambda split: split.share)
    unused = next((mark for mark in delimiters if mark not in text), NO_DELIMITER)
    return _split(text, unused, quote)


def _split(text: str, delimiter: str, quote: str) -> _Split:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, quotechar=quote)
    records, starts, before = [], [], 0
    try:
        for record in reader:
            if record and any(map(str.strip, record)):
                records.append(record)
                starts.append(before)
            before = reader.line_num
            if len(records) == SAMPLE_RECORDS:
                break
    except csv.Error:  # a field beyond 128 kB; what was read until then will do
        pass
    return _Split(delimiter, records or [[""]], starts or [0])


def _place_of_header(split: _Split) -> int:
    """Return which record is the table's first: lines above it are titles and remarks."""
    if not split.is_table:
        return 0
    wide = [place for place, record in enumerate(split.records) if len(record) > 1]
    for place in wide:
        if place >= FIRST_RECORDS:
            break
        record = split.records[place]
        if len(record) == split.fields and not any(map(_is_value, record)):
            return place
    return wide[0]


def _has_header(cells: Sequence[str], records: Sequence[Sequence[str]]) -> bool:
    """Return whether a line holds names: some stand above values, or no value stands in it."""
    names = values = 0
    for place, cell in enumerate(cells):
        below = [record[place] for record in records if len(record) > place and record[place]]
        if not below or sum(map(_is_value, below)) * 2 < len(below):
            continue
        values += _is_value(cell)
        names += bool(cell.strip()) and not _is_value(cell)
    return names > 0 or values == 0


def _is_value(cell: str) -> bool:
    return bool(VALUE.fullmatch(cell.strip()))
