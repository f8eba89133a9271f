"""Jensen-Shannon distance."""

import numpy as np

from monitors.drift.metric import DriftMetric
from monitors.profile.pair import ColumnPair
from monitors.statistics.psi import shares
from monitors.statistics.special import rel_entr


def jensen_shannon_distance(pair: ColumnPair) -> float | None:
    """Square root of the Jensen-Shannon divergence in base 2.

    Returns:
        0 for equal shares, 1 when they have nothing in common; None when nothing to compare.
    """
    if not pair.is_measurable:
        return None
    expected, actual = shares(pair.bins_reference), shares(pair.bins_current)
    middle = (expected + actual) / 2
    divergence = (rel_entr(expected, middle).sum() + rel_entr(actual, middle).sum()) / 2
    return float(np.sqrt(max(divergence, 0.0) / np.log(2)))


METRIC = DriftMetric(
    name="js_distance",  # stored in the database: never change it
    title="Jensen-Shannon distance",
    measure=jensen_shannon_distance,
    default_threshold=None,
    source="Endres and Schindelin 2003, IEEE Trans. Inf. Theory 49(7), p. 1858",
)
