"""The benchmark of large files: its files are the same every time, its table lands in the docs."""

import sys
from pathlib import Path

import duckdb
import pytest

from bench import drift


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files go."""
    monkeypatch.setattr(drift, "FOLDER", tmp_path)
    return tmp_path


def test_the_files_have_thirty_columns_and_one_shift(folder: Path) -> None:
    """The first number of the second file lies 0.3 deviations higher."""
    reference, current = drift.make_files(2_000)

    with duckdb.connect() as connection:
        before, now = (
            connection.execute(f"SELECT avg(normal_0) FROM '{path}'").fetchall()[0][0]  # noqa: S608 - our own
            for path in (reference, current)
        )
        columns = connection.execute(f"DESCRIBE SELECT * FROM '{reference}'").fetchall()  # noqa: S608 - our own
    assert reference.parent == folder
    assert len(columns) == 30
    assert now - before == pytest.approx(0.3, abs=0.1)


@pytest.mark.usefixtures("folder")
def test_files_that_are_there_are_kept() -> None:
    """Made once."""
    first = drift.make_files(500)[0].stat().st_mtime_ns

    assert drift.make_files(500)[0].stat().st_mtime_ns == first


def test_a_process_is_measured() -> None:
    """Its time, its processor time and its peak of memory."""
    took = drift.run([sys.executable, "-c", "x = bytearray(30_000_000)"])

    assert took.seconds > 0
    assert took.peak_mb > 30


def test_the_table_replaces_the_one_before(tmp_path: Path) -> None:
    """Between its marks, and nowhere else."""
    document = tmp_path / "page.md"
    document.write_text("a\n<!-- m -->\nold\n<!-- /m -->\nz\n", encoding="utf-8")

    drift.write("| new |", document, mark="m")

    assert document.read_text(encoding="utf-8") == "a\n<!-- m -->\n| new |\n<!-- /m -->\nz\n"


def test_commands_run_in_turn() -> None:
    """A median of each, by its place."""
    slow, quick = drift.in_turn(
        [[sys.executable, "-c", f"sum(range({size}))"] for size in (30_000_000, 1)], times=3
    )

    assert slow.processor_seconds > quick.processor_seconds > 0


@pytest.mark.usefixtures("folder")
def test_large_files_need_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to a disk without it."""
    monkeypatch.setattr(drift, "BYTES_PER_ROW", 10**12)

    with pytest.raises(SystemExit, match="GB of disk"):
        drift.compare_large()


def test_a_check_is_held_against_its_limits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table's lines, and a sentence for time and one for memory."""
    monkeypatch.setitem(drift.TIMES, 300, 1)
    monkeypatch.setitem(drift.MOST_TIMES_BARE, 300, 0.01)
    monkeypatch.chdir(Path(__file__).parents[2])

    lines, shown = drift.compare(300)

    assert [line.split(",")[0] for line in lines] == ["| bare scan", "| `lamplighter check`"]
    assert [sentence.split(":")[0] for sentence in shown] == ["BROKEN", "holds"]
    assert len(list(folder.glob("*-300.parquet"))) == 2
