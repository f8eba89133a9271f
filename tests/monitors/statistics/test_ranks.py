"""Rank correlations of many columns at once."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from monitors.statistics.ranks import (
    RankCorrelations,
    difference_p_value,
    rank_correlations,
    wandering,
)


def test_is_spearmans_correlation_with_ties() -> None:
    """SciPy gives the same of columns in which values repeat."""
    random = np.random.default_rng(1)
    sample = random.normal(size=(400, 3))
    sample[:, 1] = np.round(sample[:, 0] + sample[:, 1])

    found = rank_correlations(sample).values

    assert found == pytest.approx(spearmanr(sample).statistic, abs=1e-12)


def test_takes_each_pair_over_the_rows_that_have_both() -> None:
    """A gap in one column takes its row from that column's pairs alone."""
    random = np.random.default_rng(2)
    sample = random.normal(size=(500, 3))
    sample[:, 2] = sample[:, 0]
    sample[:200, 2] = np.nan

    found = rank_correlations(sample)

    assert (found.rows[0, 1], found.rows[0, 2]) == (500, 300)
    assert found.values[0, 2] == pytest.approx(1.0, abs=0.01)


def test_a_column_that_does_not_vary_goes_with_none() -> None:
    """Its correlations are 0 and no warning is given."""
    sample = np.column_stack([np.arange(50.0), np.full(50, 7.0)])

    assert rank_correlations(sample).values[0, 1] == 0.0


def test_the_difference_is_uniform_by_chance() -> None:
    """Of samples from one distribution, one in twenty has a p-value below 0.05."""
    random = np.random.default_rng(3)
    p_values = []
    for _ in range(800):
        pairs = random.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=(2, 300))
        first, second = (rank_correlations(part).values[0, 1] for part in pairs)
        p_values.append(difference_p_value((first, 300), (second, 300)))

    assert np.mean(np.array(p_values) < 0.05) == pytest.approx(0.05, abs=0.02)


def windows_of_pairs(
    random: np.random.Generator, by: float, number: int
) -> list[RankCorrelations]:
    """Windows whose correlation wanders on Fisher's scale."""
    found = []
    for wander in random.normal(0, by, number):
        rho = np.tanh(0.3 + wander)
        pairs = random.multivariate_normal([0, 0], [[1, rho], [rho, 1]], size=200)
        found.append(rank_correlations(pairs))
    return found


def test_a_correlation_that_wanders_from_window_to_window_is_known() -> None:
    """Its variance is between what it is and twice that; chance alone gives none as a rule."""
    random = np.random.default_rng(4)
    wander = [wandering(windows_of_pairs(random, 0.3, 20), (0, 1)) for _ in range(20)]
    chance = [wandering(windows_of_pairs(random, 0.0, 20), (0, 1)) for _ in range(40)]

    assert 0.09 < np.median(wander) < 0.2
    assert sum(each > 0 for each in chance) <= 8
    assert wandering(windows_of_pairs(random, 1.0, 7), (0, 1)) == 0.0


def test_a_difference_within_what_wanders_is_no_change() -> None:
    """Two standard deviations of it are as likely as one in twenty."""
    assert difference_p_value((0.0, 1e6), (np.tanh(0.6), 1e6), 0.09) == pytest.approx(
        0.0455, abs=1e-3
    )
    assert difference_p_value((0.0, 1e6), (np.tanh(0.6), 1e6)) < 1e-15
