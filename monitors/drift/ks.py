"""Kolmogorov-Smirnov distance of two samples."""

from monitors.drift.metric import DriftMetric
from monitors.profile.pair import ColumnPair
from monitors.statistics.special import kolmogorov


def kolmogorov_smirnov(pair: ColumnPair) -> float | None:
    """Largest gap between the empirical distribution functions.

    Returns:
        0 for equal samples, 1 when they don't overlap; None for what is no number.
    """
    return pair.distance if pair.is_measurable else None


def ks_p_value(pair: ColumnPair) -> float | None:
    """Probability of such a gap without drift, by Stephens' approximation.

    Stephens 1970, J. R. Stat. Soc. B 32, p. 115: Kolmogorov's limit at
    (sqrt(n) + 0.12 + 0.11 / sqrt(n)) D with n = N M / (N + M). Ties make it conservative.

    Returns:
        0 to 1; None for what is no number.
    """
    if not pair.is_measurable or pair.distance is None:
        return None
    effective = (pair.present.reference * pair.present.current) / (
        pair.present.reference + pair.present.current
    )
    root = effective**0.5
    return float(kolmogorov((root + 0.12 + 0.11 / root) * pair.distance))


METRIC = DriftMetric(
    name="ks_statistic",  # stored in the database: never change it
    title="Kolmogorov-Smirnov distance",
    measure=kolmogorov_smirnov,
    default_threshold=None,
    source="Smirnov 1939; Stephens 1970, J. R. Stat. Soc. B 32, p. 115",
)
