"""Rows beyond marks that the reference's own rows set."""

import numpy as np
import pytest
from scipy.stats import betabinom

from monitors.statistics.beyond import beyond_p_value


@pytest.mark.parametrize(
    ("beyond", "rows_current", "marked", "rows_reference"),
    [
        pytest.param(3, 500, 2, 20_000, id="out of the range of a large reference"),
        pytest.param(1, 2_000, 2, 20_000, id="one row"),
        pytest.param(40, 2_000, 100, 10_000, id="the outer 1 %"),
        pytest.param(2, 2, 2, 50, id="every row"),
        pytest.param(2_700, 50_000, 5_000, 100_000, id="many rows"),
    ],
)
def test_is_the_tail_of_a_beta_binomial(
    beyond: int, rows_current: int, marked: int, rows_reference: int
) -> None:
    """SciPy's tail is met to six digits."""
    found = beyond_p_value(beyond, rows_current, marked, rows_reference)

    tail = betabinom.sf(beyond - 1, rows_current, marked, rows_reference + 1 - marked)
    assert found == pytest.approx(tail, rel=1e-6)


def test_holds_for_any_distribution() -> None:
    """Of windows like a heavy-tailed reference, no more are surprising than should be."""
    random = np.random.default_rng(5)
    found = []
    for _ in range(2_000):
        before, now = random.standard_t(2, 300), random.standard_t(2, 200)
        beyond = int(((now < before.min()) | (now > before.max())).sum())
        found.append(beyond_p_value(beyond, 200, 2, 300))

    assert np.mean(np.array(found) <= 0.05) <= 0.06


def test_nothing_beyond_is_no_surprise() -> None:
    """Without a row beyond the marks the p-value is 1."""
    assert beyond_p_value(0, 100, 2, 100) == 1.0
