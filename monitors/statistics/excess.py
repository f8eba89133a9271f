"""What windows of one table show beyond chance, since whole windows move by nature."""

import numpy as np
from numpy.typing import NDArray

from monitors.statistics.special import Z, chdtrc, chdtri

FEWEST_WINDOWS, MOST_WINDOWS = 8, 60
SIGNIFICANT = 0.1
UPPER_SIDE = 0.8
Array = NDArray[np.float64]


def windows_of(rows: int, rows_per_window: int) -> int:
    """Return how many windows a table is cut into: of the live size, but at least eight."""
    return min(max(rows // max(rows_per_window, 1), FEWEST_WINDOWS), MOST_WINDOWS)


def excess(misses: Array, variances: Array) -> float:
    """Return the square of what windows miss beyond chance, its upper side times Student's.

    Args:
        misses: Estimate less truth, by window.
        variances: Of each by chance.
    """
    windows, chance = len(misses), float(variances.mean())
    if chance <= 0:
        return 0.0
    squares, freedom = float((misses**2).sum()), windows - 1
    if chdtrc(windows, squares / chance) >= SIGNIFICANT:
        return 0.0
    upper = squares / chdtri(freedom, UPPER_SIDE)
    return _student(freedom) ** 2 * max(upper - chance, 0.0)


def _student(freedom: int) -> float:
    """Return the 97.5 % point of Student's t, within 1 % from seven degrees of freedom on.

    Abramowitz and Stegun 1964, 26.7.5, to the second order.
    """
    first, second = (Z**3 + Z) / 4, (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96
    return Z + first / freedom + second / freedom**2
