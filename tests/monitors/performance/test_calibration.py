"""Calibration: scikit-learn's isotonic regression; when a score needs it, or can't be mended."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression

from monitors.performance.calibration import calibrate, isotonic
from monitors.performance.scores import (
    SCORE_BINS,
    ScoreCounts,
    bin_of,
    count_scores,
    effective_size,
)

RANDOM = np.random.default_rng(30)
SCORES = RANDOM.uniform(size=20_000)
DRAWS = RANDOM.uniform(size=20_000)


def counted(scores: np.ndarray, probabilities: np.ndarray) -> ScoreCounts:
    """Scores whose truth has these probabilities."""
    truth = (DRAWS[: len(scores)] < probabilities).astype(float)
    return count_scores(scores, scores >= 0.5, truth, np.ones(len(scores)))


@given(
    cells=st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=30
    ).filter(lambda cells: any(sum(cell) for cell in cells))
)
def test_isotonic_is_that_of_scikit_learn(cells: list[tuple[int, int]]) -> None:
    """Weighted, with empty bins between and beyond: to 1e-9."""
    positives, negatives = np.array(cells, dtype=float).T
    cases = positives + negatives
    places = np.flatnonzero(cases)

    fitted = isotonic(positives, cases)

    oracle = IsotonicRegression(out_of_bounds="clip")
    oracle.fit(places, positives[places] / cases[places], sample_weight=cases[places])
    assert fitted == pytest.approx(oracle.predict(np.arange(len(cases))), abs=1e-9)


def test_a_score_that_means_what_it_says_is_left_alone() -> None:
    """Twenty thousand cases agree with their scores."""
    found = calibrate(counted(SCORES, SCORES))

    assert not found.is_corrected
    assert found.is_usable
    assert found.error < 0.01


@pytest.mark.parametrize(("came", "is_corrected"), [(29, False), (30, True)])
def test_scores_are_refuted_as_by_hand(came: int, *, is_corrected: bool) -> None:
    """Of 100 cases each, 20 and 50 were said, and 50 came of the second.

    (29 - 20)² / (20 · 0.8) is 5.06, and (30 - 20)² / 16 is 6.25: 5.99 is the 5 % point of
    chi-square with two degrees of freedom.
    """
    scores = np.repeat([0.2, 0.5], 100)
    truth = np.concatenate([np.arange(100) < came, np.arange(100) < 50]).astype(float)

    found = calibrate(count_scores(scores, scores >= 0.5, truth, np.ones(200)))

    assert found.is_corrected is is_corrected


def test_a_score_that_exaggerates_is_corrected() -> None:
    """A score of s means s squared: the correction says so to 0.03 everywhere."""
    found = calibrate(counted(SCORES, SCORES**2))

    assert found.is_corrected
    assert found.is_usable
    assert found.error > 0.1
    meant = np.sin(np.arange(SCORE_BINS) / SCORE_BINS * np.pi / 2) ** 4
    assert np.abs(found.probabilities - meant)[50:-50].max() < 0.08
    assert np.abs(found.probabilities - meant).mean() < 0.015


@pytest.mark.parametrize(
    ("meant", "is_corrected"), [((0.2, 0.8), False), ((0.5, 0.5), True), ((0.02, 0.9), True)]
)
def test_tenths_without_a_case_are_left_out(
    meant: tuple[float, float], *, is_corrected: bool
) -> None:
    """A score of two values fills two tenths of ten; each means what its cases came to."""
    scores = np.repeat([0.2, 0.8], 5_000)
    truth = (np.arange(10_000) % 100 < 100 * np.repeat(meant, 5_000)).astype(float)

    found = calibrate(count_scores(scores, scores >= 0.5, truth, np.ones(10_000)))

    assert (found.is_corrected, found.is_usable) == (is_corrected, True)
    assert found.error == pytest.approx(np.abs(np.array(meant) - [0.2, 0.8]).mean(), abs=1e-9)
    places = bin_of(np.array([0.2, 0.8]))
    assert found.probabilities[places] == pytest.approx(meant, abs=1e-9)


def test_cases_without_a_truth_are_no_noes() -> None:
    """Half the truths haven't come: the score means the same, and fewer cases stand behind it."""
    truth = (DRAWS < SCORES).astype(float)
    truth[::2] = np.nan

    counts = count_scores(SCORES, SCORES >= 0.5, truth, np.ones(len(SCORES)))

    assert (counts.cases.sum(), counts.labelled.sum(), counts.effective) == (
        20_000,
        10_000,
        10_000,
    )
    assert counts.positives.sum() == np.nansum(truth)
    found = calibrate(counts)
    assert not found.is_corrected
    assert found.error < 0.02


def test_a_score_that_runs_backwards_cant_be_mended() -> None:
    """The likelier it says, the rarer it is."""
    assert not calibrate(counted(SCORES, 1 - SCORES)).is_usable


def test_a_few_cases_refute_nothing() -> None:
    """Thirty cases around their scores: chance explains the rest."""
    found = calibrate(counted(SCORES[:30], SCORES[:30]))

    assert not found.is_corrected


def test_bins_are_narrow_where_a_difference_means_much() -> None:
    """Near 0 a bin is a hundredth as wide as in the middle; the ends have a bin."""
    ends = bin_of(np.array([0.0, 1e-6, 1e-5, 0.5, 1.0]))

    assert ends.tolist() == [0, 0, 2, 500, 999]


def test_effective_size_is_kishs() -> None:
    """Equal weights count in full; one heavy case is one case; no weight is none."""
    assert effective_size(np.full(50, 3.0)) == pytest.approx(50)
    assert effective_size(np.array([1.0, 0.0, 0.0])) == 1.0
    assert effective_size(np.zeros(3)) == 0.0
