"""Tables of drawn columns, and the forms in which they are written: parquet, and dialects of CSV.

Each form holds the same values in another type or spelling.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import duckdb

HASH = "(hash({seed}::BIGINT * 1000003 + range * 7919) // 64)"
KINDS = {
    "small": "({h} % 90)::INTEGER",
    "large": "({h} % 2000000000)::BIGINT - 900000000",
    "money": "(({h} % 2000000)::BIGINT - 400000) / 100",
    "thirds": "({h} % 9000000)::BIGINT / 1000",
    "share": "({h} % 1000)::BIGINT / 1000",
    "flag": "{h} % 3 = 0",
    "letter": "chr((97 + {h} % 5)::INTEGER)",
    "phrase": "['red wine', 'a; b', 'a, b', 'quote \" me', 'Ünï', 'x|y'][({h} % 6)::INTEGER + 1]",
    "code": "lpad(({h} % 12)::VARCHAR, 3, '0')",
    "digit": "({h} % 4)::VARCHAR",
    "day": "DATE '2025-03-01' + ({h} % 300)::INTEGER",
    "moment": "TIMESTAMP '2025-03-01 00:00:00' + INTERVAL ({h} % 9000000) SECOND",
    "month": "strftime(DATE '2024-11-01' + INTERVAL ({h} % 14) MONTH, '%Y-%m')",
    "clock": "TIME '00:00:00' + INTERVAL ({h} % 1440) MINUTE",
    "accent": "['café', 'Ünï', 'naïve', 'Ångström', 'Gießen'][({h} % 5)::INTEGER + 1]",
}
WHOLES, DECIMALS = {"small", "large"}, {"money", "thirds", "share"}
TEXTS = {"letter", "phrase", "code", "digit", "accent"}


@dataclass(frozen=True)
class Drawn:
    """One column: its kind, its seed, and whether every tenth value is missing."""

    kind: str
    seed: int
    has_gaps: bool

    @property
    def name(self) -> str:
        """A name that says what it is."""
        return f"{self.kind}_{self.seed}"

    @property
    def sql(self) -> str:
        """The values, for a query over a range."""
        value = KINDS[self.kind].format(h=HASH.format(seed=self.seed))
        gap = f"{HASH.format(seed=self.seed + 77)} % 10 = 0"
        return f"CASE WHEN {gap} THEN NULL ELSE {value} END" if self.has_gaps else value


@dataclass(frozen=True)
class Dialect:
    """How a CSV file writes its values."""

    delimiter: str
    decimal: str = "."
    thousands: str = ""
    currency: str = ""
    day: str = "%Y-%m-%d"
    month: str = "%Y-%m"
    clock: str = "%H:%M:%S"
    truths: tuple[str, str] = ("true", "false")
    missing: str = ""
    is_quoted: bool = False
    end: str = "\n"
    first: str = ""
    encoding: str = "utf-8"
    has_index: bool = False
    is_composed: bool = True

    def line(self, values: Sequence[str]) -> str:
        """Write a row."""
        marks = (self.delimiter, '"', "\n")
        fields = [
            '"' + value.replace('"', '""') + '"'
            if self.is_quoted or any(mark in value for mark in marks)
            else value
            for value in values
        ]
        return self.delimiter.join(fields) + self.end

    def value(self, value: Any, kind: str) -> str:  # noqa: ANN401 - whatever a table holds
        """Write a value."""
        if value is None:
            return "" if kind in TEXTS else self.missing
        writers: dict[str, Callable[[Any], str]] = {
            "flag": lambda is_so: self.truths[0 if is_so else 1],
            "moment": lambda at: f"{at:{self.day} %H:%M:%S}",
            "day": lambda at: f"{at:{self.day}}",
            "month": lambda text: f"{date.fromisoformat(f'{text}-01'):{self.month}}",
            "clock": lambda at: f"{at:{self.clock}}",
            "accent": lambda text: normalize("NFC" if self.is_composed else "NFD", text),
            **dict.fromkeys(DECIMALS, lambda number: self._number(number, kind)),
        }
        return writers.get(kind, str)(value)

    def _number(self, value: float, kind: str) -> str:
        text = f"{value:,.2f}" if kind == "money" and self.thousands else f"{value}"
        whole, _, fraction = text.partition(".")
        text = whole.replace(",", self.thousands) + (self.decimal + fraction if fraction else "")
        return self.currency.format(text) if kind == "money" and self.currency else text


DIALECTS = {
    "comma": Dialect(","),
    "pandas": Dialect(",", truths=("True", "False"), has_index=True),
    "german": Dialect(
        *(";", ",", ".", "{} €", "%d.%m.%Y", "%m.%Y", "%H:%M Uhr", ("WAHR", "FALSCH"), "-"),
        end="\r\n",
        is_composed=False,
    ),
    "excel": Dialect(
        *(";", ",", "", "", "%d/%m/%Y", "%b %y", "%H:%M"),
        missing="#N/A",
        first="sep=;",
        end="\r\n",
        encoding="utf-16",
    ),
    "american": Dialect(
        *("\t", ".", ",", "${}", "%m/%d/%Y", "%B %Y", "%I:%M %p", ("yes", "no"), "NA")
    ),
    "quoted": Dialect(
        "|", month="%Y%m", missing="NULL", is_quoted=True, encoding="utf-8-sig", is_composed=False
    ),
}
Changed = Callable[[Drawn], str]


def _wider(column: Drawn) -> str:
    return f"{column.sql}::HUGEINT" if column.kind in WHOLES else column.sql


def _floats(column: Drawn) -> str:
    return f"({column.sql})::DOUBLE" if column.kind in WHOLES else column.sql


def _decimals(column: Drawn) -> str:
    places = {"money": 2, "thirds": 3, "share": 3}.get(column.kind, 0)
    is_number = column.kind in WHOLES | DECIMALS
    return f"({column.sql})::DECIMAL(18, {places})" if is_number else column.sql


def _dictionary(column: Drawn) -> str:
    if column.kind != "letter":
        return column.sql
    return f"({column.sql})::ENUM('e', 'd', 'c', 'b', 'a')"


def _texts(column: Drawn) -> str:
    if column.kind != "flag":
        return column.sql
    return f"CASE WHEN ({column.sql}) THEN 'True' WHEN NOT ({column.sql}) THEN 'False' END"


def _single(column: Drawn) -> str:
    return f"({column.sql})::FLOAT" if column.kind in DECIMALS else column.sql


def _bytes(column: Drawn) -> str:
    return f"encode({column.sql})" if column.kind in TEXTS else column.sql


SINGLE = "single"
PARQUET: dict[str, Changed] = {
    "parquet": lambda column: column.sql,
    "wider": _wider,
    "floats": _floats,
    "decimals": _decimals,
    "dictionary": _dictionary,
    "texts": _texts,
    SINGLE: _single,
    "bytes": _bytes,
}
PARTITIONS, INDEXED = "partitions", "indexed"
FORMS = (*PARQUET, INDEXED, PARTITIONS, *DIALECTS)


@dataclass(frozen=True)
class Case:
    """A table, and the two forms in which it is written."""

    columns: tuple[Drawn, ...]
    rows: int
    forms: tuple[str, str]


def write(case: Case, form: str, folder: Path) -> Path:
    """Write a case's table in a form; partitions are by an added column."""
    folder.mkdir()
    with duckdb.connect() as connection:
        if form in DIALECTS:
            return _write_csv(connection, case, DIALECTS[form], folder / "table.csv")
        change = PARQUET.get(form, PARQUET["parquet"])
        listed = ", ".join(f"{change(column)} AS {column.name}" for column in case.columns)
        listed += ", ['north', 'south'][1 + range % 2] AS part"
        if form == INDEXED:
            listed += ", hash(range) AS __index_level_0__"
        table = f"(SELECT {listed} FROM range({case.rows}))"  # noqa: S608 - our own
        if form == PARTITIONS:
            connection.execute(f"COPY {table} TO '{folder}/by' (PARTITION_BY (part))")
            return folder / "by"
        connection.execute(f"COPY {table} TO '{folder}/table.parquet'")
    return folder / "table.parquet"


def _write_csv(
    connection: duckdb.DuckDBPyConnection, case: Case, dialect: Dialect, path: Path
) -> Path:
    names = [*(column.name for column in case.columns), "part"]
    kinds = [*(column.kind for column in case.columns), "letter"]
    listed = ", ".join(column.sql for column in case.columns)
    query = f"SELECT {listed}, ['north', 'south'][1 + range % 2] FROM range({case.rows})"  # noqa: S608 - our own
    rows = connection.execute(query).fetchall()
    lines = [dialect.first + dialect.end] if dialect.first else []
    lines.append(dialect.line([""] * dialect.has_index + names))
    for number, row in enumerate(rows):
        values = [dialect.value(value, kind) for value, kind in zip(row, kinds, strict=True)]
        lines.append(dialect.line([str(number * 37)] * dialect.has_index + values))
    path.write_bytes("".join(lines).encode(dialect.encoding))
    return path
