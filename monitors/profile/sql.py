"""The text of queries: names, values and SELECTs, each written in one place.

Queries are in DuckDB's dialect; other engines have them translated. What comes from outside, a
column's name or a value, goes in through `quoted` or `literal` alone.
"""


def quoted(name: str) -> str:
    """Write any text as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """Write any text as an SQL value."""
    return "'" + value.replace("'", "''") + "'"


def finite(number: str) -> str:
    """Write SQL that gives NULL for an infinite number, and for what is none."""
    return f"CASE WHEN {number} - {number} = 0 THEN {number} END"


def select(asked: str, source: str, then: str = "") -> str:
    """Write a SELECT.

    Args:
        asked: What is selected, in SQL.
        source: A relation, what reads a file, or a query in brackets.
        then: What follows, such as WHERE or GROUP BY.
    """
    return f"SELECT {asked} FROM {source} {then}".rstrip()  # noqa: S608 - names and values are quoted, see above
