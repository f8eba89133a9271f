"""The budget's arithmetic: shared over monitors, questions, runs and tests."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from monitors.statistics.budget import (
    error_rates,
    hochberg_rejections,
    holm_rejections,
    rate_when_confirmed,
)


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


@given(
    p_values=st.lists(st.floats(0, 0.2), min_size=1, max_size=5),
    alpha=st.sampled_from([0.05, 0.1]),
)
def test_holm_rejects_what_no_group_of_tests_explains(p_values: list[float], alpha: float) -> None:
    """It is the closed test: a test is rejected if each group that it is in is, by Bonferroni."""
    tests = range(len(p_values))
    groups = [group for size in range(1, len(p_values) + 1) for group in combinations(tests, size)]

    def is_rejected(group: tuple[int, ...]) -> bool:
        return min(p_values[test] for test in group) <= alpha / len(group)

    closed = [all(is_rejected(group) for group in groups if test in group) for test in tests]
    assert holm_rejections(p_values, alpha) == closed


@pytest.mark.parametrize(
    ("p_values", "rejected"),
    [
        pytest.param([0.024, 0.05], [True, True], id="the second has the whole rate"),
        pytest.param([0.05, 0.025], [True, True], id="at the limit"),
        pytest.param([0.026, 0.026], [False, False], id="the first fails, so both do"),
        pytest.param([0.03, 0.001, 0.02], [True, True, True], id="an ever wider step"),
        pytest.param([0.05, 0.03, 0.001], [False, False, True], id="it stops at the first failed"),
    ],
)
def test_holm_steps_down(p_values: list[float], rejected: list[bool]) -> None:
    """By hand, at 5 %: the smallest of m beside a m-th, the next beside an (m - 1)-th."""
    assert holm_rejections(p_values, 0.05) == rejected


def test_holm_keeps_its_rate_when_nothing_moved() -> None:
    """4,000 runs of 30 columns at 5 %: one false rejection or more in at most 5 %, and error."""
    random = np.random.default_rng(3)
    runs = 4_000

    false = sum(any(holm_rejections(random.random(30).tolist(), 0.05)) for _ in range(runs))

    assert false / runs <= 0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5


@pytest.mark.parametrize(
    ("p_values", "rejected"),
    [
        ([0.03, 0.04], [True, True]),
        ([0.03, 0.06], [False, False]),
        ([0.001, 0.9], [True, False]),
        ([0.04, None, 0.02], [True, False, True]),
        ([0.05, 0.05, 0.05], [True, True, True]),
        ([None], [False]),
    ],
)
def test_hochberg_steps_up(p_values: list[float | None], rejected: list[bool]) -> None:
    """Where all are below the rate, all stand out."""
    assert hochberg_rejections(p_values, 0.05) == rejected


@given(st.lists(st.floats(0, 1), max_size=8), st.floats(0.001, 0.2))
def test_hochberg_finds_all_that_holm_finds(p_values: list[float], alpha: float) -> None:
    """And never one above the rate."""
    step_up = hochberg_rejections(p_values, alpha)

    for p_value, by_holm, by_hochberg in zip(
        p_values, holm_rejections(p_values, alpha), step_up, strict=True
    ):
        assert by_hochberg or not by_holm
        assert not by_hochberg or p_value <= alpha


def test_hochberg_keeps_its_rate_where_tests_go_together() -> None:
    """Of three metrics of the same cases."""
    random = np.random.default_rng(4)
    runs = 20_000
    alike = np.full((3, 3), 0.8) + 0.2 * np.eye(3)
    scores = random.multivariate_normal([0] * 3, alike, size=runs)
    p_values = 2 * norm.sf(np.abs(scores))

    false = sum(any(hochberg_rejections(each, 0.05)) for each in p_values.tolist())

    assert false / runs <= 0.05 + 3 * (0.05 * 0.95 / runs) ** 0.5
