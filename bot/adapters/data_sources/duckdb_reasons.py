"""Why DuckDB could not read something, in plain words: its own are for those who write SQL."""

import re
from collections.abc import Callable, Sequence

import duckdb

ENGINE_ERRORS = (duckdb.Error, UnicodeDecodeError)
UNKNOWN = "DuckDB refused it; lamplighter --debug shows its own words"
LONGEST_VALUE = 50
NO_PARQUET = "it is cut short, damaged or no parquet file"
TYPES = {
    "BIGINT": "whole numbers",
    "HUGEINT": "whole numbers",
    "INTEGER": "whole numbers",
    "DOUBLE": "numbers",
    "DATE": "dates",
    "TIMESTAMP": "times",
    "BOOLEAN": "yes or no",
}
MISJUDGED = "Expected Number of Columns|Error when converting column"
SHOWN_QUERY = re.compile(r"\n\nLINE \d+:.*", re.DOTALL)
Sentence = Callable[["re.Match[str]"], str]


def _field_count(found: "re.Match[str]") -> str:
    line, expected, there = found.groups()
    fields = "field" if there == "1" else "fields"
    return f"line {int(line):,} has {there} {fields} where {expected} are expected"


def _wrong_value(found: "re.Match[str]") -> str:
    line, column, value, kind = found.groups()
    held = TYPES.get(kind.split()[0], "values of another type")
    return f"line {int(line):,} holds {short(value)} in the column {column}, which held {held}"


def short(value: str) -> str:
    """Quote a value, cut where it is long."""
    return repr(value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…")


LINE = r"CSV Error on Line: (\d+)"
WRONG_VALUE = (
    rf'{LINE}.*Error when converting column "(.*?)"\. '
    r"Could not convert string \"(.*?)\" to '([A-Z ]+)"
)
SENTENCES: Sequence[tuple[str, Sentence]] = (
    (rf"{LINE}.*Expected Number of Columns: (\d+) Found: (\d+)", _field_count),
    (WRONG_VALUE, _wrong_value),
    (
        rf"{LINE}.*unterminated quote",
        lambda found: f"line {int(found[1]):,} opens a quotation mark that is never closed",
    ),
    (
        rf"{LINE}.*Invalid unicode",
        lambda found: f"line {int(found[1]):,} is no UTF-8 text; save the file as UTF-8",
    ),
    (
        rf"{LINE}.*Maximum line size",
        lambda found: f"line {int(found[1]):,} is far too long for a line of a table",
    ),
    (rf"{LINE}", lambda found: f"line {int(found[1]):,} is no line of a table"),
    (
        r"Error when sniffing|detect the CSV",
        lambda _: "its lines don't look like a table: no mark divides them into the same columns",
    ),
    (r"Table with name (.+?) does not exist", lambda found: f"there is no table {found[1]}"),
    (r'Referenced table "(.+?)" not found', lambda found: f"there is no table {found[1]}"),
    (r'Referenced column "(.+?)" not found', lambda found: f"there is no column {found[1]}"),
    (r'does not have a column named "(.+?)"', lambda found: f"there is no column {found[1]}"),
    (
        r"""Column "(.+?)" (?:does not exist|in EXCLUDE)|Cannot extract field '(.+?)'""",
        lambda found: f"there is no column {found[1] or found[2]}",
    ),
    (
        r'column "(.+?)" must appear in the GROUP BY',
        lambda found: f"the column {found[1]} should stand in GROUP BY",
    ),
    (
        r"cannot contain aggregates",
        lambda _: "WHERE can't hold a sum or a count; HAVING can",
    ),
    (
        r"More than one row returned by a subquery",
        lambda _: "a query within it gives more than one row",
    ),
    (
        r'(?:date|time|timestamp) field (?:format|value out of range): "(.+?)"',
        lambda found: f"it holds {short(found[1])}, which is no date or time",
    ),
    (
        r"Function with name (.+?) does not exist",
        lambda found: f"DuckDB has no function {found[1]}",
    ),
    (
        r"""(?:argument types '|the function call ")(.+?)\(""",
        lambda found: f"{found[1]} can't be used on values of these types",
    ),
    (
        r"Could not convert string ['\"](.*?)['\"] to",
        lambda found: f"it holds {short(found[1])}, which can't be read as its column's type",
    ),
    (r"Out of Memory", lambda _: "it needs more memory than a check may take"),
    (r"Overflow|out of range|Out of Range", lambda _: "its numbers are too large to be counted"),
    (r"Permission denied", lambda _: "this user may not read it"),
    (
        r"disabled by configuration|Permission Error",
        lambda _: "a query may read its own database and no other file",
    ),
    (r"No files found", lambda _: "it is not there"),
    (
        r"not a valid DuckDB|in-memory database in read-only|database file",
        lambda _: "it is no DuckDB database",
    ),
    (r"Could not set lock", lambda _: "another program has it open for writing"),
    (r"not a GZIP stream", lambda _: "it is no gzip file, as its name says"),
    (
        r"Parquet|magic bytes|Footer length|thrift|TProtocol|Snappy|snappy|ZSTD|decompress",
        lambda _: NO_PARQUET,
    ),
)


def plain_reason(error: Exception) -> str:
    """Say why it failed, in words that end without a full stop and hold nothing of the engine's.

    What is kept is what helps: the line of the file, the column, the value, the table.
    """
    if isinstance(error, UnicodeDecodeError):
        return "it is no UTF-8 text"
    said = " ".join(SHOWN_QUERY.sub("", str(error)).split())
    for form, sentence in SENTENCES:
        found = re.search(form, said, re.IGNORECASE)
        if found:
            return sentence(found)
    return UNKNOWN


def is_misjudged(error: BaseException | None) -> bool:
    """Say whether a CSV file has lines or values that the first of its rows give no hint of."""
    return isinstance(error, duckdb.Error) and bool(re.search(MISJUDGED, str(error)))
