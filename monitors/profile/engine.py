"""The port to an engine that holds a reference and a current table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from numpy.typing import NDArray

from monitors.errors import MeasurementError
from monitors.profile.sql import quoted, select

REFERENCE = "reference"
CURRENT = "current"
INDEX = re.compile(r"__index_level_\d+__|__null_dask_index__")


class Kind(StrEnum):
    """What a column's values are."""

    NUMERIC = "numeric"
    CATEGORICAL = "categorical"
    TIME = "time"
    OTHER = "other"


@dataclass(frozen=True)
class Column:
    """A column by name and kind; `engine_type` is what the engine calls its type.

    `remark` says which values of a column without a type can't be read as what the others are,
    `told` what else there is to say of how it is read. `is_index` says whether the table's own
    metadata, or a missing name, makes it an index rather than data.
    """

    name: str
    kind: Kind
    engine_type: str = ""
    remark: str = ""
    told: str = ""
    is_index: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether it is an index, by the table's metadata or by its name."""
        return self.is_index or bool(INDEX.fullmatch(self.name))

    @property
    def is_yes_or_no(self) -> bool:
        """Whether the engine holds it as true and false."""
        return self.engine_type.upper() in {"BOOLEAN", "BOOL"}


@dataclass(frozen=True)
class RowCounts:
    """How many rows of both tables there are, or how many of them have a value."""

    reference: int
    current: int

    @property
    def fewest(self) -> int:
        """The smaller of both."""
        return min(self.reference, self.current)

    @property
    def most(self) -> int:
        """The larger of both."""
        return max(self.reference, self.current)


class Tables(Protocol):
    """Two relations named `reference` and `current`, in an engine that speaks SQL."""

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        ...

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run one aggregation; its rows are few.

        Raises:
            MeasurementError: The engine refused it; the text says why.
        """
        ...

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Run one aggregation that gives numbers alone, and give its columns; NULL is NaN.

        Raises:
            MeasurementError: The engine refused it; the text says why.
        """
        ...


def count_rows(tables: Tables, relation: str) -> int:
    """Count the rows of a relation that is to be compared.

    Raises:
        MeasurementError: It has none.
    """
    rows = int(tables.query(select("count(*)", relation))[0][0])
    if rows == 0:
        raise MeasurementError(f"The {relation} data has no rows, so there is nothing to compare.")
    return rows


def rows_as_word(count: int) -> str:
    """Write `row` or `rows`, as the count asks for."""
    return "row" if count == 1 else "rows"


def as_number(column: Column, is_read_as: Kind | None = None) -> str:
    """Write SQL that gives a column as a DOUBLE: a time as its seconds since 1970.

    Args:
        column: As it lies in the engine.
        is_read_as: What it is to be read as, where that differs; what can't be read is NULL.
    """
    name = quoted(column.name)
    if column.is_yes_or_no:
        return f"CAST(CAST({name} AS INTEGER) AS DOUBLE)"
    if column.kind is Kind.TIME:
        return f"CAST(EXTRACT(epoch FROM {name}) AS DOUBLE)"
    if column.kind is not Kind.CATEGORICAL:
        return f"CAST({name} AS DOUBLE)"
    if is_read_as is Kind.TIME:
        return f"CAST(EXTRACT(epoch FROM TRY_CAST(trim({name}) AS TIMESTAMP)) AS DOUBLE)"
    return f"TRY_CAST(trim({name}) AS DOUBLE)"  # a bare cast would be taken over by a CSV reader
