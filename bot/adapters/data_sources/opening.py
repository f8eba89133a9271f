"""Opens whatever a source names, by the one module of this package that reads its engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Protocol, Self

from bot.adapters.data_sources.source import FILES, NO_HURRY, Sources, TimeLimit, read_source
from monitors.errors import MeasurementError
from monitors.profile.engine import Tables


class OpenTables(Tables, Protocol):
    """Two relations in an engine that is let go at the end of a `with` block.

    `sources` are the tables and rows that the two relations are now. `notes` says in sentences
    what isn't read exactly as it is in the tables.
    """

    sources: Sources
    notes: list[str]

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(self, *told: object) -> None:
        """Let go of the engine."""
        ...

    def show(self, sources: Sources) -> None:
        """Let the relations be other rows of the tables that were opened, or others of them.

        Raises:
            MeasurementError: They can't be read.
        """
        ...


@contextmanager
def showing(opened: OpenTables, sources: Sources) -> Iterator[Tables]:
    """Look at other rows for the length of a `with` block, then at the former ones again."""
    former = opened.sources
    opened.show(sources)
    try:
        yield opened
    finally:
        opened.show(former)


def open_tables(sources: Sources, limit: TimeLimit = NO_HURRY) -> OpenTables:
    """Open two tables with the module named after their engine, which has a `build`.

    Raises:
        MeasurementError: A table can't be found or read; the sentence says which.
    """
    engines = {read_source(name).engine.replace(FILES, "duckdb") for name in sources.names}
    if len(engines) > 1:
        raise MeasurementError(
            "Reference and current data must be in the same engine, because rows never leave it. "
            f"{' and '.join(sorted(engines))} can't be compared."
        )
    if engines != {"duckdb"} and (sources.missing or sources.partitions):
        raise MeasurementError(
            "Missing values and partitions can be named for files and DuckDB only. "
            "Elsewhere, use a query."
        )
    engine = import_module(f"{__package__}.{engines.pop()}")
    opened: OpenTables = engine.build(sources, limit)
    return opened
