"""What a table's folders and metadata say: partitions only where asked, an index never."""

from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.profile.engine import CURRENT

ROWS = 600


def made(path: Path, select: str, options: str = "FORMAT parquet") -> Path:
    """Write what a query gives."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT {select} FROM range({ROWS})) TO '{path}' ({options})")  # noqa: S608 - ours
    return path


def compared(reference: Path, current: Path, *, partitions: bool = False) -> CheckResult:
    """Check two tables, with what is to be said of how they were read."""
    with DuckDbTables(Sources(reference, current, partitions=partitions)) as tables:
        return check(tables, Roles(), Limits()).with_notes(tables.notes)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_folders_name_changes_no_column(tmp_path: Path, ending: str) -> None:
    """What is in the file counts."""
    options = f"FORMAT {ending}"
    plain = made(tmp_path / f"table.{ending}", "range % 50 AS age", options)
    foldered = made(tmp_path / f"age=30/month=2/table.{ending}", "range % 50 AS age", options)

    result = compared(plain, foldered)

    assert result.verdict is CheckVerdict.OK
    assert [column.column for column in result.columns] == ["age"]


@pytest.mark.parametrize("depth", [1, 2])
def test_partitions_are_columns_where_asked(tmp_path: Path, depth: int) -> None:
    """They are read as the other table has them, however deep they are."""
    select = (
        "range % 9 AS x, range % 2 AS part, 'a b' AS place, lpad((range % 3)::TEXT, 2, '0') AS c"
    )
    plain = made(tmp_path / "table.parquet", select)
    keys = ["part", "c", "place"][:depth]
    made(tmp_path / "by", select, f"FORMAT parquet, PARTITION_BY ({', '.join(keys)})")

    result = compared(plain, tmp_path / "by", partitions=True)

    assert result.verdict is CheckVerdict.OK
    assert {column.column: column.effect for column in result.columns} == dict.fromkeys(
        ["x", "part", "place", "c"], 0.0
    )


def test_partitions_that_are_not_read_are_said(tmp_path: Path) -> None:
    """A folder of nothing but such folders is found."""
    made(tmp_path / "by", "range % 9 AS x, range % 2 AS part", "FORMAT csv, PARTITION_BY (part)")

    result = compared(tmp_path / "by", tmp_path / "by")

    assert result.rows_current == ROWS
    (note,) = result.notes
    assert note.startswith("The folders in by are named by part, which isn't read. Add --part")


def test_a_column_of_the_file_wins_over_its_folder(tmp_path: Path) -> None:
    """Also where partitions are asked for."""
    path = made(tmp_path / "x=7/table.parquet", "range % 9 AS x")

    with DuckDbTables(Sources(path, path, partitions=True)) as tables:
        assert tables.query("SELECT max(x) FROM current") == [(8,)]


PANDAS = 'KV_METADATA {pandas: \'{"index_columns": ["loan"]}\'}'
INDEXES = {
    "by name": ("range % 9 AS x, hash(range) AS __index_level_0__", "FORMAT parquet"),
    "by dask's name": ("range % 9 AS x, hash(range) AS __null_dask_index__", "FORMAT parquet"),
    "by the file's metadata": ("range % 9 AS x, hash(range) AS loan", f"FORMAT parquet, {PANDAS}"),
    "without a name": ('hash(range) // 99 AS "Unnamed: 0", range % 9 AS x', "FORMAT csv"),
    "with an empty name": ('hash(range) // 99 AS " ", range % 9 AS x', "FORMAT csv"),
}


@pytest.mark.parametrize("turn", [list, reversed], ids=["before", "now"])
@pytest.mark.parametrize(("select", "options"), INDEXES.values(), ids=INDEXES)
def test_an_index_is_not_compared(
    tmp_path: Path, select: str, options: str, turn: type[list[Path]]
) -> None:
    """It may be in one table alone, and says so where it is shown."""
    ending = "csv" if "csv" in options else "parquet"
    indexed = made(tmp_path / f"indexed.{ending}", select, options)
    plain = made(tmp_path / "plain.parquet", "range % 9 AS x")

    result = compared(*turn([indexed, plain]))

    assert result.verdict is CheckVerdict.OK
    assert [column.note for column in result.columns if column.column != "x"] in (
        [],
        ["is the table's index, so it isn't compared"],
    )


def test_metadata_that_is_none_changes_nothing(tmp_path: Path) -> None:
    """Another program may write what it likes there."""
    path = made(tmp_path / "t.parquet", "range AS x", "FORMAT parquet, KV_METADATA {pandas: 'x'}")

    with DuckDbTables(Sources(path, path)) as tables:
        assert not tables.columns(CURRENT)[0].is_index


@pytest.mark.parametrize("first", ["", ", hash(range) AS __index_level_0__"])
def test_some_parts_of_a_folder_may_have_an_index(tmp_path: Path, first: str) -> None:
    """Pandas writes one where rows were left out."""
    second = "" if first else ", hash(range) AS __index_level_0__"
    parts = tmp_path / "parts"
    made(parts / "1.parquet", f"range % 9 AS x{first}")
    made(parts / "2.parquet", f"range % 9 AS x{second}")

    result = compared(made(tmp_path / "plain.parquet", "range % 9 AS x"), parts)

    assert (result.verdict, result.rows_current) == (CheckVerdict.OK, 2 * ROWS)


HEADERS = {
    "saved three times": (",Unnamed: 0.1,Unnamed: 0,x", "{0},{0},{0},{1}"),
    "a comma at the end": ("x,", "{1},"),
    "a blank column inside": ("x,,y", "{1},,a"),
}


@pytest.mark.parametrize(("header", "line"), HEADERS.values(), ids=HEADERS)
def test_columns_without_a_name_and_use_are_no_data(
    tmp_path: Path, header: str, line: str
) -> None:
    """Neither in the reference nor now."""
    plain = made(tmp_path / "plain.csv", "range % 9 AS x, 'a' AS y", "FORMAT csv")
    path = tmp_path / "table.csv"
    lines = [line.format(place * 7 % 900, place % 9) for place in range(ROWS)]
    path.write_text("\n".join([header, *lines, ""]))

    result = compared(path, plain)

    assert result.verdict is CheckVerdict.OK


BYTES = {
    "text": ("range % 5 || 'é'", CheckVerdict.OK, 0.0),
    "moved": ("range % 2 || 'é'", CheckVerdict.ALERT, None),
}


@pytest.mark.parametrize(("now", "verdict", "effect"), BYTES.values(), ids=BYTES)
def test_bytes_that_are_text_are_read_as_text(
    tmp_path: Path, now: str, verdict: CheckVerdict, effect: float | None
) -> None:
    """Older writers of parquet leave a text's type out."""
    before = made(tmp_path / "a.parquet", "range % 7 AS k, encode(range % 5 || 'é') AS x")
    text = made(tmp_path / "b.parquet", f"range % 7 AS k, {now} AS x")

    result = compared(before, text)

    assert result.verdict is verdict
    assert effect is None or result.columns[1].effect == effect


def test_other_bytes_are_not_compared(tmp_path: Path) -> None:
    """And it is said."""
    path = made(tmp_path / "a.parquet", "range % 7 AS k, '\\xC8'::BLOB AS x")

    assert compared(path, path).columns[1].note == "binary values aren't compared"
