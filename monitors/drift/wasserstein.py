"""Wasserstein distance in standard deviations of the reference."""

import math

from monitors.drift.metric import DriftMetric
from monitors.profile.pair import ColumnPair


def wasserstein_normed(pair: ColumnPair) -> float | None:
    """Area between the empirical distribution functions over the reference's standard deviation.

    Returns:
        0 for equal samples, d for a shift by d standard deviations; None for what is no number
        and for a constant reference, whose standard deviation is 0.
    """
    if not pair.is_measurable or pair.area is None or not pair.deviation:
        return None
    return pair.area / pair.deviation if math.isfinite(pair.deviation) else None


METRIC = DriftMetric(
    name="wasserstein_normed",  # stored in the database: never change it
    title="Wasserstein distance, in standard deviations",
    measure=wasserstein_normed,
    default_threshold=None,
    source="Vallender 1974, Theory Probab. Appl. 18(4), p. 784",
)
