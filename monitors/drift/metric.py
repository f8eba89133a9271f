"""What a drift metric is: a measure; it decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from monitors.profile.pair import ColumnPair, Counts

SMALLEST_SHARE = 1e-4


@dataclass(frozen=True)
class DriftMetric:
    """A measure of how far a column has moved; None when it doesn't apply."""

    name: str
    title: str
    measure: Callable[[ColumnPair], float | None]
    default_threshold: float | None
    source: str


def shares(counts: Counts) -> Counts:
    """Turn counts into shares that sum to 1."""
    result: Counts = counts / counts.sum()
    return result


def floored_shares(counts: Counts) -> Counts:
    """Give shares of which none is below 1e-4, so that a logarithm of a ratio is finite."""
    return np.maximum(shares(counts), SMALLEST_SHARE)
