"""Rank correlations of many columns at once."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from monitors.statistics.ranks import difference_p_value, rank_correlations


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
