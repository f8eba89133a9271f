"""Files (parquet, CSV) and tables in DuckDB database files, read by the embedded DuckDB."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.adapters.data_sources.duckdb_columns import Alike, Ask, are_all_typed, columns_of, cut
from bot.adapters.data_sources.duckdb_engine import DuckDbEngine
from bot.adapters.data_sources.files import CSV_TABLE, PARQUET, files_of
from bot.adapters.data_sources.source import (
    FILES,
    NO_HURRY,
    Source,
    Sources,
    TimeLimit,
    TimeLimitError,
    read_source,
    with_labels,
)
from bot.adapters.data_sources.stored_files import StoredFiles, Table, same_names
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, REFERENCE, Column
from monitors.profile.sql import quoted, select

if TYPE_CHECKING:
    from bot.adapters.data_sources.text_sides import Side


def build(sources: Sources, limit: TimeLimit) -> "DuckDbTables":
    """Open the tables.

    Raises:
        MeasurementError: A table can't be found or read; the sentence says which.
    """
    return DuckDbTables(sources, limit)


class DuckDbTables:
    """The relations `reference` and `current`, in a closed-off DuckDB; `notes` are sentences.

    Raises:
        MeasurementError: A table can't be found or read; the sentence says which.
    """

    def __init__(self, sources: Sources, limit: TimeLimit = NO_HURRY) -> None:
        self.engine = DuckDbEngine(limit)
        self.read: dict[str, Alike] = {}
        self.sources = sources
        self.named: Mapping[Path | str, Source] = {}
        self.paths: Mapping[Path | str, Sequence[Path]] = {}
        self.tables: dict[Path | str, Table] = {}
        self.missing = sources.missing
        self.doubts: list[str] = []
        self.steady: list[str] = []
        self.unmet: list[str] = []
        self.made: dict[str, str] = {}
        self.described: dict[str, list[Column]] = {}
        try:
            self._open(sources)
        except (MeasurementError, TimeLimitError):
            self.__exit__()
            raise

    def __enter__(self) -> Self:
        """Use in a `with` block, which closes the engine."""
        return self

    def __exit__(self, *told: object) -> None:
        """Close the engine."""
        self.engine.close()

    @property
    def notes(self) -> list[str]:
        """What isn't read exactly as it is in the tables, in sentences."""
        return [*self.steady, *self.doubts, *self.unmet]

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        read = self.read[relation]
        both = self.sources.reference, self.sources.current
        indexes = {index for name in both for index in self.tables[name].indexes}
        if relation not in self.described:
            self.described[relation] = columns_of(self.query, relation)
        return [
            replace(
                column,
                remark=read.remarks.get(column.name, ""),
                told=read.told.get(column.name, ""),
                is_index=column.name in indexes,
            )
            for column in self.described[relation]
        ]

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run one aggregation.

        Raises:
            MeasurementError: DuckDB refused it.
        """
        return self.engine.rows(sql)

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Run one aggregation that gives numbers alone, and give its columns; NULL is NaN.

        Raises:
            MeasurementError: DuckDB refused it.
        """
        columns = self.engine.columns(sql).values()
        return [np.ma.filled(column.astype(np.float64), np.nan) for column in columns]

    def show(self, sources: Sources) -> None:
        """Let the relations be other rows of the tables that were opened, or others of them.

        Raises:
            MeasurementError: They can't be read.
        """
        self.sources = sources
        self.described.clear()
        self._define_both(sources, self._alike(sources))

    def _open(self, sources: Sources) -> None:
        self.named = {name: read_source(name) for name in sources.names}
        self.paths = {name: files_of(found) for name, found in self.named.items()}
        files = StoredFiles(self.engine, has_partitions=sources.partitions)
        stored = {
            name: files.found(source, self.paths[name])
            for name, source in self.named.items()
            if source.engine == FILES
        }
        scans = {
            name: _in_order(source, self._scan(source, self.paths[name]))
            for name, source in self.named.items()
            if name not in stored
        }
        self.engine.close_off(
            [path for paths in self.paths.values() for path in paths] + files.copies
        )
        self.tables = {name: Table(scan) for name, scan in scans.items()}
        both = sources.reference, sources.current
        known = {
            name: files.names(stored[name]) if name in stored else self._names(name, scans[name])
            for name in self.named
        }
        beside = {both[0]: known[both[1]], both[1]: known[both[0]]}
        for name, found in stored.items():
            self.tables[name], notes = files.read(self._ask(name), found, beside.get(name, ()))
            self.steady += notes
        self._let_names_meet(sources.current, known[sources.reference])
        self.show(sources)

    def _let_names_meet(self, current: Path | str, known: Sequence[str]) -> None:
        """Call the current columns as the reference does, however Unicode composes letters."""
        if not all(map(str.isascii, known)):
            table = self.tables[current]
            same = same_names(self._names(current, table.scan), known)
            self.tables[current] = table.renamed(same)

    def _alike(self, sources: Sources) -> dict[Path | str, str]:
        """Read the types of either table as the other has them, where it has none."""
        scans = {name: self.tables[name].scan for name in sources.names}
        if not self.missing and all(self._is_typed(name) for name in scans):
            self.read = {relation: Alike("") for relation in (REFERENCE, CURRENT)}
            return scans
        from bot.adapters.data_sources.matching_types import read_alike  # noqa: PLC0415 - typed tables need none of it

        reference = self._side(sources.reference)
        current = self._side(sources.current, sources.rows)
        *both, self.doubts = read_alike(reference, current)
        self.read = dict(zip((REFERENCE, CURRENT), both, strict=True))
        if sources.labels and sources.labels.path not in {sources.reference, sources.current}:
            scans[sources.labels.path] = read_alike(self._side(sources.labels.path), reference)[
                0
            ].scan
        for name, alike in zip((sources.reference, sources.current), both, strict=True):
            scans[name] = alike.scan
        return scans

    def _is_typed(self, name: Path | str) -> bool:
        table = self.tables[name]
        return not table.untyped and are_all_typed(columns_of(self._ask(name), table.scan))

    def _side(self, name: Path | str, rows: range | None = None) -> "Side":
        from bot.adapters.data_sources.text_sides import Side  # noqa: PLC0415 - typed tables need none of it

        table, source = self.tables[name], self.named[name]
        known = Path(source.address).name if source.engine == FILES else str(source)
        return Side(
            self._ask(name),
            table.scan,
            known,
            table.untyped,
            table.delimiter,
            rows,
            self.missing,
        )

    def _define_both(self, sources: Sources, scans: dict[Path | str, str]) -> None:
        reference = scans[sources.reference]
        is_alike = self._ids_are_alike(sources, scans)
        scans[sources.current] = self._without_truth(sources, scans[sources.current])
        if sources.reference_rows is not None:
            reference = _window(sources, scans, sources.reference_rows, is_alike=is_alike)
        self._define(REFERENCE, self.named[sources.reference], reference)
        rows = None if self._is_whole(sources) else sources.rows
        is_copied = rows is not None or (sources.rows is not None and sources.labels is not None)
        current = _window(sources, scans, rows, is_alike=is_alike)
        self._define(CURRENT, self.named[sources.current], current, is_copied=is_copied)

    def _without_truth(self, sources: Sources, scan: str) -> str:
        """Leave out the truth that a table holds itself, where it is joined: there it has come."""
        if sources.labels is None or sources.labels.path == sources.current:
            return scan
        target = sources.labels.target.lower()
        names = [
            column.name for column in columns_of(partial(self.engine.ask, sources.current), scan)
        ]
        own = [name for name in names if name.lower() == target]
        return f"({select(f'* EXCLUDE ({quoted(own[0])})', scan)})" if own else scan

    def _ids_are_alike(self, sources: Sources, scans: Mapping[Path | str, str]) -> bool:
        """Return whether the ids of labels and current rows have one type; note if none meet."""
        if sources.labels is None:
            return True
        from bot.adapters.data_sources.joined_labels import ids_of  # noqa: PLC0415 - labels alone need it

        names = sources.current, sources.labels.path
        ids = ids_of([(name, self._ask(name), scans[name]) for name in names], sources.labels)
        both = scans[names[0]], scans[names[1]]
        self.unmet = ids.note(self._ask(names[0]), *both, sources.labels)
        return ids.are_alike

    def _is_whole(self, sources: Sources) -> bool:
        """Return whether a window is all of its parquet files, whose row counts are free."""
        scan = self.tables[sources.current].scan
        if sources.rows is None or sources.rows.start > 0 or not scan.startswith(PARQUET):
            return False
        try:
            rows = self.engine.ask(sources.current, select("count(*)", scan))
        except MeasurementError:
            return False
        return bool(rows[0][0] <= sources.rows.stop)

    def _names(self, name: Path | str, scan: str) -> list[str]:
        return [column.name for column in columns_of(self._ask(name), scan)]

    def _ask(self, name: Path | str) -> Ask:
        return partial(self.engine.ask, self.named[name].sentence_start)

    def _scan(self, source: Source, paths: Sequence[Path]) -> str:
        """Write what reads a table or query in a database file."""
        from bot.adapters.data_sources.dialects import in_catalog, only_select  # noqa: PLC0415 - files alone need no sqlglot

        catalog = self.engine.attach(paths[0], source.address)
        if source.query:
            return f"({in_catalog(only_select(source.query, 'duckdb'), catalog)})"
        return ".".join(map(quoted, [catalog, *source.table.split(".")]))

    def _define(self, name: str, source: Source, scan: str, *, is_copied: bool = False) -> None:
        """Name a table; a copy is made of what would be cut out or parsed again at each query."""
        what = "TABLE" if is_copied or CSV_TABLE in scan else "VIEW"
        ask = partial(self.engine.ask, source.sentence_start)
        if name in self.made:
            ask(f"DROP {self.made.pop(name)} {name}")
        ask(f"CREATE {what} {name} AS {select('*', scan)}")
        self.made[name] = what
        ask(select("count(*)", name))


def _in_order(source: Source, scan: str) -> str:
    if not source.names_of_order:
        return scan
    order = ", ".join(map(quoted, source.names_of_order))
    return f"({select('*', scan, f'ORDER BY {order}')})"


def _window(
    sources: Sources, scans: Mapping[Path | str, str], rows: range | None, *, is_alike: bool
) -> str:
    """Cut rows out of the current table, and join the truth."""
    scan = cut(scans[sources.current], rows)
    if sources.labels is None:
        return scan
    truth = scans[sources.labels.path]
    return f"({with_labels(scan, truth, sources.labels, is_alike=is_alike)})"
