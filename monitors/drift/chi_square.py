"""Chi-square test of homogeneity."""

from monitors.profile.engine import Kind
from monitors.profile.pair import ColumnPair
from monitors.statistics.chance import homogeneity_p_value


def chi_square_p_value(pair: ColumnPair) -> float | None:
    """Probability of such different shares without drift.

    Returns:
        0 to 1; None for numbers, and when only one level is left.
    """
    if not pair.is_measurable or pair.column.kind is not Kind.CATEGORICAL:
        return None
    return homogeneity_p_value(pair.bins_reference, pair.bins_current)
