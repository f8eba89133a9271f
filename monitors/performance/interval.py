"""Intervals of 95 % from sums alone: rows are not needed to say how sure a figure is."""

import math

from ground.proportions import wilson_interval
from monitors.performance.metric import Interval
from monitors.statistics.special import Z


def proportion_interval(hits: float, cases: float) -> Interval | None:
    """Return Wilson's interval of `hits` out of `cases`; None without a case."""
    return wilson_interval(hits / cases, cases) if cases > 0 else None


def share_interval(value: float, deviation: float, cases: float) -> Interval | None:
    """Return a normal interval on the logit scale, which stays between 0 and 1.

    The standard error on that scale is deviation / (value (1 - value)), by the delta method
    (Agresti 2013, Categorical Data Analysis, 3rd ed., p. 73). At 0 and 1, where it says nothing,
    Wilson's interval of `cases` cases takes its place.

    Args:
        value: An estimate between 0 and 1.
        deviation: Its standard error, at least 0.
        cases: The fewest cases that stand behind it.
    """
    if not 0 < value < 1 or deviation <= 0:
        return proportion_interval(value * cases, cases)
    logit = math.log(value / (1 - value))
    half = Z * deviation / (value * (1 - value))
    return _logistic(logit - half), _logistic(logit + half)


def mean_interval(total: float, square_total: float, cases: int) -> Interval | None:
    """Return the normal interval of a mean of values of at least 0, from their two sums.

    Returns:
        The mean plus or minus 1.96 standard errors, at least 0; None below two cases.
    """
    if cases < 2:  # noqa: PLR2004 - one value has no spread
        return None
    mean = total / cases
    variance = max(square_total - cases * mean**2, 0.0) / (cases - 1)
    half = Z * math.sqrt(variance / cases)
    return max(0.0, mean - half), mean + half


def _logistic(logit: float) -> float:
    """Return the share of a logit, without overflow on either side."""
    if logit >= 0:
        return 1 / (1 + math.exp(-logit))
    return math.exp(logit) / (1 + math.exp(logit))
