"""Null laws: what chance alone gives, against published figures and drawn tables."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from monitors.statistics.chance import (
    PsiLaw,
    homogeneity_p_value,
    psi_law,
)
from monitors.statistics.psi import psi_of_counts

DECILES = np.full(10, 0.1)


def law(rows_reference: int, rows_current: int, seed: int = 1) -> PsiLaw:
    """The law of a column of ten equal bins."""
    random = np.random.default_rng(seed)
    return psi_law(DECILES * rows_reference, DECILES * rows_current, random)


@pytest.mark.parametrize(
    ("rows_current", "critical"),
    [(200, 0.0880), (500, 0.0372), (1_000, 0.0203), (5_000, 0.0068)],
)
def test_five_percent_of_psi_without_drift_lies_above(rows_current: int, critical: float) -> None:
    """STATISTICS.md, 1: 5,000 reference rows, ten bins."""
    assert law(5_000, rows_current).exceeded_with(0.05) == pytest.approx(critical, abs=5e-5)


def test_a_hundred_rows_are_drawn_and_come_close_to_the_formula() -> None:
    """STATISTICS.md, 1: 0.1726 by the formula; ten cases a bin have a fatter tail."""
    assert PsiLaw(1 / 5_000 + 1 / 100, 9).exceeded_with(0.05) == pytest.approx(0.1726, abs=5e-5)
    drawn = [law(5_000, 100, seed).exceeded_with(0.05) for seed in range(30)]
    assert np.mean(drawn) == pytest.approx(0.1726, rel=0.15)


@pytest.mark.parametrize(
    ("rows_reference", "rows_current", "mean"),
    [(1_000, 500, 0.0270), (1_000, 1_000, 0.0180), (5_000, 200, 0.0468)],
)
def test_the_mean_of_psi_without_drift(
    rows_reference: int, rows_current: int, mean: float
) -> None:
    """STATISTICS.md, 1: scale times freedom is the law's mean."""
    found = law(rows_reference, rows_current)

    assert found.scale * found.freedom == pytest.approx(mean, abs=5e-5)


def test_psi_of_the_published_vector() -> None:
    """STATISTICS.md, 1: deciles against (.06, .07, ... .14)."""
    current = np.array([6, 7, 8, 9, 10, 10, 11, 12, 13, 14])

    assert float(psi_of_counts(DECILES, current)) == pytest.approx(0.062579, abs=1e-6)


def test_one_rare_row_has_the_law_of_the_formula() -> None:
    """It lies in one table or the other, with the same PSI: no spread to fit a law to."""
    found = psi_law(np.array([1_999.0, 1.0]), np.array([2_000.0, 0.0]), np.random.default_rng(1))

    assert (found.scale, found.freedom) == (1e-3, 1.0)


def test_rare_levels_are_drawn_and_keep_the_rate() -> None:
    """300 levels, half of them expected less than twice: 1 % stays about 1 %."""
    random = np.random.default_rng(5)
    shares = 1 / np.arange(1, 301)
    shares /= shares.sum()
    reference, current = (random.multinomial(rows, shares, 4_000) for rows in (5_000, 500))

    limit = psi_law(reference[0].astype(float), current[0].astype(float), random).exceeded_with(
        0.01
    )

    assert float((psi_of_counts(reference, current) > limit).mean()) < 0.03
    assert limit > 0.25


@pytest.mark.parametrize("usual", [0.0, 0.05, 0.1])
def test_p_values_are_uniform_or_larger_while_psi_is_as_usual(usual: float) -> None:
    """A population that moved by the usual PSI: p below 5 % in about 5 % of windows."""
    random = np.random.default_rng(6)
    tilt = 1 + np.linspace(-1, 1, 10) * np.sqrt(usual * 330 / 121)
    moved = DECILES * tilt / (DECILES * tilt).sum()
    usual = float(psi_of_counts(DECILES, moved))
    windows = random.multinomial(1_000, moved, 4_000)
    found = PsiLaw(1 / 1_000, 9)

    below = np.mean(
        [found.p_value(float(psi), usual) < 0.05 for psi in psi_of_counts(DECILES, windows)]
    )

    assert 0.02 < below < 0.075


def test_a_p_value_is_never_zero() -> None:
    """Zero would be infinite evidence."""
    assert law(10**6, 10**6).p_value(5.0) == 1e-15
    assert law(10**6, 10**6).p_value(5.0, usual=0.1) == 1e-15


@given(st.lists(st.integers(0, 500), min_size=2, max_size=12))
def test_the_same_shares_have_no_p_value_below_one(counts: list[int]) -> None:
    """A row of counts beside itself."""
    row = np.array(counts, dtype=float)

    p_value = homogeneity_p_value(row, row)

    assert p_value is None or p_value == pytest.approx(1.0)


def test_homogeneity_is_the_published_value() -> None:
    """STATISTICS.md, 5: 51.9091, p = 5.81e-13; never the one-sample test's 3.4e-29."""
    p_value = homogeneity_p_value(np.array([130.0, 370.0]), np.array([240.0, 260.0]))

    assert p_value == pytest.approx(5.81e-13, rel=1e-2)


@given(st.lists(st.tuples(st.integers(20, 500), st.integers(20, 500)), min_size=2, max_size=9))
def test_homogeneity_agrees_with_scipy(cells: list[tuple[int, int]]) -> None:
    """Where no level is rare the definition is the same."""
    table = np.array(cells, dtype=float).T
    expected = stats.chi2_contingency(table, correction=False)
    if expected.expected_freq.min() < 5:
        return

    assert homogeneity_p_value(table[0], table[1]) == pytest.approx(expected.pvalue, abs=1e-9)


@pytest.mark.parametrize(
    ("reference", "current", "pooled"),
    [
        pytest.param([90, 8, 2], [90, 2, 8], [[90, 8, 2], [90, 2, 8]], id="five is enough"),
        pytest.param(
            [90, 80, 4, 1], [60, 110, 1, 4], [[90, 80, 5], [60, 110, 5]], id="two rare ones"
        ),
        pytest.param([90, 80, 6], [60, 110, 3], [[90, 80, 6], [60, 110, 3]], id="one rare one"),
        pytest.param(
            [900, 800, 20, 30],
            [60, 110, 1, 4],
            [[900, 800, 50], [60, 110, 5]],
            id="rare on one side",
        ),
        pytest.param([90, 0, 80], [60, 0, 110], [[90, 80], [60, 110]], id="empty in both"),
    ],
)
def test_rare_levels_are_one_level(
    reference: list[float], current: list[float], pooled: list[list[float]]
) -> None:
    """Put together by hand they are kept; what is rare in either table counts as rare."""
    expected = stats.chi2_contingency(np.array(pooled), correction=False).pvalue

    found = homogeneity_p_value(np.array(reference), np.array(current))

    assert found == pytest.approx(expected, rel=1e-9)


def test_an_empty_row_has_no_p_value() -> None:
    """There is nothing to compare; one single level can't differ."""
    assert homogeneity_p_value(np.zeros(3), np.ones(3)) is None
    assert homogeneity_p_value(np.array([50.0]), np.array([70.0])) is None
