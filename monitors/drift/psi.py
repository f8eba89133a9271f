"""Population stability index."""

from monitors.drift.metric import DriftMetric
from monitors.profile.pair import ColumnPair
from monitors.statistics.psi import psi_of_counts


def population_stability_index(pair: ColumnPair) -> float | None:
    """Sum (a - e) ln(a / e) over bins, a current and e reference shares, none below 1e-4.

    Returns:
        0 without drift, unbounded above; None when there is nothing to compare.
    """
    if not pair.is_measurable:
        return None
    return float(psi_of_counts(pair.bins_reference, pair.bins_current))


METRIC = DriftMetric(
    name="psi",  # stored in the database: never change it
    title="Population stability index",
    measure=population_stability_index,
    default_threshold=0.25,
    source="Siddiqi 2006, Credit Risk Scorecards, p. 136: above 0.25 a significant shift",
)
