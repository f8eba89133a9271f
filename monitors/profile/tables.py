"""The port to an engine that holds a reference and a current table."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

REFERENCE = "reference"
CURRENT = "current"


class Kind(StrEnum):
    """What a column's values are."""

    NUMERIC = "numeric"
    CATEGORICAL = "categorical"
    OTHER = "other"


@dataclass(frozen=True)
class Column:
    """A column by name and kind."""

    name: str
    kind: Kind


class Tables(Protocol):
    """Two relations named `reference` and `current`, in an engine that speaks SQL."""

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        ...

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run one aggregation; its rows are few.

        Raises:
            MonitorError: The engine refused it; the text says why.
        """
        ...


def quoted(name: str) -> str:
    """Write any text as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
