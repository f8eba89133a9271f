"""The ids by which labels are joined to the current rows: do they have one type, do they meet?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.data_sources.duckdb_columns import Ask, columns_of
from bot.adapters.data_sources.source import Labels
from monitors.errors import MeasurementError
from monitors.profile.engine import Column
from monitors.profile.sql import select
from monitors.profile.values import canonical

NEVER_ALIKE = {"VARCHAR", "DOUBLE"}
APART = (
    "No label was found by {column}, which is written in another way in the labels, for example "
    "{one!r} here and {other!r} there."
)


@dataclass(frozen=True)
class Ids:
    """The column of ids in the current rows and in the labels."""

    current: Column
    labels: Column

    @property
    def are_alike(self) -> bool:
        """Whether they have one type, so that they meet as they lie."""
        kind = self.current.engine_type
        return kind == self.labels.engine_type and kind not in NEVER_ALIKE

    def note(self, ask: Ask, current: str, labels: str, facts: Labels) -> list[str]:
        """Return a note if no ids meet, though some are the same number: `007` and 7.

        Labels that come late meet later, so that it isn't said of other ids.

        Args:
            ask: Runs SQL.
            current: What reads the current rows.
            labels: What reads the labels.
            facts: Where the labels are, and the ids' column.
        """
        if self.are_alike:
            return []
        key = canonical(facts.id_column)
        number = f"TRY_CAST({key} AS DOUBLE)"
        alike = f"{number} IN ({select(number, labels)})"
        asked = (
            f"count(*) FILTER ({key} IN ({select(key, labels)})), "
            f"count(*) FILTER ({alike}), min({key}) FILTER ({alike})"
        )
        ((met, numbers, one),) = ask(select(asked, current))
        if met or not numbers:
            return []
        same = select(f"min({key})", labels, f"WHERE {number} = {one}")
        ((other,),) = ask(same)
        return [APART.format(column=facts.id_column, one=str(one), other=str(other))]


def ids_of(tables: Sequence[tuple[Path | str, Ask, str]], facts: Labels) -> Ids:
    """Find the columns of ids.

    Args:
        tables: The current rows and the labels: their name, what runs SQL, and what reads them.
        facts: The ids' column.

    Raises:
        MeasurementError: A table lacks the column of ids; the message names the table.
    """
    found = []
    for name, ask, scan in tables:
        known = {column.name: column for column in columns_of(ask, scan)}
        if facts.id_column not in known:
            raise MeasurementError(f"{name} has no column {facts.id_column}.")
        found.append(known[facts.id_column])
    return Ids(*found)
