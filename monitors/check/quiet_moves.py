"""What a quiet window teaches about how restless its columns are."""

from collections.abc import Iterable

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.movement import moves_of
from monitors.statistics.restless import Move


def quiet_moves(columns: Iterable[ColumnCheck]) -> dict[str, Move]:
    """Return the moves of the columns that call nobody.

    What calls somebody is an event and no nature; what is only noticed may be either, and counts.
    """
    found: dict[str, Move] = {}
    for column in columns:
        if column.pair is not None and column.answer is CheckAnswer.OK:
            found |= moves_of(column.pair, column.law)
    return found
