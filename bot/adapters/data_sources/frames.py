"""Two tables that a program has in its memory, read by the embedded DuckDB; no file is written."""

from collections.abc import Collection
from functools import partial
from typing import Protocol, runtime_checkable

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.duckdb_columns import NO_TYPE, columns_of
from bot.adapters.data_sources.duckdb_reasons import ENGINE_ERRORS, plain_reason
from bot.adapters.data_sources.source import NO_HURRY, Source, Sources, TimeLimit
from bot.adapters.data_sources.stored_files import Table
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, REFERENCE
from monitors.profile.sql import quoted, select

FRAMES = "frames"


@runtime_checkable
class ArrowStream(Protocol):
    """A table that other libraries can read: Arrow's PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand over the table."""
        ...


class PlainStream:
    """A table as an Arrow stream and no more, so that DuckDB reads it without pyarrow.

    Args:
        table: The table.
        indexes: Its columns that are an index, and no data.
        empty: Further columns, which have neither values nor a type.
    """

    def __init__(
        self, table: ArrowStream, indexes: Collection[str] = (), empty: Collection[str] = ()
    ) -> None:
        self.table = table
        self.indexes = indexes
        self.empty = empty

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand over the table."""
        return self.table.__arrow_c_stream__(requested_schema)


class FrameTables(DuckDbTables):
    """The relations `reference` and `current`, copied from objects that DuckDB can read.

    Args:
        reference: A `PlainStream`, or a pandas DataFrame of plain types.
        current: Likewise.
        rows: A window of the current rows; None for all.
        limit: How long a query may take.

    Raises:
        MeasurementError: A table can't be read; the sentence says which.
    """

    def __init__(
        self,
        reference: object,
        current: object,
        rows: range | None = None,
        limit: TimeLimit = NO_HURRY,
    ) -> None:
        self.frames = {f"The {REFERENCE} data": reference, f"The {CURRENT} data": current}
        first, second = self.frames
        super().__init__(Sources(first, second, rows), limit)

    def _open(self, sources: Sources) -> None:
        self.named = {name: Source(FRAMES, name) for name in self.frames}
        for number, (name, frame) in enumerate(self.frames.items()):
            self.tables[name] = Table(self._copied(name, f"frame_{number}", frame))
        first, second = self.frames
        self._let_names_meet(second, self._names(first, self.tables[first].scan))
        self.engine.close_off([])
        self.show(sources)

    def _copied(self, name: str, table: str, frame: object) -> str:
        """Copy a table, since a stream can be read once; what pandas calls an index is no data."""
        try:
            self.engine.connection.register("frame", frame)
        except ENGINE_ERRORS as error:
            raise MeasurementError(f"{name} can't be read: {plain_reason(error)}.") from error
        ask = partial(self.engine.ask, name)
        indexes: Collection[str] = ()
        empty: Collection[str] = ()
        if isinstance(frame, PlainStream):
            indexes, empty = frame.indexes, frame.empty
        listed = ["*", *(f"CAST(NULL AS {NO_TYPE}) AS {quoted(name)}" for name in empty)]
        ask(f"CREATE TABLE {table} AS {select(', '.join(listed), 'frame')}")
        self.engine.connection.unregister("frame")
        for column in columns_of(ask, table):
            if column.is_left_out or column.name in indexes:
                ask(f"ALTER TABLE {table} DROP COLUMN {quoted(column.name)}")
        return table
