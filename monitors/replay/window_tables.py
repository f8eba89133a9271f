"""One window of a history as a table, so that a replay can ask what a run would ask."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from monitors.profile.engine import CURRENT, REFERENCE, Column, Tables
from monitors.profile.sql import quoted, select
from monitors.replay.cut import Bounds, Cut

PLACE = "lamplighter_window"


@dataclass
class Answers:
    """What was asked of the reference alone: it is the same beside every window."""

    rows: dict[str, Sequence[tuple[Any, ...]]] = field(default_factory=dict)
    numbers: dict[str, list[NDArray[Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class WindowTables:
    """Both tables, the current one cut down to one window; every query sees these rows alone.

    Attributes:
        tables: The reference, and the whole history.
        window: SQL that gives each row's window.
        number: Which window this is.
        beside: The windows that it is compared with; without any, the reference.
        answers: Kept from window to window.
    """

    tables: Tables
    window: str
    number: int
    beside: Sequence[int] = ()
    answers: Answers = field(default_factory=Answers)

    def columns(self, relation: str) -> list[Column]:
        """List a relation's columns, in order."""
        return self.tables.columns(CURRENT if self.beside else relation)

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Run one aggregation over the window.

        Raises:
            MeasurementError: The engine refused it.
        """
        if not self._is_of_reference(sql):
            return self.tables.query(self._cut(sql))
        if sql not in self.answers.rows:
            self.answers.rows[sql] = self.tables.query(sql)
        return self.answers.rows[sql]

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Run one aggregation over the window that gives numbers alone.

        Raises:
            MeasurementError: The engine refused it.
        """
        if not self._is_of_reference(sql):
            return self.tables.numbers(self._cut(sql))
        if sql not in self.answers.numbers:
            self.answers.numbers[sql] = self.tables.numbers(sql)
        return self.answers.numbers[sql]

    def _is_of_reference(self, sql: str) -> bool:
        return not self.beside and re.search(rf"\b{CURRENT}\b", sql) is None

    def _cut(self, sql: str) -> str:
        names = ", ".join(quoted(column.name) for column in self.tables.columns(CURRENT))
        placed = f"({select(f'*, {self.window} AS {PLACE}', CURRENT)})"
        cuts = [(CURRENT, [self.number])]
        cuts = [(REFERENCE, list(self.beside)), *cuts] if self.beside else cuts
        relations = ", ".join(
            f"{name} AS ({select(names, placed, f'WHERE {PLACE} IN ({_listed(numbers)})')})"
            for name, numbers in cuts
        )
        return f"WITH {relations} {select('*', f'({sql})')}"


def window_sql(tables: Tables, cut: Cut) -> str:
    """Write SQL that gives the window of each row of the history.

    Raises:
        MeasurementError: The time column can't be read, or there are too many windows.
    """
    return Bounds(tables, CURRENT, cut).sql


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(f"{number:d}" for number in numbers)
