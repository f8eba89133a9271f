"""Chi-square test of homogeneity."""

import numpy as np

from monitors.profile.engine import Kind
from monitors.profile.pair import ColumnPair, Counts
from monitors.statistics.special import chdtrc

SMALLEST_EXPECTED = 5.0


def chi_square_p_value(pair: ColumnPair) -> float | None:
    """Probability of such different shares without drift: Pearson's test on the 2 x k table.

    Levels whose expected count is below 5 in either table are pooled into one (Cochran 1954,
    Biometrics 10, p. 420).

    Returns:
        0 to 1; None for numbers, and when only one level is left.
    """
    if not pair.is_measurable or pair.column.kind is not Kind.CATEGORICAL:
        return None
    table = _pooled(np.vstack([pair.bins_reference, pair.bins_current]))
    if table.shape[1] < 2:  # noqa: PLR2004 - one level can't differ
        return None
    expected = _expected(table)
    statistic = float(((table - expected) ** 2 / expected).sum())
    return float(chdtrc(table.shape[1] - 1, statistic))


def _expected(table: Counts) -> Counts:
    expected: Counts = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return expected


def _pooled(table: Counts) -> Counts:
    is_rare = _expected(table).min(axis=0) < SMALLEST_EXPECTED
    if not is_rare.any():
        return table
    pooled = np.column_stack([table[:, ~is_rare], table[:, is_rare].sum(axis=1)])
    return pooled[:, pooled.sum(axis=0) > 0]
