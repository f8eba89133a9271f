"""DuckDB files as a source: tables and queries of several files, nothing else on the disk."""

from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Labels, Sources
from monitors.check.check import check
from monitors.check.column_verdicts import CheckAnswer
from monitors.check.limits import Limits
from monitors.check.questions.vectors import Vectors
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, REFERENCE
from monitors.profile.sql import select


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files that both have a table `loans`, of different sizes."""
    for name, rows in (("old", 10), ("new", 20)):
        with duckdb.connect(str(tmp_path / f"{name}.db")) as connection:
            connection.execute("CREATE TABLE loans AS SELECT range AS id FROM range(?)", [rows])
            connection.execute("CREATE SCHEMA sales")
            connection.execute("CREATE TABLE sales.towns AS SELECT 'Ulm' AS town")
    return tmp_path


def counted(reference: str, current: str) -> tuple[int, int]:
    """Count the rows of both tables."""
    with open_tables(Sources(reference, current)) as tables:
        old, new = (
            tables.query(f"SELECT count(*) FROM {relation}")[0][0]  # noqa: S608 - one of our two names
            for relation in (REFERENCE, CURRENT)
        )
    return old, new


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        pytest.param("table=loans", (10, 20), id="table"),
        pytest.param("table=sales.towns", (1, 1), id="schema"),
        pytest.param("query=SELECT * FROM loans WHERE id > 4", (5, 15), id="query"),
        pytest.param(
            "query=WITH few AS (SELECT * FROM loans LIMIT 3) SELECT * FROM few, sales.towns",
            (3, 3),
            id="names of its own",
        ),
    ],
)
def test_each_file_has_its_own_names(folder: Path, asked: str, rows: tuple[int, int]) -> None:
    """A query's tables are looked up in the query's file."""
    places = (f"duckdb:{folder}/{name}.db?{asked}" for name in ("old", "new"))

    assert counted(*places) == rows


def test_a_file_and_a_table_can_be_compared(folder: Path) -> None:
    """One engine reads both."""
    (folder / "x.csv").write_text("id\n1\n2\n", encoding="utf-8")

    assert counted(f"{folder}/x.csv", f"duckdb:{folder}/new.db?table=loans") == (2, 20)


@pytest.mark.parametrize("name", ["truth", "Truth"])
def test_truth_that_is_joined_stands_for_an_empty_column(tmp_path: Path, name: str) -> None:
    """Predictions are often kept with a column for the truth, which comes later and elsewhere."""
    said, came = tmp_path / "said.csv", tmp_path / "came.csv"
    said.write_text(f"id,{name}\n1,\n2,\n3,\n", encoding="utf-8")
    came.write_text("id,truth\n1,7\n3,9\n", encoding="utf-8")
    labels = Labels(str(came), "id", "truth")

    with open_tables(Sources(str(said), str(said), rows=range(3), labels=labels)) as tables:
        columns = [column.name for column in tables.columns(CURRENT)]
        rows = tables.query("SELECT id, truth FROM current ORDER BY id")

    assert columns == ["id", "truth"]
    assert rows == [(1, 7), (2, None), (3, 9)]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        pytest.param("old.db?table=gone", "The table gone in .*old.db can't be read", id="table"),
        pytest.param("gone.db?table=loans", "There is no file .*gone.db", id="file"),
        pytest.param("x.csv?table=loans", "x.csv can't be read: ", id="no database"),
        pytest.param(
            "old.db?query=SELECT * FROM read_csv('/etc/passwd')", "The query in .*", id="elsewhere"
        ),
    ],
)
def test_what_cant_be_read_is_named(folder: Path, asked: str, sentence: str) -> None:
    """One sentence; a query sees its database and no other file."""
    (folder / "x.csv").write_text("id\n1\n2\n", encoding="utf-8")
    place = f"duckdb:{folder}/{asked}"

    with pytest.raises(MeasurementError, match=sentence):
        counted(place, place)


REASONS = {
    "SELECT town FROM loans": "there is no column town",
    "SELECT loans.town FROM loans": "there is no column town",
    "SELECT * FROM loans JOIN sales.towns USING (id)": "there is no column id",
    "SELECT * FROM gone": "there is no table gone",
    "SELECT gone(id) FROM loans": "DuckDB has no function gone",
    "SELECT sum('a') FROM loans": "sum doesn't work on values of these types",
    "SELECT id FROM loans GROUP BY id + 1": "the column id must be in GROUP BY",
    "SELECT id FROM loans WHERE sum(id) > 1": "WHERE can't contain a sum or a count; use HAVING",
    "SELECT 'Ulm'::INT AS id FROM loans": "it contains 'Ulm', which doesn't fit the type of",
    "SELECT DATE '2026-13-01' AS id": "it contains '2026-13-01', which isn't a date or time",
    "SELECT (SELECT id FROM loans) AS id": "a subquery returns more than one row",
    "SELECT 9223372036854775807 + id + 1 AS id FROM loans": "its numbers are too large",
    "SELECT error('Ulm') AS id FROM loans": "DuckDB refused it (lamplighter --debug shows its",
}


@pytest.mark.parametrize(("query", "reason"), REASONS.items(), ids=REASONS)
def test_a_query_that_fails_is_told_in_plain_words(folder: Path, query: str, reason: str) -> None:
    """What helps is kept, the name or the value; none of the engine's own words are shown."""
    place = f"duckdb:{folder}/old.db?query={query.replace('+', '%2B')}"

    with (
        pytest.raises(MeasurementError) as error,
        open_tables(Sources(place, place)) as tables,
    ):
        tables.query("SELECT max(id) FROM current")

    said = str(error.value)
    assert f": {reason}" in said
    assert not {"Error", "LINE", "Candidate", "^"} & set(said.replace(":", " ").split())


@pytest.mark.parametrize("kind", ["FLOAT[3]", "DOUBLE[3]", "FLOAT[]", "INTEGER[3]"])
@pytest.mark.parametrize("shift", [0, 2])
def test_vectors_of_a_fixed_length_are_compared(tmp_path: Path, kind: str, shift: int) -> None:
    """A row without a vector is left out."""
    with duckdb.connect(str(tmp_path / "x.db")) as connection:
        for name, away in (("before", 0), ("now", shift)):
            values = ", ".join(f"hash(i + {place}) % 100 / 10 + {away}" for place in range(3))
            vectors = f"CASE WHEN i % 9 > 0 THEN CAST([{values}] AS {kind}) END AS v"
            rows = select(f"i % 7 AS x, {vectors}", "range(900) AS t(i)")
            connection.execute(f"CREATE TABLE {name} AS {rows}")
    before, now = (f"duckdb:{tmp_path}/x.db?table={name}" for name in ("before", "now"))

    with open_tables(Sources(before, now)) as tables:
        found = check(tables, Roles(), Limits(), [Vectors(["v"])]).findings[0]

    assert found.answer is (CheckAnswer.ALARM if shift else CheckAnswer.OK)


def test_lengths_of_time_in_a_table_are_compared(tmp_path: Path) -> None:
    """As seconds."""
    with duckdb.connect(str(tmp_path / "x.db")) as connection:
        for name, factor in (("before", 1), ("now", 3)):
            lengths = f"to_seconds(i * i * {factor}) AS d, i % 7 AS x"
            connection.execute(f"CREATE TABLE {name} AS {select(lengths, 'range(900) AS t(i)')}")
    before, now = (f"duckdb:{tmp_path}/x.db?table={name}" for name in ("before", "now"))

    with open_tables(Sources(before, now)) as tables:
        found = check(tables, Roles(), Limits())

    assert [(one.column, one.kind, one.answer) for one in found.columns] == [
        ("d", "numeric", CheckAnswer.ALARM),
        ("x", "numeric", CheckAnswer.OK),
    ]
