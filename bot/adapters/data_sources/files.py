"""Data files by path: a file, a folder or a glob of parquet or CSV."""

import re
from collections.abc import Sequence
from pathlib import Path

from bot.adapters.data_sources.source import Source
from monitors.errors import MeasurementError
from monitors.profile.engine import INDEX
from monitors.profile.sql import quoted, select

CSV, PARQUET = "read_csv", "read_parquet"
READERS = {".parquet": PARQUET} | dict.fromkeys((".csv", ".csv.gz", ".tsv", ".tsv.gz"), CSV)
DELTA = "_delta_log"
CSV_TABLE = "lamplighter_csv_"
MOST_NAMED = 5
PARTITION = re.compile(r"([^=/]+)=([^/]*)")
NO_PARTITION = "__HIVE_DEFAULT_PARTITION__"
FILE_COLUMN = "lamplighter_file"
ITS_FILE = f"filename = '{FILE_COLUMN}'"


def files_of(source: Source) -> list[Path]:
    """List what a file, a folder or a glob names, in order.

    A folder without files of its own may hold them in folders named `key=value`.

    Raises:
        MeasurementError: Nothing is there.
    """
    path = Path(source.address)
    if path.is_file():
        return [path.resolve()]
    if path.is_dir():
        _refuse_delta(path)
        found = _filled([child for child in path.iterdir() if _is_data(child)])
        found = found or _filled(_in_partitions(path))
    else:
        found = _matching(path)
    if not found and path.is_dir():
        raise MeasurementError(f"The folder {path} contains no parquet or CSV file.")
    if not found:
        raise MeasurementError(f"There is no file {path}.")
    return sorted(child.resolve() for child in found)


def _refuse_delta(folder: Path) -> None:
    """Refuse a Delta table, whose files also hold rows that are in it no longer.

    Raises:
        MeasurementError: It is one.
    """
    if (folder / DELTA).is_dir():
        raise MeasurementError(
            f"The folder {folder} is a Delta table: its files also contain rows that were "
            "replaced or removed. Read it with Spark, or write it to a folder of parquet files."
        )


def _is_data(child: Path) -> bool:
    """Return whether this is a file with rows, and none that Spark or a Mac keeps beside them."""
    return child.is_file() and bool(_reader(child)) and not child.name.startswith((".", "_"))


def _filled(found: list[Path]) -> list[Path]:
    """Leave out empty files, which Spark writes of parts without rows, unless all are empty."""
    return [child for child in found if child.stat().st_size] or found


def _in_partitions(folder: Path) -> list[Path]:
    """List the files in folders named `key=value`, however deep, but for what is hidden."""
    return [
        child
        for child in folder.rglob("*")
        if _is_data(child)
        and all(map(PARTITION.fullmatch, child.relative_to(folder).parent.parts))
    ]


def _matching(path: Path) -> list[Path]:
    """List the files that a pattern names, in its last part or in folders too."""
    if path.parent.is_dir():
        return list(path.parent.glob(path.name)) if set("*?[") & set(path.name) else []
    parts = path.parts
    first = next((place for place, part in enumerate(parts) if set("*?[") & set(part)), None)
    if first is None:
        return []
    found = Path(*parts[:first]).glob("/".join(parts[first:]))
    return [child for child in found if child.is_file()]


def partitions_of(paths: Sequence[Path]) -> list[str]:
    """Name the columns that the names of all files' folders hold, as `month=2026-01` does."""
    named = [
        [found[1] for part in path.parent.parts if (found := PARTITION.fullmatch(part))]
        for path in paths
    ]
    return [key for key in dict.fromkeys(named[0]) if all(key in keys for keys in named)]


def partition_sql(key: str) -> str:
    """Write SQL that reads a partition's value, as text, off the path of a row's file."""
    pattern = text(f"/{re.escape(key)}=([^/]*)/")
    value = f"url_decode(regexp_extract({FILE_COLUMN}, {pattern}, 1))"
    return f"nullif(nullif({value}, '{NO_PARTITION}'), '')"


def reader_of(source: Source, paths: Sequence[Path]) -> str:
    """Return the table function that reads files.

    Raises:
        MeasurementError: They are neither parquet nor CSV, or both.
    """
    readers = {reader for found in paths if (reader := _reader(found))}
    if len(readers) > 1:
        raise MeasurementError(
            f"{source} contains both parquet and CSV files. Choose one kind, such as *.parquet."
        )
    if not readers:
        raise MeasurementError(
            f"{source} is neither parquet nor CSV (.parquet, .csv, .csv.gz, .tsv or .tsv.gz)."
        )
    return readers.pop()


def parquet_scan(
    paths: Sequence[Path], partitions: Sequence[str] = (), *, is_by_name: bool = False
) -> str:
    """Write what reads parquet files: what is in them, and partitions only where asked.

    Args:
        paths: The files.
        partitions: Columns whose values are in the names of the files' folders.
        is_by_name: Whether some files lack a column, which is missing there.
    """
    options = "hive_partitioning = false" + ", union_by_name = true" * is_by_name
    listed = ", ".join(text(str(found)) for found in paths)
    if not partitions:
        return f"{PARQUET}([{listed}], {options})"
    reader = f"{PARQUET}([{listed}], {ITS_FILE}, {options})"
    added = ", ".join(f"{partition_sql(key)} AS {quoted(key)}" for key in partitions)
    return f"({select(f'* EXCLUDE ({FILE_COLUMN}), {added}', reader)})"


def refuse_unlike(source: Source, columns: dict[Path, list[str]]) -> None:
    """Refuse files that lack columns of the first one, but for an index of pandas.

    Raises:
        MeasurementError: Some do; the message names them.
    """
    first, *others = columns
    lacking = [
        f"{file.name} lacks {_listed(lost)}"
        for file in others
        if (
            lost := [
                name
                for name in columns[first]
                if name not in columns[file] and not INDEX.fullmatch(name)
            ]
        )
    ]
    if lacking:
        raise MeasurementError(
            f"Some files in {source} lack columns that {first.name} has: {_listed(lacking, '; ')}."
        )


def text(value: str) -> str:
    """Quote a text for DuckDB."""
    return "'" + value.replace("'", "''") + "'"


def _listed(names: Sequence[str], between: str = ", ") -> str:
    """Write the first few of a list."""
    more = f"{between}and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return between.join(names[:MOST_NAMED]) + more


def _reader(path: Path) -> str | None:
    name = path.name.lower()
    return next((READERS[ending] for ending in READERS if name.endswith(ending)), None)
