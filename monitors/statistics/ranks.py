"""Rank correlations of many columns at once, and how surely one differs from before."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitors.statistics.excess import FEWEST_WINDOWS, excess
from monitors.statistics.special import Z, ndtr

Matrix = NDArray[np.float64]
LARGEST = 0.999
FEWEST_ROWS = 10


@dataclass(frozen=True)
class RankCorrelations:
    """Spearman's correlation of each pair of columns, and the rows in which both are present."""

    values: Matrix
    rows: Matrix


def rank_correlations(sample: Matrix) -> RankCorrelations:
    """Return Spearman's rank correlation of each pair of columns.

    Equal values share the mean of their ranks. A value's rank is its rank among all values of its
    column; a pair is taken over the rows that have both.

    Args:
        sample: Rows by columns, NaN where missing.

    Returns:
        Matrices of columns by columns; 0 where a column doesn't vary.
    """
    ranks = np.zeros(sample.shape)
    is_there = np.isfinite(sample).astype(np.float64)
    for place, values in enumerate(sample.T):
        present = np.isfinite(values)
        ranks[present, place] = _ranks(values[present])
    rows = is_there.T @ is_there
    safe = np.maximum(rows, 1.0)
    means = ranks.T @ is_there / safe
    products = ranks.T @ ranks / safe - means * means.T
    squares = (ranks**2).T @ is_there / safe - means**2
    spread = np.sqrt(np.maximum(squares, 0.0) * np.maximum(squares.T, 0.0))
    values = np.divide(products, spread, out=np.zeros_like(products), where=spread > 0)
    return RankCorrelations(values, rows)


def _ranks(values: Matrix) -> Matrix:
    """Return each value's place from -1/2 to 1/2, equal values in the middle of theirs."""
    order = np.argsort(values)
    ordered = values[order]
    is_new = np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(values)]
    starts = np.flatnonzero(is_new)
    middles = (starts + np.append(starts[1:], len(values))) / 2.0
    result = np.empty(len(values))
    result[order] = middles[np.cumsum(is_new) - 1] / max(len(values), 1) - 0.5
    return result


def wandering(windows: Sequence[RankCorrelations], at: tuple[int, int]) -> float:
    """Return the variance of Fisher's z from window to window, beyond what chance gives.

    Args:
        windows: The correlations in each.
        at: Which pair of columns.
    """
    known = [one for one in windows if one.rows[at] >= FEWEST_ROWS]
    if len(known) < FEWEST_WINDOWS:
        return 0.0
    found = np.array([_fisher(float(one.values[at]), float(one.rows[at])) for one in known])
    return excess(found[:, 0] - found[:, 0].mean(), found[:, 1]) / Z**2


def difference_p_value(
    before: tuple[float, float], now: tuple[float, float], wander: float = 0.0
) -> float:
    """Test whether a rank correlation is as before.

    Fisher's z of Spearman's correlation is nearly normal with variance (1 + r^2 / 2) / (n - 3)
    (Bonett and Wright 2000, Psychometrika 65, p. 23).

    Args:
        before: Correlation, and of how many rows.
        now: Likewise.
        wander: The variance of Fisher's z from window to window, by nature.

    Returns:
        0 to 1, two-sided; 1 below ten rows.
    """
    if min(before[1], now[1]) < FEWEST_ROWS:
        return 1.0
    (first, one), (second, other) = (_fisher(*part) for part in (before, now))
    return 2 * ndtr(-abs(first - second) / math.sqrt(one + other + wander))


def _fisher(correlation: float, rows: float) -> tuple[float, float]:
    known = min(max(correlation, -LARGEST), LARGEST)
    return math.atanh(known), (1 + known**2 / 2) / (rows - 3)
