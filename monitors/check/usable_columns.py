"""Which columns a classifier over whole rows can use."""

from collections.abc import Sequence

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.profile.engine import CURRENT, REFERENCE, Kind, Tables
from monitors.profile.reading import Reading, readings


def usable_columns(tables: Tables, columns: Sequence[ColumnCheck]) -> list[Reading]:
    """Return how to read the columns that a classifier can use: enough present, no id, not nested.

    Raises:
        MeasurementError: The engine refused to list its columns.
    """
    usable = {
        found.column for found in columns if found.answer in {CheckAnswer.OK, CheckAnswer.ALARM}
    }
    reference, current = (
        {column.name: column for column in tables.columns(relation) if column.name in usable}
        for relation in (REFERENCE, CURRENT)
    )
    return [found for found in readings(reference, current)[0] if found.column.kind != Kind.OTHER]


def usable_by_name(tables: Tables, columns: Sequence[ColumnCheck]) -> list[Reading]:
    """Order usable columns by name, so that it is of no matter how a table's columns lie."""
    return sorted(usable_columns(tables, columns), key=lambda found: found.column.name)
