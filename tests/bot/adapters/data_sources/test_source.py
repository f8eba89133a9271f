"""How a person names a table, and what is said when that can't be read."""

import sys
from pathlib import Path

import pytest

from bot.adapters.data_sources.opening import open_tables
from bot.adapters.data_sources.source import Source, Sources, in_folder, read_source
from monitors.errors import MeasurementError


@pytest.mark.parametrize(
    ("name", "source"),
    [
        pytest.param("data/x.parquet", Source("files", "data/x.parquet"), id="file"),
        pytest.param(Path("a b.csv"), Source("files", "a b.csv"), id="path"),
        pytest.param("duckdb:/x/y.db?table=t", Source("duckdb", "/x/y.db", "t"), id="absolute"),
        pytest.param("duckdb:///x/y.db?table=t", Source("duckdb", "/x/y.db", "t"), id="slashes"),
        pytest.param("duckdb:y.db?table=s.t", Source("duckdb", "y.db", "s.t"), id="relative"),
        pytest.param(
            "duckdb:y.db?query=SELECT%201&order=a,%20b",
            Source("duckdb", "y.db", query="SELECT 1", order="a, b"),
            id="query",
        ),
        pytest.param(
            "postgresql://mia:p%40ss@db:5433/lend?table=t&sslmode=require",
            Source(
                "postgresql",
                "lend on db",
                "t",
                options={
                    "host": "db",
                    "port": "5433",
                    "user": "mia",
                    "password": "p@ss",
                    "dbname": "lend",
                    "sslmode": "require",
                },
            ),
            id="postgresql",
        ),
        pytest.param("spark:lend.loans", None, id="spark without a table"),
        pytest.param("duckdb:y.db", None, id="neither"),
        pytest.param("duckdb:y.db?table=t&query=SELECT 1", None, id="both"),
        pytest.param("duckdb:y.db?table=t&threads=3", None, id="unknown option"),
        pytest.param("postgresql://db:pass@word@x:y/lend?table=t", None, id="bad port"),
    ],
)
def test_a_name_is_read(name: str | Path, source: Source | None) -> None:
    """A file by its path, a table or a query by an address."""
    if source is not None:
        assert read_source(name) == source
        return
    with pytest.raises(MeasurementError) as refused:
        read_source(name)
    assert "pass" not in str(refused.value)


def test_a_password_is_never_shown() -> None:
    """Neither in a sentence nor in a log of the value."""
    source = read_source("postgresql://mia:secret@db/lend?table=loans")

    assert str(source) == "the table loans in lend on db"
    assert "secret" not in repr(source)


def test_an_address_is_not_looked_up_in_the_data_folder() -> None:
    """A file is."""
    address = "postgresql://db/lend?table=t"

    assert in_folder(Path("/data"), address) == address
    assert in_folder(Path("/data"), "x.csv") == "/data/x.csv"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        pytest.param("SELECT 1; SELECT 2", "single SELECT", id="two"),
        pytest.param("DELETE FROM t", "single SELECT", id="delete"),
        pytest.param("COPY t TO 'x'", "single SELECT", id="copy"),
        pytest.param("SELECT FROM WHERE (", "can't be read", id="nonsense"),
        pytest.param("SELECT * FROM t FOR UPDATE", "only read", id="lock"),
        pytest.param("SELECT * INTO u FROM t", "only read", id="into"),
        pytest.param(
            "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone", "only read", id="with"
        ),
    ],
)
@pytest.mark.parametrize("place", ["postgresql://127.0.0.1:1/x?query=", "spark:?query="])
def test_a_query_is_a_single_select(query: str, why: str, place: str) -> None:
    """Anything else is refused before any engine is asked."""
    name = place + query.replace(";", "%3B")

    with pytest.raises(MeasurementError, match=why):
        open_tables(Sources(name, name))


def test_rows_stay_in_their_engine() -> None:
    """Two engines can't be compared, and the sentence says so."""
    with pytest.raises(MeasurementError, match="the same engine"):
        open_tables(Sources("x.parquet", "postgresql://127.0.0.1:1/x?table=t"))


def test_spark_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed, the sentence says how it is."""
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)

    with pytest.raises(MeasurementError, match="pip install 'lamplighter\\[spark\\]'"):
        open_tables(Sources("spark:?table=lend.loans", "spark:?table=lend.loans"))


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_name_is_said(name: str) -> None:
    """It would be this folder."""
    with pytest.raises(MeasurementError, match=r"^The name of a file or table is empty"):
        read_source(name)


def test_a_folder_of_two_kinds_is_said(tmp_path: Path) -> None:
    """One of them is asked for."""
    for name in ("x.csv", "x.parquet"):
        (tmp_path / name).write_text("a\n1\n", encoding="utf-8")

    with pytest.raises(MeasurementError, match="contains both parquet and CSV files"):
        open_tables(Sources(tmp_path, tmp_path))
