"""Tables in files: parquet as it is, CSV as text; what names, partitions and indexes they have."""

import json
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

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
from monitors.profile.sql import quoted, select

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

    def renamed(self, names: Mapping[str, str]) -> Self:
        """Read some columns under other names."""
        if not names:
            return self
        listed = ", ".join(f"{quoted(old)} AS {quoted(new)}" for old, new in names.items())
        return replace(
            self,
            scan=f"({select(f'* RENAME ({listed})', self.scan)})",
            untyped=frozenset(names.get(name, name) for name in self.untyped),
            indexes=frozenset(names.get(name, name) for name in self.indexes),
        )


def index_columns(metadata: bytes) -> list[str]:
    """Name the columns that pandas wrote of a table's index, by its own metadata."""
    try:
        told = json.loads(metadata)["index_columns"]
        return [name for name in told if isinstance(name, str)]
    except (ValueError, KeyError, TypeError):
        return []


def same_names(own: Sequence[str], beside: Sequence[str]) -> dict[str, str]:
    """Find names that differ from those beside only by how Unicode composes their letters."""
    composed = {unicodedata.normalize("NFC", name): name for name in beside}
    alike = {name: composed.get(unicodedata.normalize("NFC", name), name) for name in own}
    return {name: other for name, other in alike.items() if other not in own}


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
        columns = self._by_file(found, known) if len(found.paths) > 1 else {}
        if columns:
            refuse_unlike(found.source, columns)
        partitions = partitions_of(found.paths) if self.has_partitions else []
        notes = [] if self.has_partitions else _untold_partitions(found)
        if not found.csv:
            is_uneven = len({frozenset(names) for names in columns.values()}) > 1
            return self._parquet(found, partitions, is_uneven=is_uneven), notes
        from bot.adapters.data_sources.csv_files import load  # noqa: PLC0415 - parquet needs none of it

        header = found.csv[0].header(known)
        table = f"{CSV_TABLE}{self.made}"
        self.made += 1
        notes += load(ask, table, found.csv, header.names, partitions)
        _drop_blank(ask, table, header.unnamed)
        untyped = frozenset(column.name for column in columns_of(ask, table))
        delimiter = found.csv[0].dialect.delimiter
        indexes = frozenset(header.indexes)
        return Table(table, untyped, indexes, delimiter), [*found.notes, *notes, *header.notes]

    def _parquet(self, found: FoundFiles, partitions: Sequence[str], *, is_uneven: bool) -> Table:
        own = self.names(found)
        added = [key for key in partitions if key not in own]
        indexes = self._indexes(found.paths[0])
        ask = partial(self.engine.ask, str(found.source))
        scan = in_seconds(ask, parquet_scan(found.paths, added, is_by_name=is_uneven), found.paths)
        return Table(scan, frozenset(added), indexes)

    def _indexes(self, path: Path) -> frozenset[str]:
        """Name the columns that pandas wrote of a table's index."""
        asked = select(
            "value", f"parquet_kv_metadata({text(str(path))})", "WHERE key = 'pandas'::BLOB"
        )
        rows = self.engine.ask(path, asked)
        return frozenset(index_columns(rows[0][0]) if rows else [])

    def _by_file(self, found: FoundFiles, known: Collection[str]) -> dict[Path, list[str]]:
        """List the columns of each file."""
        if found.csv:
            return {file.path: list(file.header(known).names) for file in found.csv}
        return {path: self.names(FoundFiles(found.source, [path])) for path in found.paths}


def _drop_blank(ask: Ask, table: str, unnamed: Sequence[str]) -> None:
    """Drop columns without a name and without values, as of a comma at the end of each line."""
    for name in unnamed:
        filled = f"WHERE trim({quoted(name)}) <> ''"
        ((count,),) = ask(select("count(*)", table, filled))
        if not count:
            ask(f"ALTER TABLE {table} DROP COLUMN {quoted(name)}")


def _untold_partitions(found: FoundFiles) -> list[str]:
    """Return a note if a folder's files were found in folders named `key=value`."""
    root = Path(found.source.address)
    if not root.is_dir() or found.paths[0].parent == root.resolve():
        return []
    keys = partitions_of([path.relative_to(root.resolve()) for path in found.paths])
    named = f"The folders in {root.name} are named by {' and '.join(keys)}"
    return [f"{named}, which isn't read. Add --partitions to read it as a column."]
