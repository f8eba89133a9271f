"""Population stability index."""

import numpy as np

from monitors.drift.metric import DriftMetric, floored_shares
from monitors.profile.pair import ColumnPair
from monitors.special import chdtri


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


def psi_by_chance(pair: ColumnPair, alpha: float) -> float:
    """Give the PSI that chance alone exceeds with probability alpha.

    (1/N + 1/M) times the upper alpha quantile of chi-square with B - 1 degrees of freedom
    (Yurdakul, Western Michigan University dissertation 3208, 2018).
    """
    freedom = max(len(pair.bins_reference) - 1, 1)
    scale = 1 / pair.present_reference + 1 / pair.present_current
    return float(scale * chdtri(freedom, alpha))


METRIC = DriftMetric(
    name="psi",  # stored in the database: never change it
    title="Population stability index",
    measure=population_stability_index,
    default_threshold=0.25,
    source="Siddiqi 2006, Credit Risk Scorecards, p. 136: above 0.25 a significant shift",
)
