"""An embedded DuckDB that is closed off to all but a few files, and whose queries end in time."""

import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Timer
from typing import Any, TypeVar

import duckdb
from numpy.typing import NDArray

from bot.adapters.data_sources.duckdb_reasons import ENGINE_ERRORS, plain_reason
from bot.adapters.data_sources.files import text
from bot.adapters.data_sources.source import TimeLimit
from monitors.errors import MeasurementError

MEMORY_LIMIT = "400MB"
Found = TypeVar("Found")
Fetch = Callable[[duckdb.DuckDBPyConnection], Found]


class DuckDbEngine:
    """A DuckDB in memory, with a folder for what doesn't fit there."""

    def __init__(self, limit: TimeLimit) -> None:
        self.limit = limit
        self.connection = duckdb.connect(":memory:")
        self.folder = TemporaryDirectory(prefix="lamplighter-")

    def close(self) -> None:
        """Close the engine, and drop what it set aside."""
        self.connection.close()
        self.folder.cleanup()

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run a query, and give its rows.

        Raises:
            MeasurementError: DuckDB refused it.
            TimeLimitError: It took too long, and was interrupted.
        """
        return self._read(sql, duckdb.DuckDBPyConnection.fetchall)

    def columns(self, sql: str) -> Mapping[str, NDArray[Any]]:
        """Run a query, and give its columns by name.

        Raises:
            MeasurementError: DuckDB refused it.
            TimeLimitError: It took too long, and was interrupted.
        """
        return self._read(sql, duckdb.DuckDBPyConnection.fetchnumpy)

    def _read(self, sql: str, fetch: Fetch[Found]) -> Found:
        try:
            return self._within_limit(sql, fetch)
        except ENGINE_ERRORS as error:
            raise MeasurementError(f"The data can't be read: {plain_reason(error)}.") from error

    def ask(self, what: Path | str, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run a query about a file or table, which an error is to name.

        Raises:
            MeasurementError: DuckDB refused it.
            TimeLimitError: It took too long, and was interrupted.
        """
        try:
            return self._within_limit(sql, duckdb.DuckDBPyConnection.fetchall)
        except ENGINE_ERRORS as error:
            raise _unreadable(what, error) from error

    def attach(self, path: Path, address: str) -> str:
        """Open a database file to read, unless it is open.

        Returns:
            Its catalog's name.

        Raises:
            MeasurementError: It isn't a database file of DuckDB's.
        """
        catalog = f"database_{zlib.crc32(str(path).encode())}"
        try:
            self.connection.execute(
                f"ATTACH IF NOT EXISTS {text(str(path))} AS {catalog} (READ_ONLY)"
            )
        except ENGINE_ERRORS as error:
            raise _unreadable(address, error) from error
        return catalog

    def close_off(self, allowed: Sequence[Path]) -> None:
        """Let the engine see these files and nothing else."""
        listed = ", ".join(text(str(path)) for path in allowed)
        for statement in (
            f"SET memory_limit = '{MEMORY_LIMIT}'",
            f"SET temp_directory = {text(self.folder.name)}",
            "SET perfect_ht_threshold = 17",
            f"SET allowed_paths = [{listed}]",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self.connection.execute(statement)

    def _within_limit(self, sql: str, fetch: Fetch[Found]) -> Found:
        """Run a statement to its last row, and interrupt it when its time is up."""
        is_late = Event()

        def interrupt() -> None:
            is_late.set()
            self.connection.interrupt()

        clock = Timer(self.limit.seconds, interrupt)
        clock.start()
        try:
            return fetch(self.connection.execute(sql))
        except ENGINE_ERRORS as error:
            if is_late.is_set():
                raise self.limit.error() from error
            raise
        finally:
            clock.cancel()


def _unreadable(what: Path | str, error: Exception) -> MeasurementError:
    return MeasurementError(f"{what} can't be read: {plain_reason(error)}.")
