"""CSV files as they are found: uneven lines, columns of one name, values without types."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT

ROWS = 600
BEYOND_THE_SAMPLE = 30_000


def written(path: Path, lines: Sequence[str], header: str = "age,town") -> Path:
    """Write a CSV file."""
    path.write_text("\n".join([header, *lines, ""]), encoding="utf-8")
    return path


def lines(count: int = ROWS) -> list[str]:
    """Return lines of a number and a letter."""
    return [f"{number % 90},{'abc'[number % 3]}" for number in range(count)]


UNEVEN = {
    "more": (["1,a,9"], "Line 602 of uneven.csv has 3 fields where the header has 2. It was"),
    "fewer": (
        ["1"],
        "Line 602 of uneven.csv has 1 field where the header has 2. It was left out.",
    ),
    "several": (
        ["1,a,9", "2", "3,b"],
        "2 lines of uneven.csv don't fit its header and were left out. The first is line 602",
    ),
}


@pytest.mark.parametrize(("more", "sentence"), UNEVEN.values(), ids=UNEVEN)
def test_uneven_lines_are_left_out_and_named(
    tmp_path: Path, more: list[str], sentence: str
) -> None:
    """The other lines are read, whatever the uneven ones would have made of the columns."""
    path = written(tmp_path / "uneven.csv", [*lines(), *more, *lines()])

    with DuckDbTables(Sources(path, path)) as tables:
        rows = tables.query("SELECT count(*), sum(age) IS NULL FROM current")
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
    """It lies beyond what the reader samples; a late word is missing."""
    rows = [*lines(BEYOND_THE_SAMPLE), "4,a,7", "none,a"]
    path = written(tmp_path / "long.csv", rows)

    with DuckDbTables(Sources(path, path)) as tables:
        told = tables.query("SELECT count(*), count(age) FROM current")

    assert told == [(BEYOND_THE_SAMPLE + 1, BEYOND_THE_SAMPLE)]
    (note,) = tables.notes
    assert note == "Line 30,002 of long.csv has 3 fields where the header has 2. It was left out."


def test_uneven_lines_in_both_files_are_said_once(tmp_path: Path) -> None:
    """Each file has its own note."""
    first, second = (written(tmp_path / f"{name}.csv", [*lines(), "1,a,9"]) for name in "ab")

    with DuckDbTables(Sources(first, second)) as tables:
        assert [note[:18] for note in tables.notes] == ["Line 602 of a.csv ", "Line 602 of b.csv "]


def test_a_file_of_uneven_lines_alone_is_refused(tmp_path: Path) -> None:
    """The first of them is named, with how many fields it has."""
    path = written(tmp_path / "all.csv", [f"{line},9" for line in lines()])
    sentence = (
        r"^No line of all.csv fits its header: line 2 has 3 fields where the header has 2\.$"
    )

    with pytest.raises(MeasurementError, match=sentence):
        DuckDbTables(Sources(path, path))


def test_uneven_lines_in_one_of_several_files(tmp_path: Path) -> None:
    """The file is named."""
    written(tmp_path / "a.csv", lines())
    written(tmp_path / "b.csv", [*lines(), "1,a,9"])

    with DuckDbTables(Sources(tmp_path, tmp_path)) as tables:
        assert tables.query("SELECT count(*) FROM current") == [(2 * ROWS,)]

    assert [note[:20] for note in tables.notes] == ["Line 602 of b.csv ha"]


def test_columns_of_one_name_are_named(tmp_path: Path) -> None:
    """A column whose own name ends in a number is none of them."""
    path = written(tmp_path / "x.csv", ["1,2,3,4"] * ROWS, "age,Age,rate,rate_1")

    with DuckDbTables(Sources(path, path)) as tables:
        names = [column.name for column in tables.columns(CURRENT)]

    assert names == ["age", "Age_1", "rate", "rate_1"]
    assert tables.notes == ["x.csv has several columns named Age. Column 2 is read as Age_1."]


NAMED = {
    "numbers": ("2023,2024", ["2023", "2024"]),
    "spaces": ("age , town", ["age ", " town"]),
    "one of them": ("age ,Age", ["age ", "Age"]),
}


@pytest.mark.parametrize(("header", "names"), NAMED.values(), ids=NAMED)
def test_names_are_read_as_the_table_beside_has_them(
    tmp_path: Path, header: str, names: list[str]
) -> None:
    """The reader takes numbers for values, and spaces off the ends."""
    path, other = written(tmp_path / "x.csv", ["1,2"] * ROWS, header), tmp_path / "x.parquet"
    with duckdb.connect() as connection:
        columns = ", ".join(f'1 AS "{name}"' for name in names)
        connection.execute(f"COPY (SELECT {columns}) TO '{other}'")

    with DuckDbTables(Sources(other, path)) as tables:
        assert [column.name for column in tables.columns(CURRENT)] == names
        assert tables.query("SELECT count(*) FROM current") == [(ROWS,)]
        assert tables.notes == []


@pytest.mark.parametrize(
    ("header", "note"),
    [("age ,Age", "Column 2 is read as Age_1."), ("Age,age ", "Column 2 is read as age_1.")],
)
def test_names_that_differ_by_a_space_are_named(tmp_path: Path, header: str, note: str) -> None:
    """Where no other table says better, the reader's name is said."""
    path = written(tmp_path / "x.csv", ["1,2"] * ROWS, header)

    with DuckDbTables(Sources(path, path)) as tables:
        assert [sentence[-len(note) :] for sentence in tables.notes] == [note]


def test_values_that_no_table_has_as_names_are_values(tmp_path: Path) -> None:
    """A file without a header keeps its first line."""
    path = written(tmp_path / "x.csv", ["1,2"] * ROWS, "2023,2024")

    with DuckDbTables(Sources(path, path)) as tables:
        assert tables.query("SELECT count(*) FROM current") == [(ROWS + 1,)]


ODD = ["it's.csv", 'say "hi".csv', "a[1].csv", "what?.csv", "fol'der [2]/one.csv"]


@pytest.mark.parametrize("name", ODD)
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    """By its path, and by a pattern that takes it in."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    written(path, lines())

    for asked in (path, f"{path.parent}/*.csv"):
        with DuckDbTables(Sources(asked, asked)) as tables:
            assert tables.query("SELECT count(*) FROM current") == [(ROWS,)]


SPOILT = {
    "cut parquet": ("x.parquet", b"PAR1", "it is incomplete, damaged, or not a parquet file."),
    "no utf-8": (
        "x.csv",
        b"a,b\n1,\xff\x81\n",
        "line 2 isn't UTF-8 text; save the file as UTF-8.",
    ),
    "open quote": (
        "x.csv",
        b'a,b\n1,"x"\n' + b'1,"y"\n' * BEYOND_THE_SAMPLE + b'1,"z\n',
        "line 30,003 opens a quotation mark that is never closed.",
    ),
    "no gzip": ("x.csv.gz", b"a,b\n1,2\n", "it isn't a gzip file, despite its name."),
}


@pytest.mark.parametrize(("name", "data", "reason"), SPOILT.values(), ids=SPOILT)
def test_what_is_spoilt_is_said_without_the_engines_words(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    """The line and the column, where there are any."""
    path = tmp_path / name
    path.write_bytes(data)

    with (
        pytest.raises(MeasurementError) as error,
        DuckDbTables(Sources(path, path)) as tables,
    ):
        tables.query("SELECT max(b) FROM current")

    assert str(error.value).endswith(f": {reason}")
