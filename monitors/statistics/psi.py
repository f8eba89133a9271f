"""The population stability index of counts."""

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
SMALLEST_SHARE = 1e-4


def psi_by_bin(reference: NDArray[np.generic], current: NDArray[np.generic]) -> Counts:
    """Take each bin's part (a - e) ln(a / e) in PSI, a current and e reference shares.

    Shares are floored at 1e-4, so that an empty bin counts as much, not infinitely.

    Args:
        reference: Counts of shape (..., bins), each table's sum above 0.
        current: Likewise; the two shapes broadcast.

    Returns:
        At least 0 for each bin, in the shape that both broadcast to.
    """
    expected, actual = (
        np.maximum(shares(counts), SMALLEST_SHARE) for counts in (reference, current)
    )
    result: Counts = (actual - expected) * np.log(actual / expected)
    return result


def psi_of_counts(reference: NDArray[np.generic], current: NDArray[np.generic]) -> Counts:
    """Measure PSI of one table or many at once: the sum of `psi_by_bin` over the last axis."""
    result: Counts = psi_by_bin(reference, current).sum(axis=-1)
    return result


def shares(counts: NDArray[np.generic]) -> Counts:
    """Turn counts, with bins on the last axis, into shares that sum to 1."""
    known = np.asarray(counts, dtype=float)
    result: Counts = known / known.sum(axis=-1, keepdims=True)
    return result
