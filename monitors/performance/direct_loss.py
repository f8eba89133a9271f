"""A regression's error without labels: learnt from its errors on the reference."""

import math
from collections.abc import Sequence

import numpy as np

from monitors.performance.estimated import (
    FEWEST_LABELLED,
    Estimate,
    EstimatedPerformance,
    NotEstimated,
)
from monitors.performance.interval import Z
from monitors.statistics.trees import FOLDS, Matrix, cross_fit, regressor

METHOD = "errors learnt from the reference"


def estimate_regression(
    reference: Matrix, errors: Matrix, current: Matrix, is_category: Sequence[bool]
) -> EstimatedPerformance | NotEstimated:
    """Estimate MAE and RMSE by learning which cases the model errs on (direct loss estimation).

    Regressors predict the powers of a case's error from its features and the model's answer; the
    mean of their predictions over the window is the estimate.

    Args:
        reference: Rows by columns, the model's answer among them, in random order.
        errors: Answer less truth of each reference row.
        current: Rows by the same columns.
        is_category: Whether a column holds codes.

    Returns:
        MAE and RMSE in the target's unit, or a refusal when labels are too few.
    """
    if len(errors) < FEWEST_LABELLED:
        return NotEstimated(
            f"The reference has {len(errors)} cases with outcome and prediction, but an estimate "
            f"needs {FEWEST_LABELLED}."
        )
    losses = np.abs(errors)[:, None] ** np.array([1, 2, 4])
    expected = np.array([_expected(reference, loss, current, is_category) for loss in losses.T])
    mae = _mean_with_interval(expected[0], expected[1], len(errors))
    squared = _mean_with_interval(expected[1], expected[2], len(errors))
    rmse = Estimate(*(math.sqrt(value) for value in (squared.value, squared.low, squared.high)))
    return EstimatedPerformance({"mae": mae, "rmse": rmse}, METHOD, float(len(errors)))


def _expected(
    reference: Matrix, losses: Matrix, current: Matrix, is_category: Sequence[bool]
) -> Matrix:
    """Predict each current row's loss by a model per fold, shape (folds, rows), at least 0."""
    fold = np.arange(len(reference)) % FOLDS
    models = cross_fit(regressor(is_category), reference, losses, fold)
    return np.array([np.maximum(model.predict(current), 0.0) for _, model in models])


def _mean_with_interval(expected: Matrix, expected_squares: Matrix, learnt_from: int) -> Estimate:
    """Average the expected losses of a window.

    The true mean strays from it in two ways: by the spread of losses at these rows over the
    window's size, and by what was learnt from so many cases, which is how far the folds' models
    disagree (delete-a-group jackknife: Kott 2001, J. Off. Stat. 17, p. 521).

    Args:
        expected: Losses per fold and row.
        expected_squares: Their squares, likewise.
        learnt_from: How many reference rows there were.
    """
    means = expected.mean(axis=1)
    value = float(means.mean())
    rows = expected.mean(axis=0)
    spread = float(np.maximum(expected_squares.mean(axis=0) - rows**2, 0.0).mean())
    learnt = max((FOLDS - 1) / FOLDS * float(((means - value) ** 2).sum()), spread / learnt_from)
    half = Z * math.sqrt(spread / expected.shape[1] + learnt)
    return Estimate(value, max(0.0, value - half), value + half)
