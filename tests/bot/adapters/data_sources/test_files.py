"""Which files a folder holds."""

from pathlib import Path

import pytest

from bot.adapters.data_sources.files import files_of
from bot.adapters.data_sources.source import FILES, Source
from monitors.errors import MeasurementError

FOLDERS = {
    "what Spark writes": (
        ["part-00000-1f.snappy.parquet", "_SUCCESS", ".part-00000-1f.snappy.parquet.crc",
         "._SUCCESS.crc", "_metadata.parquet", "part-00001-1f.snappy.parquet"],
        ["part-00000-1f.snappy.parquet", "part-00001-1f.snappy.parquet"],
    ),
    "what Spark writes of partitions": (
        ["part=1/part-0.csv", "part=1/.part-0.csv.crc", "part=2/part-0.csv", "_SUCCESS",
         "_temporary/0/part-9.csv"],
        ["part=1/part-0.csv", "part=2/part-0.csv"],
    ),
    "what a Mac adds": (["a.csv", "._a.csv", ".DS_Store"], ["a.csv"]),
    "tabs": (["a.tsv", "b.TSV.gz", "notes.txt"], ["a.tsv", "b.TSV.gz"]),
}  # fmt: skip


@pytest.mark.parametrize(("there", "read"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_holds_what_has_rows(tmp_path: Path, there: list[str], read: list[str]) -> None:
    """And not what other programs keep beside them."""
    for name in there:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("k,x")

    found = files_of(Source(FILES, str(tmp_path)))

    assert [str(path.relative_to(tmp_path.resolve())) for path in found] == sorted(read)


def test_an_empty_part_is_left_out(tmp_path: Path) -> None:
    """Spark writes one where a part has no rows."""
    (tmp_path / "part-0.csv").write_text("k,x\n")
    (tmp_path / "part-1.csv").touch()

    assert files_of(Source(FILES, str(tmp_path))) == [(tmp_path / "part-0.csv").resolve()]


def test_a_delta_table_is_refused(tmp_path: Path) -> None:
    """Its files hold rows that were removed too."""
    (tmp_path / "_delta_log").mkdir()
    (tmp_path / "part-0.parquet").touch()

    with pytest.raises(MeasurementError, match="is a Delta table"):
        files_of(Source(FILES, str(tmp_path)))
