"""Many small moves: whether columns have moved together, though none of them may have alone.

The statistic is PSI over the PSI that chance alone gives, averaged over the columns but for those
that moved farthest, which speak for themselves: at most 1 without drift, on average.
Its law is learned from quiet windows, in which columns are as correlated and as restless as they
are by nature; with too few of them it is that of columns at rest, a little correlated.
"""

import math
from collections.abc import Sequence
from statistics import fmean
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from monitors.statistics.chance import FEWEST_WINDOWS, SMALLEST_P_VALUE, PsiLaw
from monitors.statistics.special import chdtrc, stdtr

SHARE_LEFT_OUT, FEWEST_LEFT_OUT = 0.1, 2
MOST_ALIKE = 0.9


class Moved(Protocol):
    """A column's PSI in a window, and its law when nothing has moved."""

    @property
    def psi(self) -> float:
        """The PSI."""
        ...

    @property
    def law(self) -> PsiLaw:
        """Its law."""
        ...


def times_chance(move: Moved) -> float:
    """Return PSI as a multiple of what chance alone gives."""
    return move.psi / (move.law.scale * move.law.freedom)


def without_the_farthest(values: Sequence[float]) -> list[float]:
    """Leave out the largest tenth, and at least two: a few columns aren't many."""
    return sorted(values)[
        : len(values) - max(FEWEST_LEFT_OUT, round(SHARE_LEFT_OUT * len(values)))
    ]


def pooled(moves: Sequence[Moved]) -> float:
    """Average PSI over all columns but the farthest, each as a multiple of what chance gives it.

    Args:
        moves: At least three.
    """
    return fmean(without_the_farthest(list(map(times_chance, moves))))


def pooled_p_value(now: Sequence[Moved], past: Sequence[float], together: float = 0.0) -> float:
    """Return the probability of so large an average while columns only move as they always have.

    From six quiet windows on, its logarithm is compared with theirs by Student's t, a prediction
    for one more window; their spread is taken to be no less than that of columns at rest. Before,
    the sum of PSI over scale is chi-square, stretched to its variance (Satterthwaite 1946,
    Biometrics 2, p. 110).

    Args:
        now: The window's moves, at least three.
        past: The average of the same columns in each quiet window.
        together: Mean correlation of two columns' PSI by chance, 0 to 1.

    Returns:
        1e-15 to 1.
    """
    value, at_rest = pooled(now), _variance(now, together)
    if len(past) < FEWEST_WINDOWS:
        freedom = 2 / at_rest
        return max(chdtrc(freedom, value * freedom), SMALLEST_P_VALUE)
    logs = np.log(np.maximum(past, np.finfo(float).tiny))
    mean = float(logs.mean())
    least = math.sqrt(at_rest) / max(math.exp(mean), 1.0)
    spread = max(float(logs.std(ddof=1)), least) * math.sqrt(1 + 1 / len(logs))
    spread *= _stretch(logs)
    distance = (math.log(max(value, np.finfo(float).tiny)) - mean) / spread
    return min(max(stdtr(len(logs) - 1, -distance), SMALLEST_P_VALUE), 1.0)


def _stretch(logs: NDArray[np.float64]) -> float:
    """Return how much farther windows may get where each is much like the one before.

    The standard error of a mean is sqrt((1 + r) / (1 - r)) times as large with a correlation r of
    neighbours (Bartlett 1935, J. R. Statist. Soc. 98, p. 536); r is taken as no more than is sure.
    """
    apart = logs - logs.mean()
    total = float((apart**2).sum())
    follows = float((apart[1:] * apart[:-1]).sum()) / total if total else 0.0
    sure = min(max(follows - 1 / math.sqrt(len(logs)), 0.0), MOST_ALIKE)
    return math.sqrt((1 + sure) / (1 - sure))


def _variance(moves: Sequence[Moved], together: float) -> float:
    """Return the variance of the average for columns at rest."""
    parts = np.array([2 / move.law.freedom for move in moves])
    own, both = float(parts.sum()), float(np.sqrt(parts).sum() ** 2)
    return (own + together * (both - own)) / len(moves) ** 2
