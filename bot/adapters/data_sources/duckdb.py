"""Parquet and CSV files, read by the embedded DuckDB; rows stay in the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
from numpy.typing import NDArray

from monitors.errors import MonitorError
from monitors.profile.tables import CURRENT, REFERENCE, Column, Kind, quoted

NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
           "UINTEGER", "UBIGINT", "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL", '"NULL"')  # fmt: skip
CATEGORIES = ("VARCHAR", "BOOLEAN", "ENUM", "UUID")
TIMES = ("DATE", "TIMESTAMP")
READERS = {".parquet": "read_parquet", ".csv": "read_csv", ".csv.gz": "read_csv"}
MEMORY_LIMIT = "400MB"
SECONDS_PER_QUERY = 600.0
LONGEST_REASON = 200
MOST_NAMED = 5
ENGINE_ERRORS = (duckdb.Error, UnicodeDecodeError)


@dataclass(frozen=True)
class Labels:
    """A file with the truth, joined by an id that both files have."""

    path: Path
    id_column: str
    target: str


@dataclass(frozen=True)
class Files:
    """Which files are compared; `rows` cuts a window out of the current one, in file order.

    With `reference_rows` the reference is cut out of the current file too: earlier windows.
    """

    reference: Path
    current: Path
    rows: tuple[int, int] | None = None
    labels: Labels | None = None
    reference_rows: tuple[int, int] | None = None


class TimeLimitError(Exception):
    """A query ran past a limit that stops the whole check; the text is a sentence."""


class DuckDbTables:
    """The relations `reference` and `current` over files, in a closed-off DuckDB.

    Args:
        files: What is compared.
        seconds_per_query: A query that takes longer fails like any other.
        stop_after: Instead: seconds after which a query ends all, by a TimeLimitError.

    Raises:
        MonitorError: A file can't be found or read; the sentence says which.
    """

    def __init__(
        self,
        files: Files,
        seconds_per_query: float = SECONDS_PER_QUERY,
        stop_after: float | None = None,
    ) -> None:
        self.connection = duckdb.connect(":memory:")
        self.seconds_per_query = seconds_per_query if stop_after is None else stop_after
        self.is_stopped_by_limit = stop_after is not None
        try:
            self._open(files)
        except (MonitorError, TimeLimitError):
            self.connection.close()
            raise

    def __enter__(self) -> Self:
        """Use in a `with` block, which closes the engine."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the engine."""
        self.connection.close()

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        rows = self.query(f"DESCRIBE {relation}")
        return [Column(str(row[0]), _kind(str(row[1])), str(row[1])) for row in rows]

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run one aggregation.

        Raises:
            MonitorError: DuckDB refused it.
        """
        return self._run(sql).fetchall()

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Run one aggregation that gives numbers alone, and give its columns; NULL is NaN.

        Raises:
            MonitorError: DuckDB refused it.
        """
        columns = self._run(sql).fetchnumpy().values()
        return [np.ma.filled(column.astype(np.float64), np.nan) for column in columns]

    def _run(self, sql: str) -> duckdb.DuckDBPyConnection:
        try:
            return self._within_limit(sql)
        except ENGINE_ERRORS as error:
            reason = _reason(error)
            raise MonitorError(f"The data can't be read as expected: {reason}") from error

    def _within_limit(self, sql: str) -> duckdb.DuckDBPyConnection:
        """Run a statement, and interrupt it when its time is up."""
        clock = Timer(self.seconds_per_query, self.connection.interrupt)
        clock.start()
        try:
            return self.connection.execute(sql)
        except duckdb.InterruptException as error:
            limit = f"{self.seconds_per_query:g} seconds"
            if self.is_stopped_by_limit:
                raise TimeLimitError(
                    f"A query took longer than {limit}, which is the limit that was set. "
                    "Allow more, or compare fewer rows or columns."
                ) from error
            raise MonitorError(f"It took longer than {limit} to read.") from error
        finally:
            clock.cancel()

    def _open(self, files: Files) -> None:
        paths = [files.reference, files.current, *([files.labels.path] if files.labels else [])]
        scans = {path: _scan(path) for path in paths}
        self._close_off([found for path in paths for found in data_files(path)])
        for path in dict.fromkeys(paths):
            self._refuse_unlike(path)
        reference = scans[files.reference]
        if files.reference_rows is not None:
            reference = _window(files, scans, files.reference_rows)
        self._define(REFERENCE, files.reference, reference)
        rows = None if self._is_whole(files, scans[files.current]) else files.rows
        is_copied = rows is not None or (files.rows is not None and files.labels is not None)
        current = _window(files, scans, rows)
        self._define(CURRENT, files.current, current, is_copied=is_copied)

    def _is_whole(self, files: Files, scan: str) -> bool:
        """Say whether a window takes in all of its parquet files, whose rows are told for free."""
        if files.rows is None or files.rows[0] > 0 or not scan.startswith(READERS[".parquet"]):
            return False
        try:
            rows = self.connection.execute(f"SELECT count(*) FROM {scan}").fetchall()  # noqa: S608 - quoted
        except ENGINE_ERRORS:
            return False
        return bool(rows[0][0] <= files.rows[1])

    def _refuse_unlike(self, path: Path) -> None:
        """Say which of several files lack columns that the first one has.

        Raises:
            MonitorError: Some do.
        """
        first, *others = data_files(path)
        if not others:
            return
        wanted = self._names(first)
        lacking = []
        for file in others:
            lost = sorted(set(wanted) - set(self._names(file)), key=wanted.index)
            if lost:
                lacking.append(f"{file.name} lacks {_listed(lost)}")
        if lacking:
            told = _listed(lacking, "; ")
            raise MonitorError(
                f"The files of {path} don't all have the columns of {first.name}: {told}."
            )

    def _names(self, file: Path) -> list[str]:
        try:
            found = self._within_limit(f"DESCRIBE SELECT * FROM {_scan(file)}").fetchall()  # noqa: S608 - quoted
        except ENGINE_ERRORS as error:
            raise MonitorError(f"{file} can't be read: {_reason(error)}") from error
        return [str(row[0]) for row in found]

    def _close_off(self, allowed: Sequence[Path]) -> None:
        """Let the engine see these files and nothing else."""
        listed = ", ".join(_text(str(path)) for path in allowed)
        for statement in (
            f"SET memory_limit = '{MEMORY_LIMIT}'",
            "SET perfect_ht_threshold = 17",
            f"SET allowed_paths = [{listed}]",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self.connection.execute(statement)

    def _define(self, relation: str, path: Path, scan: str, *, is_copied: bool = False) -> None:
        what = "TABLE" if is_copied else "VIEW"
        try:
            self._within_limit(f"CREATE {what} {relation} AS SELECT * FROM {scan}")  # noqa: S608 - paths and names are quoted
            self._within_limit(f"SELECT count(*) FROM {relation}")  # noqa: S608 - one of our two names
        except ENGINE_ERRORS as error:
            reason = _reason(error)
            raise MonitorError(f"{path} can't be read: {reason}") from error


def _listed(names: Sequence[str], between: str = ", ") -> str:
    """Write the first few of a list."""
    more = f"{between}and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return between.join(names[:MOST_NAMED]) + more


def _reason(error: Exception) -> str:
    """Give the beginning of the engine's own words, on one line."""
    return " ".join(str(error).split())[:LONGEST_REASON]


def _scan(path: Path) -> str:
    """Write the table function that reads a file, a folder or a glob.

    Raises:
        MonitorError: Nothing is there, or it is neither parquet nor CSV.
    """
    files = data_files(path)
    readers = {reader for found in files if (reader := _reader(found))}
    if len(readers) != 1:
        raise MonitorError(f"{path} is neither parquet nor CSV (.parquet, .csv or .csv.gz).")
    listed = ", ".join(_text(str(found)) for found in files)
    return f"{readers.pop()}([{listed}])"


def data_files(path: Path) -> list[Path]:
    """List what a file, a folder or a glob names, in order.

    Raises:
        MonitorError: Nothing is there.
    """
    if path.is_file():
        return [path.resolve()]
    if path.is_dir():
        found = [child for child in path.iterdir() if child.is_file() and _reader(child)]
    else:
        found = list(path.parent.glob(path.name)) if set("*?[") & set(path.name) else []
    if not found and path.is_dir():
        raise MonitorError(f"The folder {path} holds no parquet or CSV file.")
    if not found:
        raise MonitorError(f"There is no file {path}.")
    return sorted(child.resolve() for child in found)


def _reader(path: Path) -> str | None:
    name = path.name.lower()
    return next((READERS[ending] for ending in READERS if name.endswith(ending)), None)


def _window(files: Files, scans: Mapping[Path, str], rows: tuple[int, int] | None) -> str:
    """Cut rows out of the current file, and join the truth."""
    scan = scans[files.current]
    if rows is not None:
        start, stop = rows
        scan = f"(SELECT * FROM {scan} LIMIT {stop - start:d} OFFSET {start:d})"  # noqa: S608 - numbers
    if files.labels is None:
        return scan
    return _with_labels(scan, scans[files.labels.path], files.labels)


def _with_labels(current: str, labels: str, facts: Labels) -> str:
    name, target = quoted(facts.id_column), quoted(facts.target)
    once = f"SELECT {name}, any_value({target}) AS {target} FROM {labels} GROUP BY {name}"  # noqa: S608 - quoted
    return f"(SELECT c.*, l.{target} FROM {current} AS c LEFT JOIN ({once}) AS l USING ({name}))"  # noqa: S608 - quoted


def _kind(engine_type: str) -> Kind:
    if engine_type.startswith(TIMES) and not engine_type.endswith("]"):
        return Kind.TIME
    if engine_type.startswith(NUMBERS) and not engine_type.endswith("]"):
        return Kind.NUMERIC
    is_category = engine_type.startswith(CATEGORIES) and not engine_type.endswith("]")
    return Kind.CATEGORICAL if is_category else Kind.OTHER


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
