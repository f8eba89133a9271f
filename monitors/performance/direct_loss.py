"""A regression's error without labels: learnt from its errors on the reference."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from monitors.performance.estimated import (
    FEWEST_LABELLED,
    Estimate,
    EstimatedPerformance,
    NotEstimated,
)
from monitors.performance.unrest import unrest_of_losses
from monitors.statistics.special import Z
from monitors.statistics.trees import FOLDS, Matrix, cross_fit, regressor

METHOD = "errors learnt from the reference"


@dataclass(frozen=True)
class Expected:
    """A power of the errors, as models expect it that have not seen the case.

    Attributes:
        losses: Of each reference row.
        held_out: What was expected of it.
        current: What each fold's model expects of each current row, shape (folds, rows).
    """

    losses: Matrix
    held_out: Matrix
    current: Matrix


def estimate_regression(
    reference: Matrix,
    errors: Matrix,
    current: Matrix,
    is_category: Sequence[bool],
    window: Matrix,
) -> EstimatedPerformance | NotEstimated:
    """Estimate MAE and RMSE by learning which cases the model errs on (direct loss estimation).

    Regressors predict the powers of a case's error from its features and the model's answer; the
    mean of their predictions over the window is the estimate.

    Args:
        reference: Rows by columns, the model's answer among them, in random order.
        errors: Answer less truth of each reference row.
        current: Rows by the same columns.
        is_category: Whether a column holds codes.
        window: Number of the reference's window that a row is in; below 0 where it's in none.

    Returns:
        MAE and RMSE in the target's unit, or a refusal when labels are too few.
    """
    if len(errors) < FEWEST_LABELLED:
        return NotEstimated(
            f"The reference has {len(errors)} cases with outcome and prediction, but an estimate "
            f"needs {FEWEST_LABELLED}."
        )
    first, second, fourth = (
        _expected(reference, np.abs(errors) ** power, current, is_category) for power in (1, 2, 4)
    )
    mae = _mean_with_interval(first, second, window)
    squared = _mean_with_interval(second, fourth, window)
    rmse = Estimate(*(math.sqrt(value) for value in (squared.value, squared.low, squared.high)))
    return EstimatedPerformance({"mae": mae, "rmse": rmse}, METHOD, float(len(errors)))


def _expected(
    reference: Matrix, losses: Matrix, current: Matrix, is_category: Sequence[bool]
) -> Expected:
    """Predict each row's loss, at least 0, by a model per fold."""
    fold = np.arange(len(reference)) % FOLDS
    held_out, expected = np.empty(len(reference)), []
    for is_held_out, model in cross_fit(regressor(is_category), reference, losses, fold):
        held_out[is_held_out] = np.maximum(model.predict(reference[is_held_out]), 0.0)
        expected.append(np.maximum(model.predict(current), 0.0))
    return Expected(losses, held_out, np.array(expected))


def _mean_with_interval(loss: Expected, square: Expected, window: Matrix) -> Estimate:
    """Average the expected losses of a window.

    The true mean strays from it in three ways: by the spread of losses at these rows over the
    window's size; by what was learnt from so many cases, which is how far the folds' models
    disagree (delete-a-group jackknife: Kott 2001, J. Off. Stat. 17, p. 521); and by what moves
    whole windows, as the reference's own windows show.

    Args:
        loss: Expected losses.
        square: Their squares, likewise.
        window: The reference's window of each of its rows.
    """
    means = loss.current.mean(axis=1)
    value = float(means.mean())
    spread = float(_variances(square.current.mean(axis=0), loss.current.mean(axis=0)).mean())
    disagreement = (FOLDS - 1) / FOLDS * float(((means - value) ** 2).sum())
    learnt = max(disagreement, spread / len(loss.losses))
    by_chance = _variances(square.held_out, loss.held_out)
    unrest = unrest_of_losses(loss.losses - loss.held_out, by_chance, window)
    half = math.sqrt(Z**2 * (spread / loss.current.shape[1] + learnt) + unrest)
    return Estimate(value, max(0.0, value - half), value + half)


def _variances(squares: Matrix, means: Matrix) -> Matrix:
    return np.maximum(squares - means**2, 0.0)
