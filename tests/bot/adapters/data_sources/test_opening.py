"""Tables are opened once; after that the two relations may be other rows of them."""

from pathlib import Path

import duckdb
import pytest

from bot.adapters.data_sources.opening import OpenTables, open_tables, showing
from bot.adapters.data_sources.source import Labels, Sources
from monitors.errors import MeasurementError
from tests.bot.adapters.data_sources.conftest import Stored

BEFORE = "SELECT range AS id, range % 7 AS size FROM range(50)"
NOW = "SELECT range AS id, range % 5 AS size FROM range(100, 300)"


def seen(tables: OpenTables) -> tuple[int, int, int]:
    """Count the rows of both relations, and give the current table's first id."""
    ((before,),) = tables.query("SELECT count(*) FROM reference")
    ((now, first),) = tables.query("SELECT count(*), min(id) FROM current")
    return int(before), int(now), int(first)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A reference, a current table and its truth, as parquet and as CSV."""
    with duckdb.connect() as connection:
        truth = f"SELECT id, size > 2 AS truth FROM ({NOW})"  # noqa: S608 - ours
        for name, query in (("before", BEFORE), ("now", NOW), ("truth", truth)):
            for kind in ("parquet", "csv"):
                connection.execute(f"COPY ({query}) TO '{tmp_path}/{name}.{kind}'")
    return tmp_path


@pytest.mark.postgres
def test_each_engine_shows_other_rows_of_what_it_opened(stored: Stored) -> None:
    """Two windows, the whole of the current table, and windows as the reference."""
    for engine, places in stored(BEFORE, NOW).items():
        order = "&order=id" if engine == "postgresql" else ""
        before, now = (f"{place}{order}" for place in places)
        with open_tables(Sources(before, now, rows=range(40))) as tables:
            found = [seen(tables)]
            for other in (
                Sources(before, now, rows=range(40, 80)),
                Sources(now, now),
                Sources(before, now, rows=range(80, 120), reference_rows=range(80)),
                Sources(before, before),
            ):
                tables.show(other)
                found.append(seen(tables))

        assert found == [
            (50, 40, 100),
            (50, 40, 140),
            (200, 200, 100),
            (80, 40, 180),
            (50, 50, 0),
        ], engine


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_windows_with_truth_are_shown_one_after_the_other(folder: Path, kind: str) -> None:
    """Copies and views take turns; the truth is joined to each window."""
    before, now = folder / f"before.{kind}", folder / f"now.{kind}"
    labels = Labels(folder / f"truth.{kind}", "id", "truth")
    first = Sources(before, now, rows=range(50), labels=labels)

    with open_tables(first) as tables:
        tables.show(Sources(now, now))
        whole = [column.name for column in tables.columns("current")]
        tables.show(Sources(before, now, rows=range(50, 100), labels=labels))
        told = tables.query("SELECT count(*), count(truth), min(id) FROM current")

    assert whole == ["id", "size"]
    assert told == [(50, 50, 150)]


def test_after_a_look_at_other_rows_the_former_ones_are_back(folder: Path) -> None:
    """Also where the look failed."""
    before, now = folder / "before.parquet", folder / "now.parquet"

    with open_tables(Sources(before, now, rows=range(40))) as tables:
        with showing(tables, Sources(before, before)) as shown:
            assert shown.query("SELECT count(*) FROM current") == [(50,)]
        with pytest.raises(MeasurementError), showing(tables, Sources(before, before)) as shown:
            shown.query("SELECT nothing FROM current")

        assert seen(tables) == (50, 40, 100)
