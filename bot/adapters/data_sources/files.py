"""Data files by path: a file, a folder or a glob of parquet or CSV."""

from collections.abc import Sequence
from pathlib import Path

from bot.adapters.data_sources.source import Source
from monitors.errors import MeasurementError

READERS = {".parquet": "read_parquet", ".csv": "read_csv", ".csv.gz": "read_csv"}
MOST_NAMED = 5


def files_of(source: Source) -> list[Path]:
    """List what a file, a folder or a glob names, in order.

    Raises:
        MeasurementError: Nothing is there.
    """
    path = Path(source.address)
    if path.is_file():
        return [path.resolve()]
    if path.is_dir():
        found = [child for child in path.iterdir() if child.is_file() and _reader(child)]
    else:
        found = list(path.parent.glob(path.name)) if set("*?[") & set(path.name) else []
    if not found and path.is_dir():
        raise MeasurementError(f"The folder {path} contains no parquet or CSV file.")
    if not found:
        raise MeasurementError(f"There is no file {path}.")
    return sorted(child.resolve() for child in found)


def reader_of(source: Source, paths: Sequence[Path]) -> str:
    """Write the table function that reads files.

    Raises:
        MeasurementError: They are neither parquet nor CSV, or both.
    """
    readers = {reader for found in paths if (reader := _reader(found))}
    if len(readers) > 1:
        raise MeasurementError(
            f"{source} contains both parquet and CSV files. Choose one kind, such as *.parquet."
        )
    if not readers:
        raise MeasurementError(f"{source} is neither parquet nor CSV (.parquet, .csv or .csv.gz).")
    listed = ", ".join(text(str(found)) for found in paths)
    return f"{readers.pop()}([{listed}])"


def refuse_unlike(source: Source, columns: dict[Path, list[str]]) -> None:
    """Refuse files that lack columns of the first one.

    Raises:
        MeasurementError: Some do; the message names them.
    """
    first, *others = columns
    lacking = [
        f"{file.name} lacks {_listed(lost)}"
        for file in others
        if (lost := [name for name in columns[first] if name not in columns[file]])
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
