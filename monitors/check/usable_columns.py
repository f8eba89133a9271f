"""Which columns a classifier over whole rows can use, and a sample of their numbers."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.profile.engine import CURRENT, REFERENCE, Kind, RowCounts, Tables
from monitors.profile.number_sample import SPREAD_UP_TO, NumberSample, draw_numbers
from monitors.profile.pair import ColumnPair
from monitors.profile.reading import Reading, readings
from monitors.statistics.chance import PsiLaw
from monitors.statistics.psi import psi_of_counts

MOST_COLUMNS = 64
SURELY_UNFAIR = 1e-4


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


def sample_of_numbers(
    tables: Tables, columns: Sequence[ColumnCheck], most_of_large: int
) -> NumberSample:
    """Draw a small sample of the numbers that were compared, at most 64 columns of them.

    Of a very large table the first rows are taken; a column is left out where these don't have
    the deciles that the whole table has, as in one that is sorted.

    Args:
        tables: Where the rows are.
        columns: What was found about the columns.
        most_of_large: How many columns of a very large table are read, the answers first.

    Raises:
        MeasurementError: The engine refused to draw it.
    """
    pairs = {found.column: found.pair for found in columns if found.pair is not None}
    features = {found.column for found in columns if found.role == "feature"}
    asked = [
        found
        for found in usable_by_name(tables, columns)
        if found.column.kind is Kind.NUMERIC and pairs[found.column.name].is_measurable
    ]
    asked.sort(key=lambda found: found.column.name in features)
    rows = next((pair.rows for pair in pairs.values()), RowCounts(0, 0))
    most = MOST_COLUMNS if rows.most <= SPREAD_UP_TO else most_of_large
    drawn = draw_numbers(tables, asked[:most], rows)
    fair = [place for place, name in enumerate(drawn.names) if _is_fair(drawn, pairs[name])]
    names = [drawn.names[place] for place in fair]
    return replace(
        drawn, names=names, reference=drawn.reference[:, fair], current=drawn.current[:, fair]
    )


def _is_fair(drawn: NumberSample, pair: ColumnPair) -> bool:
    """Return whether a sample of first rows has the deciles of its whole table."""
    counts = {REFERENCE: pair.bins_reference, CURRENT: pair.bins_current}
    for relation in counts.keys() - drawn.spread:
        values = drawn.column(pair.column.name, relation)
        bins = np.bincount(np.searchsorted(pair.edges, values), minlength=len(pair.edges) + 1)
        if not len(values):
            return False
        law = PsiLaw(1 / len(values), max(len(bins) - 1, 1))
        if psi_of_counts(counts[relation], bins) > law.exceeded_with(SURELY_UNFAIR):
            return False
    return True
