"""Two tables' columns read as the same types, where one of the tables has none."""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles

ROWS = 600
BEYOND_THE_SAMPLE = 30_000


def copied(tmp_path: Path, columns: str) -> tuple[Path, Path]:
    """Write the same rows as parquet and as CSV."""
    paths = tmp_path / "same.parquet", tmp_path / "same.csv"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE made AS SELECT {columns} FROM range({ROWS})")  # noqa: S608 - ours
        for path in paths:
            connection.execute(f"COPY made TO '{path}'")
    return paths


def compared(reference: Path, current: Path) -> CheckResult:
    """Check two files."""
    with DuckDbTables(Sources(reference, current)) as tables:
        return check(tables, Roles(), Limits())


SAME = {
    "codes": "lpad((range % 9)::VARCHAR, 3, '0') AS x",
    "days as text": "((DATE '2026-01-01') + (range % 9)::INTEGER)::VARCHAR AS x",
    "true as text": "CASE WHEN range % 2 = 0 THEN 'True' ELSE 'False' END AS x",
    "nothing yet": "range % 9 AS y, NULL::DOUBLE AS x",
    "yes": "range % 2 = 0 AS x",
    "small": "(range % 9)::TINYINT AS x",
    "moments": "TIMESTAMP '2026-01-01' + INTERVAL (range % 99) HOUR AS x",
    "lists": "range % 9 AS y, [range, 1] AS x",
    "hours as text": "'12:0' || (range % 9)::VARCHAR || ':00' AS x",
}


@pytest.mark.parametrize("turn", [tuple, reversed], ids=["csv now", "csv before"])
@pytest.mark.parametrize("columns", SAME.values(), ids=SAME)
def test_the_same_rows_in_two_kinds_of_file_are_the_same(
    tmp_path: Path, columns: str, turn: Callable[[tuple[Path, Path]], Sequence[Path]]
) -> None:
    """CSV has no types; what it holds is read as the types of the parquet file."""
    result = compared(*turn(copied(tmp_path, columns)))

    assert result.verdict is CheckVerdict.OK
    assert [column.problems for column in result.columns] == [[]] * len(result.columns)
    assert all(column.measures.get("psi") in (0.0, None) for column in result.columns)


def test_a_csv_that_differs_is_still_an_alert(tmp_path: Path) -> None:
    """One word among the numbers of the other file's column."""
    parquet, csv = copied(tmp_path, "range % 9 AS x")
    csv.write_text(csv.read_text(encoding="utf-8") + "oops\n", encoding="utf-8")

    result = compared(parquet, csv)

    assert result.columns[0].problems == ["1 of 601 values isn't a number, for example 'oops'"]


def file_of(path: Path, select: str, rows: int = ROWS) -> Path:
    """Write what a query gives; the ending says as what."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {select} FROM range({rows})) TO '{path}'")  # noqa: S608 - ours
    return path


FILLED = {
    "numbers": "range * 0.5 % 9",
    "texts": "'ab'[1 + range % 2]",
    "times": "TIMESTAMP '2026-01-01' + INTERVAL (range % 99) HOUR",
    "yes or no": "range % 2 = 0",
}


@pytest.mark.parametrize("filled", FILLED.values(), ids=FILLED)
@pytest.mark.parametrize("kinds", [("parquet", "parquet"), ("csv", "csv"), ("parquet", "csv")])
@pytest.mark.parametrize("turn", [tuple, reversed], ids=["filled first", "empty first"])
def test_a_column_without_any_value_has_no_type(
    tmp_path: Path,
    filled: str,
    kinds: tuple[str, str],
    turn: Callable[[tuple[Path, Path]], Sequence[Path]],
) -> None:
    """Only how many values are missing is judged: a loss is an alarm, a gain is none."""
    paths = (
        file_of(tmp_path / f"filled.{kinds[0]}", f"range % 9 AS y, {filled} AS x"),
        file_of(tmp_path / f"empty.{kinds[1]}", "range % 9 AS y, NULL AS x"),
    )
    is_lost = turn is tuple

    column = compared(*turn(paths)).columns[1]

    assert list(column.problems) == ["missing in 100% of rows (before: 0%)"] * is_lost
    assert not column.is_lost


@pytest.mark.parametrize("row", [100, BEYOND_THE_SAMPLE - 1], ids=["early", "late"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_bad_value_hides_no_shift_wherever_it_stands(
    tmp_path: Path, kind: str, row: int
) -> None:
    """The reader takes types from the first rows; a later word must not cost the column."""
    before = file_of(tmp_path / f"before.{kind}", "range % 90 AS a", BEYOND_THE_SAMPLE)
    spoilt = f"CASE WHEN range = {row} THEN 'oops' ELSE (range % 90 + 50)::VARCHAR END AS a"
    now = file_of(tmp_path / "now.csv", spoilt, BEYOND_THE_SAMPLE)

    result = compared(before, now)

    assert result.columns[0].problems[0] == (
        "1 of 30,000 values isn't a number, for example 'oops'"
    )
    assert result.columns[0].is_drift
    assert result.notes == []


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_bad_value_spoils_its_own_window_alone(tmp_path: Path, kind: str) -> None:
    """Windows before and after it are read as ever."""
    before = file_of(tmp_path / f"before.{kind}", "range % 90 AS a")
    spoilt = "CASE WHEN range = 1500 THEN 'oops' ELSE (range % 90)::VARCHAR END AS a"
    now = file_of(tmp_path / "now.csv", spoilt, 3_000)

    verdicts = []
    for start in (0, 1_000, 2_000):
        with DuckDbTables(Sources(before, now, rows=range(start, start + 1_000))) as tables:
            verdicts.append(check(tables, Roles(), Limits()).verdict)

    assert verdicts == [CheckVerdict.OK, CheckVerdict.ALERT, CheckVerdict.OK]


def test_a_column_of_words_is_not_counted_out(tmp_path: Path) -> None:
    """Where most values are none, the type itself says it."""
    before = file_of(tmp_path / "before.csv", "range % 9 AS a")
    now = file_of(tmp_path / "now.csv", "CASE WHEN range < 9 THEN '1' ELSE 'high' END AS a")

    assert compared(before, now).columns[0].problems[0] == "was numbers, is now text"


def test_a_bad_date_is_named(tmp_path: Path) -> None:
    """As a bad number is."""
    before = file_of(tmp_path / "before.csv", "DATE '2026-01-01' + (range % 9)::INT AS a")
    bad = "CASE WHEN range < 2 THEN 'soon' ELSE (DATE '2026-01-01' + (range % 9)::INT)::TEXT END"
    now = file_of(tmp_path / "now.csv", f"{bad} AS a")

    assert compared(before, now).columns[0].problems[0] == (
        "2 of 600 values aren't dates or times, for example 'soon'"
    )


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_times_to_the_nanosecond_with_a_zone_are_times(tmp_path: Path, kind: str) -> None:
    """As pandas writes them."""
    moment = "(TIMESTAMPTZ '2026-01-01 00:00:00Z' + INTERVAL (range % 99) HOUR)"
    before = file_of(tmp_path / "before.parquet", f"{moment}::TIMESTAMPTZ_NS AS x")
    now = file_of(tmp_path / f"now.{kind}", f"{moment} AS x")

    (column,) = compared(before, now).columns

    assert (column.kind, column.measures["psi"], column.note) == ("time", 0.0, "")


@pytest.mark.parametrize("turn", [tuple, reversed], ids=["csv now", "csv before"])
@pytest.mark.parametrize("option", ["", "(FORCE_QUOTE (x))"], ids=["bare", "quoted"])
def test_beside_a_csv_a_text_of_no_letters_is_missing(
    tmp_path: Path, option: str, turn: Callable[[tuple[Path, Path]], Sequence[Path]]
) -> None:
    """A CSV file can't tell one from the other, and pandas does not try."""
    sevenths = "CASE range % 7 WHEN 0 THEN '' WHEN 1 THEN NULL ELSE 'a' || range % 3 END"
    typed = file_of(tmp_path / "typed.parquet", f"{sevenths} AS x, range % 9 AS y")
    plain = tmp_path / "plain.csv"
    with duckdb.connect() as connection:
        rows = f"SELECT nullif(x, '') AS x, y FROM '{typed}'"  # noqa: S608 - ours
        connection.execute(f"COPY ({rows}) TO '{plain}' {option}")

    result = compared(*turn((typed, plain)))

    assert result.verdict is CheckVerdict.OK
    assert result.columns[0].quality is not None
    assert result.columns[0].quality.missing_share_reference == pytest.approx(2 / 7, abs=0.01)
    assert result.columns[0].effect == 0.0


def test_between_typed_tables_it_is_a_value(tmp_path: Path) -> None:
    """There the two are not the same."""
    select = "CASE range % 7 WHEN 0 THEN {} ELSE 'a' || range % 3 END AS x"
    before = file_of(tmp_path / "before.parquet", select.format("''"))
    now = file_of(tmp_path / "now.parquet", select.format("NULL"))

    assert "missing in 14% of rows (before: 0%)" in compared(before, now).columns[0].problems
