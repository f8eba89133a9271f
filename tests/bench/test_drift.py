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
    document.write_text(f"a\n{drift.START}\nold\n{drift.END}\nz\n", encoding="utf-8")

    drift.write("| new |", document)

    assert document.read_text(encoding="utf-8") == (f"a\n{drift.START}\n| new |\n{drift.END}\nz\n")
