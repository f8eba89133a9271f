"""The budget's arithmetic: shared over monitors, questions, runs and tests."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.statistics.budget import error_rates, holm_rejections, rate_when_confirmed


def test_one_a_quarter_weekly_is_one_in_26_for_each_question() -> None:
    """The worked example of docs/why/alert-budget.md: half a false alarm over 13 runs."""
    rates = error_rates(1.0, 13)

    assert [rates.window, rates.slow] == pytest.approx([0.5 / 13] * 2)


@given(budget=st.floats(0.1, 10), runs=st.floats(1, 2184), monitors=st.integers(1, 20))
def test_a_models_monitors_never_spend_more_than_its_budget(
    budget: float, runs: float, monitors: int
) -> None:
    """Both questions of all monitors over all runs of a quarter sum to the budget at most."""
    rates = error_rates(budget, runs, monitors)

    assert (rates.window + rates.slow) * runs * monitors <= budget * (1 + 1e-9)


@pytest.mark.parametrize(
    ("needed", "of", "expected"),
    [
        pytest.param(1, 1, 0.01, id="every alarm counts"),
        pytest.param(2, 2, 0.1, id="two in a row: the root"),
        pytest.param(1, 3, 1 - 0.99 ** (1 / 3), id="any of three"),
        pytest.param(2, 3, 0.05890, id="two of three"),
    ],
)
def test_confirmed_alarms_leave_each_run_more(needed: int, of: int, expected: float) -> None:
    """For 1 % in all; the last one solves 3p² - 2p³ = 0.01."""
    assert rate_when_confirmed(0.01, needed, of) == pytest.approx(expected, abs=1e-5)


@given(
    p_values=st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=20),
    alpha=st.floats(0.001, 0.2),
)
def test_holm_lies_between_bonferroni_and_no_correction(
    p_values: list[float | None], alpha: float
) -> None:
    """It rejects all that Bonferroni does, and nothing above alpha."""
    tests = sum(p_value is not None for p_value in p_values)

    for p_value, is_rejected in zip(p_values, holm_rejections(p_values, alpha), strict=True):
        if p_value is None or p_value > alpha:
            assert not is_rejected
        elif p_value <= alpha / tests:
            assert is_rejected


def test_holm_keeps_its_rate_when_nothing_moved() -> None:
    """4,000 runs of 30 columns at 5 %: one false rejection or more in at most 5 %, and error."""
    random = np.random.default_rng(3)
    runs = 4_000

    false = sum(any(holm_rejections(random.random(30).tolist(), 0.05)) for _ in range(runs))

    assert false / runs <= 0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5
