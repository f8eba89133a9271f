"""Population stability index."""

import numpy as np

from monitors.drift.metric import DriftMetric, floored_shares
from monitors.profile.pair import ColumnPair


def population_stability_index(pair: ColumnPair) -> float | None:
    """Sum (a - e) ln(a / e) over bins, a current and e reference shares.

    Shares are floored at 1e-4, so that an empty bin counts as much, not infinitely.

    Returns:
        0 without drift, unbounded above; None when there is nothing to compare.
    """
    if not pair.is_measurable:
        return None
    expected = floored_shares(pair.bins_reference)
    actual = floored_shares(pair.bins_current)
    return float(np.sum((actual - expected) * np.log(actual / expected)))


METRIC = DriftMetric(
    name="psi",  # stored in the database: never change it
    title="Population stability index",
    measure=population_stability_index,
    default_threshold=0.25,
    source="Siddiqi 2006, Credit Risk Scorecards, p. 136: above 0.25 a significant shift",
)
