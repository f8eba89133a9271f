"""A regression's error without labels: learnt from errors whose size is known."""

import numpy as np
import pytest

from monitors.performance.direct_loss import estimate_regression
from monitors.performance.estimated import FEWEST_LABELLED, EstimatedPerformance, NotEstimated

ROWS, WINDOW = 8_000, 1_000
NO_WINDOW = np.full(ROWS, -1.0)


def cases(rows: int, seed: int, share_hard: float) -> tuple[np.ndarray, np.ndarray]:
    """Easy cases with errors of sd 10, and hard ones with 30; x tells which."""
    random = np.random.default_rng(seed)
    is_hard = random.uniform(size=rows) < share_hard
    x = np.column_stack([is_hard + random.uniform(0, 0.5, rows), random.normal(size=rows)])
    return x, random.normal(0, np.where(is_hard, 30.0, 10.0))


def estimated(share_hard: float) -> EstimatedPerformance:
    """Estimate a window with such a share of hard cases; the reference had a tenth."""
    x, errors = cases(ROWS, 1, 0.1)
    current = cases(WINDOW, 2, share_hard)[0]
    found = estimate_regression(x, errors, current, [False, False], NO_WINDOW)
    assert isinstance(found, EstimatedPerformance), found
    return found


@pytest.mark.parametrize("share_hard", [0.1, 0.6])
def test_errors_follow_the_kind_of_case(share_hard: float) -> None:
    """MAE of normal errors is sd times sqrt(2/pi); RMSE the root of the mean square."""
    found = estimated(share_hard).metrics

    mae = np.sqrt(2 / np.pi) * (10 + 20 * share_hard)
    rmse = np.sqrt(100 + 800 * share_hard)
    assert found["mae"].value == pytest.approx(mae, rel=0.1)
    assert found["rmse"].value == pytest.approx(rmse, rel=0.1)


def test_intervals_are_as_wide_as_windows_of_that_size_stray() -> None:
    """By the variance of |e| and of e squared, between cases of known kind."""
    found = estimated(0.1).metrics

    easy, hard = 0.9, 0.1
    of_mae = (1 - 2 / np.pi) * (easy * 100 + hard * 900) / WINDOW
    of_square = 2 * (easy * 10.0**4 + hard * 30.0**4) / WINDOW
    mae, rmse = found["mae"], found["rmse"]
    half_of_mae = (mae.high - mae.low) / 2
    half_of_square = (rmse.high**2 - rmse.low**2) / 2
    assert 1.0 <= half_of_mae / (1.96 * np.sqrt(of_mae)) < 1.4
    assert 0.9 <= half_of_square / (1.96 * np.sqrt(of_square)) < 1.5


def test_a_few_labels_are_too_few() -> None:
    """It says how many there are, and how many it takes; one more is enough."""
    x, errors = cases(FEWEST_LABELLED, 3, 0.1)
    near = NO_WINDOW[:FEWEST_LABELLED]

    few = estimate_regression(x[1:], errors[1:], x, [False, False], near[1:])

    assert isinstance(few, NotEstimated)
    assert f"has {FEWEST_LABELLED - 1} cases" in few.reason
    assert f"needs {FEWEST_LABELLED}" in few.reason
    enough = estimate_regression(x, errors, x, [False, False], near)
    assert isinstance(enough, EstimatedPerformance)


def test_folds_that_disagree_widen_an_interval() -> None:
    """Three models that expect 20, 20 and 10: the jackknife's variance is 2/3 of 66.7 (Kott)."""
    random = np.random.default_rng(4)
    x = random.normal(size=(6_000, 2))
    sizes = np.where(np.arange(6_000) % 3 == 2, 30.0, 10.0)
    signs = random.choice([-1.0, 1.0], 6_000)

    found = estimate_regression(x, sizes * signs, x[:4_000], [False, False], NO_WINDOW[:6_000])

    assert isinstance(found, EstimatedPerformance)
    mae = found.metrics["mae"]
    assert mae.value == pytest.approx(50 / 3, rel=0.02)
    assert (mae.high - mae.low) / 2 == pytest.approx(1.96 * np.sqrt(2 / 3 * 200 / 3), rel=0.1)
