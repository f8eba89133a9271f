"""What a quiet window teaches about how restless its columns are."""

from collections.abc import Iterable, Mapping

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.movement import moves_of
from monitors.statistics.restless import Move
from monitors.statistics.slow_drift import SlowDriftEvidence

LASTING = 3


def quiet_moves(
    columns: Iterable[ColumnCheck], evidence: Mapping[str, SlowDriftEvidence]
) -> dict[str, Move]:
    """Return the moves of the columns that call nobody, and haven't moved for three windows.

    What calls somebody, or lasts, is an event and no nature; what is only noticed may be either,
    and counts.
    """
    found: dict[str, Move] = {}
    for column in columns:
        is_beyond = (column.effect or 0.0) > (column.threshold or 0.0)
        is_quiet = column.answer is CheckAnswer.OK and not is_beyond
        lasted = evidence.get(column.column, SlowDriftEvidence()).windows
        if column.pair is not None and is_quiet and lasted < LASTING:
            found |= moves_of(column.pair, column.law)
    return found
