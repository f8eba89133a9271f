"""A table beside itself in another form: never an alarm, and every column is compared or named.

`python -m bench.forms [--cases 2000]` draws tables and forms: parquet, CSV in five dialects, other
widths of whole numbers, decimals, dictionaries, yes and no as text, with pandas' index, and in
partitions. It draws in batches of 100; `--first-batch N` goes on where it was stopped.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import duckdb
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles

BATCH = 100
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
}
WHOLES, DECIMALS = {"small", "large"}, {"money", "thirds", "share"}
TEXTS = {"letter", "phrase", "code", "digit"}


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
    truths: tuple[str, str] = ("true", "false")
    missing: str = ""
    is_quoted: bool = False
    end: str = "\n"
    first: str = ""
    encoding: str = "utf-8"
    has_index: bool = False

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
        if isinstance(value, bool):
            return self.truths[0 if value else 1]
        if isinstance(value, datetime):
            return f"{value:{self.day} %H:%M:%S}"
        if isinstance(value, date):
            return f"{value:{self.day}}"
        if isinstance(value, float | Decimal):
            return self._number(value, kind)
        return str(value)

    def _number(self, value: float | Decimal, kind: str) -> str:
        text = f"{value:,.2f}" if kind == "money" and self.thousands else f"{value}"
        whole, _, fraction = text.partition(".")
        text = whole.replace(",", self.thousands) + (self.decimal + fraction if fraction else "")
        return self.currency.format(text) if kind == "money" and self.currency else text


DIALECTS = {
    "comma": Dialect(","),
    "pandas": Dialect(",", truths=("True", "False"), has_index=True),
    "german": Dialect(";", ",", ".", "{} €", "%d.%m.%Y", ("WAHR", "FALSCH"), "-", end="\r\n"),
    "excel": Dialect(
        ";", ",", day="%d/%m/%Y", missing="#N/A", first="sep=;", end="\r\n", encoding="utf-16"
    ),
    "american": Dialect("\t", ".", ",", "${}", "%m/%d/%Y", ("yes", "no"), "NA"),
    "quoted": Dialect("|", missing="NULL", is_quoted=True, encoding="utf-8-sig"),
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


PARQUET: dict[str, Changed] = {
    "parquet": lambda column: column.sql,
    "wider": _wider,
    "floats": _floats,
    "decimals": _decimals,
    "dictionary": _dictionary,
    "texts": _texts,
}
PARTITIONS, INDEXED = "partitions", "indexed"
FORMS = (*PARQUET, INDEXED, PARTITIONS, *DIALECTS)


@dataclass(frozen=True)
class Case:
    """A table, and the two forms in which it is written."""

    columns: tuple[Drawn, ...]
    rows: int
    forms: tuple[str, str]


def cases() -> st.SearchStrategy[Case]:
    """Draw tables of one to six columns and a few hundred rows, and two forms."""
    drawn = st.builds(Drawn, st.sampled_from(sorted(KINDS)), st.integers(1, 10_000), st.booleans())
    columns = st.lists(drawn, min_size=1, max_size=6, unique_by=lambda column: column.name)
    forms = st.tuples(st.sampled_from(FORMS), st.sampled_from(FORMS))
    return st.builds(Case, columns.map(tuple), st.integers(250, 600), forms)


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


def compared(reference: Path, current: Path) -> tuple[CheckResult, Sequence[str]]:
    """Check two tables; the notes say what isn't read for certain."""
    sources = Sources(reference, current, partitions=True)
    with open_tables(sources) as tables:
        return check(tables, Roles(), Limits()), list(tables.notes)


def wrongs(case: Case) -> list[str]:
    """List what is wrong with the check of a table beside itself; nothing if all is well."""
    with TemporaryDirectory(prefix="lamplighter-forms-") as folder:
        paths = [
            write(case, form, Path(folder) / str(place)) for place, form in enumerate(case.forms)
        ]
        result, notes = compared(*paths)
    found = []
    if (result.rows_reference, result.rows_current) != (case.rows, case.rows):
        found.append(f"{result.rows_reference} and {result.rows_current} rows of {case.rows}")
    if result.verdict is CheckVerdict.ALERT:
        found.append("an alert")
    answers = {column.column: column for column in result.columns}
    for name in (*(column.name for column in case.columns), "part"):
        column = answers.get(name)
        is_named = any(name in note for note in notes)
        if column is None or (column.answer is CheckAnswer.ERROR and not is_named):
            found.append(f"{name} isn't compared: {column and column.remarks}")
        elif column.effect and not is_named:
            found.append(f"{name} moved by {column.effect:.3g}: {column.remarks}")
        elif column.quality and column.quality.missing_share_reference != (
            column.quality.missing_share_current
        ):
            found.append(f"{name} lacks other values: {column.remarks}")
    return found


def wrong_in(batch: int) -> list[tuple[Case, list[str]]]:
    """Try one batch of draws, the same ones whenever it is tried."""
    found: list[tuple[Case, list[str]]] = []

    @seed(batch)
    @settings(
        max_examples=BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def each(case: Case) -> None:
        wrong = wrongs(case)
        if wrong:
            found.append((case, wrong))

    each()
    return found


def main() -> None:
    """Try batches of cases, and name every case that is wrong; exit with 1 if any is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--first-batch", type=int, default=0, help="where to go on")
    wanted = parser.parse_args()
    started, failures = perf_counter(), 0
    batches = range(wanted.first_batch, -(-wanted.cases // BATCH))
    for batch in batches:
        found = wrong_in(batch)
        failures += len(found)
        for case, wrong in found:
            print(case, *wrong, sep="\n    ")
        took = perf_counter() - started
        print(f"batch {batch}: {len(found)} of {BATCH} wrong, {took:.0f} s so far", flush=True)
    print(f"{len(batches) * BATCH:,} tables beside themselves: {failures} wrong")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
