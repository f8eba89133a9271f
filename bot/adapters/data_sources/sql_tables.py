"""What engines other than DuckDB have in common: two relations by name, SQL carried over."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from bot.adapters.data_sources.dialects import name_in, only_select, translated
from bot.adapters.data_sources.source import Source, Sources, read_source, with_labels
from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, REFERENCE, Column
from monitors.profile.sql import select

TRUTH = "lamplighter_truth"


class SqlTables(ABC):
    """The relations `reference` and `current`, put before each query as `WITH reference AS …`.

    Nothing is made in the engine, so a right to read is enough.
    """

    dialect: ClassVar[str]
    as_it_lies: ClassVar[str] = "AS"
    kept: ClassVar[str] = "AS"

    def __init__(self, sources: Sources) -> None:
        self.notes: list[str] = []
        self.show(sources)

    def __enter__(self) -> Self:
        """Use in a `with` block, which closes the connection."""
        return self

    def __exit__(self, *told: object) -> None:
        """Close the connection."""
        self.close()

    def show(self, sources: Sources) -> None:
        """Let the relations be other rows of the tables that were opened, or others of them."""
        self.sources = sources
        self.relations = self._relations(sources)

    @abstractmethod
    def close(self) -> None:
        """Let go of the engine."""

    @abstractmethod
    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""

    @abstractmethod
    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run SQL in the engine's own dialect.

        Raises:
            MeasurementError: The engine refused it.
        """

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run one aggregation, written in DuckDB's dialect.

        Raises:
            MeasurementError: The engine refused it.
        """
        return self.rows(self.with_relations(translated(sql, self.dialect)))

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Run one aggregation that gives numbers alone, and give its columns; NULL is NaN.

        Raises:
            MeasurementError: The engine refused it.
        """
        columns = zip(*self.query(sql), strict=True)
        return [np.array(column, dtype=np.float64) for column in columns]

    def with_relations(self, sql: str) -> str:
        """Name the relations before a query, which may hide them by relations of its own."""
        inner = select("*", f"({sql}) AS asked") if sql.startswith("WITH ") else sql
        return f"WITH {self.relations} {inner}"

    def _relations(self, sources: Sources) -> str:
        """Write first what reads the tables, so that a table may itself be named `current`."""
        reference, current = map(read_source, (sources.reference, sources.current))
        rows = {REFERENCE: sources.reference_rows, CURRENT: sources.rows}
        is_cut = sources.reference_rows is not None
        cases = {REFERENCE: current if is_cut else reference, CURRENT: current}
        joined = {CURRENT, REFERENCE} if is_cut else {CURRENT}
        found = [self._relation(f"lamplighter_{name}", cases[name], rows[name]) for name in cases]
        if sources.labels is not None:
            found.append(self._relation(TRUTH, read_source(sources.labels.path), None))
        for name in cases:
            if sources.labels is not None and name in joined:
                sql = with_labels(f"lamplighter_{name}", TRUTH, sources.labels)
                found.append(f"{name} {self.kept} ({translated(sql, self.dialect)})")
            else:
                every = select("*", f"lamplighter_{name}")
                found.append(f"{name} {self.as_it_lies} ({every})")
        return ", ".join(found)

    def _relation(self, name: str, source: Source, rows: range | None) -> str:
        if source.query:
            table = (
                f"({only_select(source.query, self.dialect).sql(dialect=self.dialect)}) AS asked"
            )
        else:
            table = ".".join(name_in(self.dialect, part) for part in source.table.split("."))
        order = ", ".join(name_in(self.dialect, column) for column in source.names_of_order)
        sql = select("*", table, f"ORDER BY {order}" if order else "")
        if rows is None:
            return f"{name} {self.as_it_lies} ({sql})"
        if not source.names_of_order:
            raise MeasurementError(
                f"Rows of {source} have no order, so they can't be cut into windows. Add "
                "&order=COLUMN to its address."
            )
        return f"{name} {self.kept} ({sql} LIMIT {len(rows)} OFFSET {rows.start})"
