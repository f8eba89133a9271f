"""Tables in files: parquet as it is, CSV as text; what names, partitions and indexes they have."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.adapters.data_sources.duckdb_columns import Ask, columns_of
from bot.adapters.data_sources.duckdb_engine import DuckDbEngine
from bot.adapters.data_sources.files import (
    CSV,
    CSV_TABLE,
    parquet_scan,
    partitions_of,
    reader_of,
    refuse_unlike,
    text,
)
from bot.adapters.data_sources.parquet_durations import in_seconds
from bot.adapters.data_sources.source import Source
from monitors.profile.sql import select

if TYPE_CHECKING:
    from bot.adapters.data_sources.csv_files import CsvFile


@dataclass(frozen=True)
class Table:
    """What reads a table.

    Attributes:
        scan: To stand after FROM.
        untyped: Its columns that are text because nothing says otherwise.
        indexes: Its columns that are an index, not data.
        delimiter: Between the fields of a CSV file.
    """

    scan: str
    untyped: frozenset[str] = frozenset()
    indexes: frozenset[str] = frozenset()
    delimiter: str = ""


@dataclass(frozen=True)
class FoundFiles:
    """The files of one table; `csv` is empty for parquet, `notes` are on their encoding."""

    source: Source
    paths: Sequence[Path]
    csv: "Sequence[CsvFile]" = ()
    notes: Sequence[str] = ()


@dataclass
class StoredFiles:
    """Reads tables of files into an engine; `copies` are files in UTF-8 that it has to see."""

    engine: DuckDbEngine
    has_partitions: bool = False
    copies: list[Path] = field(default_factory=list)
    made: int = 0

    def found(self, source: Source, paths: Sequence[Path]) -> FoundFiles:
        """Look at how the files of a table are written, before the engine is closed off.

        Raises:
            MeasurementError: They are of no kind that can be read, or of several.
        """
        if reader_of(source, paths) != CSV:
            return FoundFiles(source, paths)
        from bot.adapters.data_sources.csv_dialect import dialect_of  # noqa: PLC0415 - parquet needs none of it
        from bot.adapters.data_sources.csv_encoding import as_utf8  # noqa: PLC0415 - parquet needs none of it
        from bot.adapters.data_sources.csv_files import CsvFile  # noqa: PLC0415 - parquet needs none of it

        found = [as_utf8(path, Path(self.engine.folder.name)) for path in paths]
        own = [one.path for one in found]
        self.copies += own
        files = [CsvFile(path, dialect_of(path)) for path in own]
        return FoundFiles(source, paths, files, [one.note for one in found if one.note])

    def names(self, found: FoundFiles) -> list[str]:
        """List a table's columns as its first file has them."""
        if found.csv:
            return list(found.csv[0].header().names)
        ask = partial(self.engine.ask, found.paths[0])
        return [column.name for column in columns_of(ask, parquet_scan(found.paths[:1]))]

    def read(self, ask: Ask, found: FoundFiles, known: Collection[str]) -> tuple[Table, list[str]]:
        """Read a table's files.

        Args:
            ask: Runs SQL.
            found: The files.
            known: The names that the table beside it has.

        Returns:
            The table, and sentences on what isn't read as it is written.

        Raises:
            MeasurementError: They can't be read.
        """
        if len(found.paths) > 1:
            self._refuse_unlike(found, known)
        partitions = partitions_of(found.paths) if self.has_partitions else []
        notes = [] if self.has_partitions else _untold_partitions(found)
        if not found.csv:
            return self._parquet(found, partitions), notes
        from bot.adapters.data_sources.csv_files import load  # noqa: PLC0415 - parquet needs none of it

        header = found.csv[0].header(known)
        table = f"{CSV_TABLE}{self.made}"
        self.made += 1
        notes += load(ask, table, found.csv, header.names, partitions)
        columns = frozenset(column.name for column in columns_of(ask, table))
        indexes = frozenset({header.index} - {""})
        delimiter = found.csv[0].dialect.delimiter
        return Table(table, columns, indexes, delimiter), [*found.notes, *notes, *header.notes]

    def _parquet(self, found: FoundFiles, partitions: Sequence[str]) -> Table:
        own = self.names(found)
        added = [key for key in partitions if key not in own]
        indexes = self._indexes(found.paths[0])
        ask = partial(self.engine.ask, str(found.source))
        scan = in_seconds(ask, parquet_scan(found.paths, added), found.paths)
        return Table(scan, frozenset(added), indexes)

    def _indexes(self, path: Path) -> frozenset[str]:
        """Name the columns that pandas wrote of a table's index."""
        asked = select(
            "value", f"parquet_kv_metadata({text(str(path))})", "WHERE key = 'pandas'::BLOB"
        )
        rows = self.engine.ask(path, asked)
        try:
            told = json.loads(rows[0][0])["index_columns"] if rows else []
            return frozenset(name for name in told if isinstance(name, str))
        except (ValueError, KeyError, TypeError):
            return frozenset()

    def _refuse_unlike(self, found: FoundFiles, known: Collection[str]) -> None:
        if found.csv:
            columns = {file.path: list(file.header(known).names) for file in found.csv}
        else:
            columns = {path: self.names(FoundFiles(found.source, [path])) for path in found.paths}
        refuse_unlike(found.source, columns)


def _untold_partitions(found: FoundFiles) -> list[str]:
    """Return a note if a folder's files were found in folders named `key=value`."""
    root = Path(found.source.address)
    if not root.is_dir() or found.paths[0].parent == root.resolve():
        return []
    keys = partitions_of([path.relative_to(root.resolve()) for path in found.paths])
    named = f"The folders in {root.name} are named by {' and '.join(keys)}"
    return [f"{named}, which isn't read. Add --partitions to read it as a column."]
