"""How surprising it is that so many rows are beyond marks which the reference's own rows set."""

import math

import numpy as np

from monitors.statistics.chance import SMALLEST_P_VALUE

MOST_TERMS = 20_000


def beyond_p_value(beyond: int, rows_current: int, marked: int, rows_reference: int) -> float:
    """Return the probability of so many rows beyond two rows of the reference, or more.

    The share of a distribution beyond two of N ordered rows, `marked` of them from the ends, is
    Beta(r, N + 1 - r) with r = `marked`, whatever the distribution is (Wilks 1942, Ann. Math.
    Statist. 13, p. 400); so the count among M further rows is beta-binomial. Equal values only
    make it smaller. With r = 2 the marks are the least and the greatest row.

    Args:
        beyond: Current rows beyond the marks, 0 to `rows_current`.
        rows_current: M, above 0.
        marked: Rows of the reference at or beyond its two marks, 1 to `rows_reference`.
        rows_reference: N, above 0.

    Returns:
        1e-15 to 1.
    """
    if beyond <= 0:
        return 1.0
    marked = min(marked, rows_reference)
    within = rows_reference + 1 - marked
    counts = np.arange(beyond, min(beyond + MOST_TERMS, rows_current), dtype=np.float64)
    steps = (
        np.log(rows_current - counts)
        + np.log(counts + marked)
        - np.log(counts + 1)
        - np.log(rows_current - counts - 1 + within)
    )
    logs = np.concatenate([[0.0], np.cumsum(steps)])
    first = (
        _log_choose(rows_current, beyond)
        + _log_beta(beyond + marked, rows_current - beyond + within)
        - _log_beta(marked, within)
    )
    tail = math.exp(min(first + float(np.logaddexp.reduce(logs)), 0.0))
    return max(tail, SMALLEST_P_VALUE)


def _log_choose(many: int, some: int) -> float:
    return math.lgamma(many + 1) - math.lgamma(some + 1) - math.lgamma(many - some + 1)


def _log_beta(one: float, other: float) -> float:
    return math.lgamma(one) + math.lgamma(other) - math.lgamma(one + other)
