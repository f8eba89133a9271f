"""Mean absolute error, root mean squared error and mean absolute percentage error."""

import math

from monitors.performance.interval import mean_interval
from monitors.performance.metric import Interval, Outcomes, PerformanceMetric, ratio


def mae(outcomes: Outcomes) -> float | None:
    """Mean of the absolute errors, in the target's unit."""
    return ratio(outcomes.absolute_error_sum, outcomes.labelled)


def rmse(outcomes: Outcomes) -> float | None:
    """Root of the mean squared error, in the target's unit."""
    mean = ratio(outcomes.squared_error_sum, outcomes.labelled)
    return None if mean is None else math.sqrt(mean)


def mape(outcomes: Outcomes) -> float | None:
    """Mean of error over truth, as a share; a truth of 0 counts with 2.2e-16 in its place."""
    return ratio(outcomes.relative_error_sum, outcomes.labelled)


def mae_interval(outcomes: Outcomes) -> Interval | None:
    """The normal interval of a mean."""
    return _mean(outcomes, outcomes.absolute_error_sum, outcomes.squared_error_sum)


def rmse_interval(outcomes: Outcomes) -> Interval | None:
    """Roots of the normal interval of the mean squared error."""
    ends = _mean(outcomes, outcomes.squared_error_sum, outcomes.fourth_power_error_sum)
    return ends and (math.sqrt(ends[0]), math.sqrt(ends[1]))


def mape_interval(outcomes: Outcomes) -> Interval | None:
    """The normal interval of a mean."""
    return _mean(outcomes, outcomes.relative_error_sum, outcomes.relative_error_square_sum)


def _mean(outcomes: Outcomes, total: float | None, squares: float | None) -> Interval | None:
    if total is None or squares is None:
        return None
    return mean_interval(total, squares, outcomes.labelled)


_BOOK = "Hyndman and Koehler 2006, Int. J. Forecast. 22(4), p. 679"
METRICS = (
    PerformanceMetric("mae", "Mean absolute error", mae, _BOOK, mae_interval),
    PerformanceMetric("rmse", "Root mean squared error", rmse, _BOOK, rmse_interval),
    PerformanceMetric("mape", "Mean absolute percentage error", mape, _BOOK, mape_interval),
)
