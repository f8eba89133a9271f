"""CSV files as they are found: uneven lines, columns of one name, values without types."""

from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.check import CheckResult, check
from monitors.errors import MonitorError
from monitors.judging import Verdict
from monitors.profile.tables import CURRENT
from monitors.roles import Roles
from monitors.thresholds import Limits

ROWS = 600
BEYOND_THE_SAMPLE = 30_000


def written(path: Path, lines: Sequence[str], header: str = "age,town") -> Path:
    """Write a CSV file."""
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def lines(count: int = ROWS) -> list[str]:
    """Give lines of a number and a letter."""
    return [f"{number % 90},{'abc'[number % 3]}" for number in range(count)]


UNEVEN = {
    "more": (["1,a,9"], "Line 602 of uneven.csv has 3 fields where the header has 2; it is"),
    "fewer": (
        ["1"],
        "Line 602 of uneven.csv has 1 field where the header has 2; it is left out.",
    ),
    "several": (
        ["1,a,9", "2", "3,b"],
        "2 lines of uneven.csv don't fit its header and are left out: line 602 has 3 fields",
    ),
}


@pytest.mark.parametrize(("more", "sentence"), UNEVEN.values(), ids=UNEVEN)
def test_uneven_lines_are_left_out_and_named(
    tmp_path: Path, more: list[str], sentence: str
) -> None:
    """The other lines are read, whatever the uneven ones would have made of the columns."""
    path = written(tmp_path / "uneven.csv", [*lines(), *more, *lines()])

    with DuckDbTables(Sources(path, path)) as tables:
        rows = tables.query(f"SELECT count(*), sum(age) IS NULL FROM {CURRENT}")  # noqa: S608 - ours
        names = [column.name for column in tables.columns(CURRENT)]

    assert names == ["age", "town"]
    assert rows == [(2 * ROWS + ("3,b" in more), False)]
    (note,) = tables.notes
    assert note.startswith(sentence)


@pytest.mark.parametrize("header", ["age,town", "A report\n\nage,town"], ids=["none", "title"])
def test_even_lines_are_left_as_they_are(tmp_path: Path, header: str) -> None:
    """A line above the table, as spreadsheets write, is passed over as before."""
    path = written(tmp_path / "even.csv", lines(), header)

    with DuckDbTables(Sources(path, path)) as tables:
        assert [column.name for column in tables.columns(CURRENT)] == ["age", "town"]
        assert tables.notes == []


def test_an_uneven_line_far_down_is_left_out(tmp_path: Path) -> None:
    """It lies beyond what the reader samples; a late word makes its column one of words."""
    rows = [*lines(BEYOND_THE_SAMPLE), "4,a,7", "none,a"]
    path = written(tmp_path / "long.csv", rows)

    with DuckDbTables(Sources(path, path)) as tables:
        told = tables.query(f"SELECT count(*), max(age) FROM {CURRENT}")  # noqa: S608 - ours

    assert told == [(BEYOND_THE_SAMPLE + 1, "none")]
    (note,) = tables.notes
    assert note == "Line 30,002 of long.csv has 3 fields where the header has 2; it is left out."


def test_uneven_lines_in_one_of_several_files(tmp_path: Path) -> None:
    """The file is named."""
    written(tmp_path / "a.csv", lines())
    written(tmp_path / "b.csv", [*lines(), "1,a,9"])

    with DuckDbTables(Sources(tmp_path, tmp_path)) as tables:
        assert tables.query(f"SELECT count(*) FROM {CURRENT}") == [(2 * ROWS,)]  # noqa: S608 - ours

    assert [note[:20] for note in tables.notes] == ["Line 602 of b.csv ha"]


def test_columns_of_one_name_are_named(tmp_path: Path) -> None:
    """A column whose own name ends in a number is none of them."""
    path = written(tmp_path / "x.csv", ["1,2,3,4"] * ROWS, "age,Age,rate,rate_1")

    with DuckDbTables(Sources(path, path)) as tables:
        names = [column.name for column in tables.columns(CURRENT)]

    assert names == ["age", "Age_1", "rate", "rate_1"]
    assert tables.notes == ["x.csv has more than one column Age; column 2 is read as Age_1."]


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

    assert result.verdict is Verdict.OK
    assert [column.problems for column in result.columns] == [[]] * len(result.columns)
    assert all(column.measures.get("psi") in (0.0, None) for column in result.columns)


def test_a_csv_that_differs_is_still_an_alert(tmp_path: Path) -> None:
    """One word among the numbers of the other file's column."""
    parquet, csv = copied(tmp_path, "range % 9 AS x")
    csv.write_text(csv.read_text(encoding="utf-8") + "none\n", encoding="utf-8")

    result = compared(parquet, csv)

    assert result.columns[0].problems == ["was numbers, is now text"]


ODD = ["it's.csv", 'say "hi".csv', "a[1].csv", "what?.csv", "fol'der [2]/one.csv"]


@pytest.mark.parametrize("name", ODD)
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    """By its path, and by a pattern that takes it in."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    written(path, lines())

    for asked in (path, f"{path.parent}/*.csv"):
        with DuckDbTables(Sources(asked, asked)) as tables:
            assert tables.query(f"SELECT count(*) FROM {CURRENT}") == [(ROWS,)]  # noqa: S608 - ours


SPOILT = {
    "cut parquet": ("x.parquet", b"PAR1", "it is cut short, damaged or no parquet file."),
    "no utf-8": (
        "x.csv",
        b"a,b\n1,\xff\xfe\n",
        "line 2 is no UTF-8 text; save the file as UTF-8.",
    ),
    "open quote": (
        "x.csv",
        b'a,b\n1,"x"\n' + b'1,"y"\n' * BEYOND_THE_SAMPLE + b'1,"z\n',
        "line 30,003 opens a quotation mark that is never closed.",
    ),
    "late word": (
        "x.csv",
        b"a,b\n" + b"1,2\n" * BEYOND_THE_SAMPLE + b"1,'o\n",
        """line 30,002 holds "'o" in the column b, which held whole numbers.""",
    ),
    "no gzip": ("x.csv.gz", b"a,b\n1,2\n", "it is no gzip file, as its name says."),
}


@pytest.mark.parametrize(("name", "data", "reason"), SPOILT.values(), ids=SPOILT)
def test_what_is_spoilt_is_said_without_the_engines_words(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    """The line and the column, where there are any."""
    path = tmp_path / name
    path.write_bytes(data)

    with (
        pytest.raises(MonitorError) as error,
        DuckDbTables(Sources(path, path)) as tables,
    ):
        tables.query(f"SELECT max(b) FROM {CURRENT}")  # noqa: S608 - ours

    assert str(error.value).endswith(f": {reason}")
