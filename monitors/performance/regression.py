"""Mean absolute error, root mean squared error and mean absolute percentage error."""

import math

from monitors.performance.metric import Outcomes, PerformanceMetric, ratio


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


_BOOK = "Hyndman and Koehler 2006, Int. J. Forecast. 22(4), p. 679"
METRICS = (
    PerformanceMetric("mae", "Mean absolute error", mae, _BOOK),
    PerformanceMetric("rmse", "Root mean squared error", rmse, _BOOK),
    PerformanceMetric("mape", "Mean absolute percentage error", mape, _BOOK),
)
