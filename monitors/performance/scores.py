"""A model's scores as counts per bin: what estimates of performance work on, without rows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.float64]
SCORE_BINS = 1_000
NO, YES = 0, 1


@dataclass(frozen=True)
class ScoreCounts:
    """Cases per answer and bin of the score, arrays of shape (2, bins): row 0 no, row 1 yes.

    Bins are equally wide in the arcsine of the score's root, so that scores near 0 and 1, where
    a small difference means much, fall into narrow ones.

    Attributes:
        cases: How many cases have a score.
        score_sum: Sum of their scores.
        labelled: How many of them have a truth.
        positives: How many of those are positive.
        effective: How many equally weighted labelled cases are worth as much; all of them where
            cases were not weighted.
    """

    cases: Counts
    score_sum: Counts
    labelled: Counts
    positives: Counts
    effective: float

    @property
    def scores(self) -> Counts:
        """Return the mean score of each bin, NaN where it is empty."""
        cases = self.cases.sum(axis=0)
        filled = np.where(cases > 0, cases, np.nan)
        result: Counts = self.score_sum.sum(axis=0) / filled
        return result


def count_scores(
    scores: Counts, answers: NDArray[np.bool_], truth: Counts, weights: Counts
) -> ScoreCounts:
    """Count weighted cases that are at hand, such as a bounded sample.

    Args:
        scores: 0 to 1, one a case.
        answers: Whether the model said yes.
        truth: 0 or 1; NaN where it is not known.
        weights: At least 0.
    """
    place = answers.astype(int) * SCORE_BINS + bin_of(scores)
    is_known = ~np.isnan(truth)

    def summed(values: Counts) -> Counts:
        counts: Counts = np.bincount(place, values, 2 * SCORE_BINS).astype(float)
        return counts.reshape(2, SCORE_BINS)

    return ScoreCounts(
        cases=summed(weights),
        score_sum=summed(weights * scores),
        labelled=summed(weights * is_known),
        positives=summed(weights * np.nan_to_num(truth)),
        effective=effective_size(weights[is_known]),
    )


def bin_of(scores: Counts) -> NDArray[np.int64]:
    """Return each score's bin, 0 to SCORE_BINS - 1."""
    place = np.floor(np.arcsin(np.sqrt(scores)) * (2 / np.pi) * SCORE_BINS)
    return np.minimum(place, SCORE_BINS - 1).astype(np.int64)


def effective_size(weights: Counts) -> float:
    """Return how many equally weighted cases are worth as much (Kish 1965, Survey Sampling, 427).

    Returns:
        (sum of weights) squared over the sum of their squares; 0 without a weight.
    """
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0
