"""Files (parquet, CSV) and tables in DuckDB database files, read by the embedded DuckDB."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.adapters.data_sources.csv_files import (
    LEAVING_OUT,
    has_late_surprises,
    is_csv,
    is_misread,
    named_like,
    repeated_names,
    with_options,
    without_uneven_lines,
)
from bot.adapters.data_sources.duckdb_columns import Ask, columns_of
from bot.adapters.data_sources.duckdb_engine import DuckDbEngine
from bot.adapters.data_sources.files import READERS, files_of, reader_of, refuse_unlike
from bot.adapters.data_sources.matching_types import cut, read_alike
from bot.adapters.data_sources.parquet_durations import in_seconds
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
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, REFERENCE, Column
from monitors.profile.sql import quoted, select

PARQUET = READERS[".parquet"]


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
        self.notes: list[str] = []
        self.remarks: dict[str, Mapping[str, str]] = {}
        self.sources = sources
        self.named: Mapping[Path | str, Source] = {}
        self.paths: Mapping[Path | str, Sequence[Path]] = {}
        self.scans: dict[Path | str, str] = {}
        self.made: dict[str, str] = {}
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

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        remarks = self.remarks[relation]
        return [
            replace(column, remark=remarks.get(column.name, ""))
            for column in columns_of(self.query, relation)
        ]

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run one aggregation.

        Raises:
            MeasurementError: DuckDB refused it.
        """
        return self.engine.run(sql).fetchall()

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Run one aggregation that gives numbers alone, and give its columns; NULL is NaN.

        Raises:
            MeasurementError: DuckDB refused it.
        """
        columns = self.engine.run(sql).fetchnumpy().values()
        return [np.ma.filled(column.astype(np.float64), np.nan) for column in columns]

    def show(self, sources: Sources) -> None:
        """Let the relations be other rows of the tables that were opened, or others of them.

        Raises:
            MeasurementError: They can't be read.
        """
        self.sources = sources
        self._define_both(sources, self._alike(sources))

    def _open(self, sources: Sources) -> None:
        self.named = {name: read_source(name) for name in sources.names}
        self.paths = {name: files_of(found) for name, found in self.named.items()}
        scans = {
            name: _in_order(found, self._scan(found, self.paths[name]))
            for name, found in self.named.items()
        }
        self.engine.close_off([path for found in self.paths.values() for path in found])
        for name, source in self.named.items():
            paths = self.paths[name]
            if source.engine == FILES and len(paths) > 1:
                refuse_unlike(source, {path: self._names(source, path) for path in paths})
            scan = self._repaired(source, paths, scans[name])
            if scan.startswith(PARQUET):
                scan = in_seconds(partial(self.engine.ask, str(source)), scan, paths)
            self.scans[name] = scan
        self._name_alike(sources)
        self.show(sources)
        for name, scan in self.scans.items():
            self.notes += repeated_names(partial(self.engine.ask, name), scan, self.paths[name])

    def _name_alike(self, sources: Sources) -> None:
        """Read the names of either table as the other has them, where it has none."""
        both = sources.reference, sources.current
        for one, other in (both, both[::-1]):
            known = {column.name for column in columns_of(self._ask(other), self.scans[other])}
            self.scans[one] = named_like(
                self._ask(one), self.scans[one], self.paths[one][0], known
            )

    def _alike(self, sources: Sources) -> dict[Path | str, str]:
        """Read the types of either table as the other has them, where it has none."""
        alike = {name: self.scans[name] for name in sources.names}
        both = {
            REFERENCE: (sources.reference, sources.current),
            CURRENT: (sources.current, sources.reference),
        }
        for relation, (one, other) in both.items():
            rows = sources.rows if relation == CURRENT else None
            read = read_alike(
                self._ask(one), self._ask(other), self.scans[one], self.scans[other], rows
            )
            alike[one], self.remarks[relation] = read.scan, read.remarks
        return alike

    def _define_both(self, sources: Sources, scans: dict[Path | str, str]) -> None:
        reference = scans[sources.reference]
        scans[sources.current] = self._without_truth(sources, scans[sources.current])
        if sources.reference_rows is not None:
            reference = _window(sources, scans, sources.reference_rows)
        self._define(REFERENCE, self.named[sources.reference], reference)
        rows = None if self._is_whole(sources) else sources.rows
        is_copied = rows is not None or (sources.rows is not None and sources.labels is not None)
        current = _window(sources, scans, rows)
        self._define(CURRENT, self.named[sources.current], current, is_copied=is_copied)

    def _has_misread(self, source: Source, paths: Sequence[Path]) -> bool:
        """Return whether a file has uneven lines that hide where its columns begin and end."""
        return source.engine == FILES and any(
            is_misread(partial(self.engine.ask, path), reader_of(source, [path])) for path in paths
        )

    def _repaired(self, source: Source, paths: Sequence[Path], scan: str) -> str:
        """Look at the whole of a CSV file whose first rows mislead; keep what to say of it."""
        ask = partial(self.engine.ask, str(source))
        if not is_csv(scan) or not (
            self._has_misread(source, paths) or has_late_surprises(ask, scan)
        ):
            return scan
        reader, notes = without_uneven_lines(ask, scan)
        self.notes += notes
        return reader

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

    def _is_whole(self, sources: Sources) -> bool:
        """Return whether a window is all of its parquet files, whose row counts are free."""
        scan = self.scans[sources.current]
        if sources.rows is None or sources.rows.start > 0 or not scan.startswith(PARQUET):
            return False
        try:
            rows = self.engine.ask(sources.current, select("count(*)", scan))
        except MeasurementError:
            return False
        return bool(rows[0][0] <= sources.rows.stop)

    def _names(self, source: Source, path: Path) -> list[str]:
        ask, reader = partial(self.engine.ask, path), reader_of(source, [path])
        if is_misread(ask, reader):
            reader = with_options(reader, LEAVING_OUT)
        return [column.name for column in columns_of(ask, reader)]

    def _ask(self, name: Path | str) -> Ask:
        return partial(self.engine.ask, self.named[name].sentence_start)

    def _scan(self, source: Source, paths: Sequence[Path]) -> str:
        """Write what reads a table: a table function, or a table or query in a database file."""
        if source.engine == FILES:
            return reader_of(source, paths)
        from bot.adapters.data_sources.dialects import in_catalog, only_select  # noqa: PLC0415 - files alone need no sqlglot

        catalog = self.engine.attach(paths[0], source.address)
        if source.query:
            return f"({in_catalog(only_select(source.query, 'duckdb'), catalog)})"
        return ".".join(map(quoted, [catalog, *source.table.split(".")]))

    def _define(self, name: str, source: Source, scan: str, *, is_copied: bool = False) -> None:
        """Name a table; a copy is made of what would be cut out or parsed again at each query."""
        what = "TABLE" if is_copied or is_csv(scan) else "VIEW"
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


def _window(sources: Sources, scans: Mapping[Path | str, str], rows: range | None) -> str:
    """Cut rows out of the current table, and join the truth."""
    scan = cut(scans[sources.current], rows)
    if sources.labels is None:
        return scan
    return f"({with_labels(scan, scans[sources.labels.path], sources.labels)})"
