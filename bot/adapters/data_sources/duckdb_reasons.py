"""Plain words for DuckDB's errors, whose own messages are for people who write SQL."""

import re
from collections.abc import Callable, Sequence

import duckdb

ENGINE_ERRORS = (duckdb.Error, UnicodeDecodeError)
UNKNOWN = "DuckDB refused it (lamplighter --debug shows its message)"
LONGEST_VALUE = 50
NO_PARQUET = "it is incomplete, damaged, or not a parquet file"
TYPES = {
    "BIGINT": "whole numbers",
    "HUGEINT": "whole numbers",
    "INTEGER": "whole numbers",
    "DOUBLE": "numbers",
    "DATE": "dates",
    "TIMESTAMP": "times",
    "BOOLEAN": "yes or no",
}
SHOWN_QUERY = re.compile(r"\n\nLINE \d+:.*", re.DOTALL)
Sentence = Callable[["re.Match[str]"], str]


def _field_count(found: "re.Match[str]") -> str:
    line, expected, there = found.groups()
    fields = "field" if there == "1" else "fields"
    return f"line {int(line):,} has {there} {fields} instead of {expected}"


def _wrong_value(found: "re.Match[str]") -> str:
    line, column, value, kind = found.groups()
    held = TYPES.get(kind.split()[0], "values of another type")
    return (
        f"line {int(line):,} has {short(value)} in the column {column}, which held {held} before"
    )


def short(value: str) -> str:
    """Quote a value, and shorten a long one."""
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
        lambda found: f"line {int(found[1]):,} isn't UTF-8 text; save the file as UTF-8",
    ),
    (
        rf"{LINE}.*Maximum line size",
        lambda found: f"line {int(found[1]):,} is too long",
    ),
    (rf"{LINE}", lambda found: f"line {int(found[1]):,} isn't a table row"),
    (
        r"Error when sniffing|detect the CSV",
        lambda _: (
            "it doesn't look like a table: no separator splits its lines into the same columns"
        ),
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
        lambda found: f"the column {found[1]} must be in GROUP BY",
    ),
    (
        r"cannot contain aggregates",
        lambda _: "WHERE can't contain a sum or a count; use HAVING",
    ),
    (
        r"More than one row returned by a subquery",
        lambda _: "a subquery returns more than one row",
    ),
    (
        r'(?:date|time|timestamp) field (?:format|value out of range): "(.+?)"',
        lambda found: f"it contains {short(found[1])}, which isn't a date or time",
    ),
    (
        r"Function with name (.+?) does not exist",
        lambda found: f"DuckDB has no function {found[1]}",
    ),
    (
        r"""(?:argument types '|the function call ")(.+?)\(""",
        lambda found: f"{found[1]} doesn't work on values of these types",
    ),
    (
        r"Could not convert string ['\"](.*?)['\"] to",
        lambda found: f"it contains {short(found[1])}, which doesn't fit the type of its column",
    ),
    (r"Out of Memory", lambda _: "it needs more memory than a check is allowed"),
    (r"Overflow|out of range|Out of Range", lambda _: "its numbers are too large"),
    (r"Permission denied", lambda _: "you don't have permission to read it"),
    (
        r"disabled by configuration|Permission Error",
        lambda _: "a query can only read its own database, not other files",
    ),
    (r"No files found", lambda _: "it doesn't exist"),
    (
        r"not a valid DuckDB|in-memory database in read-only|database file",
        lambda _: "it isn't a DuckDB database",
    ),
    (r"Could not set lock", lambda _: "another program has it open for writing"),
    (r"not a GZIP stream", lambda _: "it isn't a gzip file, despite its name"),
    (
        r"Parquet|magic bytes|Footer length|thrift|TProtocol|Snappy|snappy|ZSTD|decompress",
        lambda _: NO_PARQUET,
    ),
)


def plain_reason(error: Exception) -> str:
    """Return why it failed, without a full stop and without the engine's own words.

    The useful parts stay: the line of the file, the column, the value, the table.
    """
    if isinstance(error, UnicodeDecodeError):
        return "it isn't UTF-8 text"
    said = " ".join(SHOWN_QUERY.sub("", str(error)).split())
    for form, sentence in SENTENCES:
        found = re.search(form, said, re.IGNORECASE)
        if found:
            return sentence(found)
    return UNKNOWN
