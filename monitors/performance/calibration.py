"""Whether a score means what it says on the reference, and what it means if not."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from monitors.performance.scores import Counts, ScoreCounts
from monitors.statistics.special import chdtrc

GROUPS = 10
SIGNIFICANT = 0.05
LARGEST_LEFT_OVER = 0.05
SMALLEST_SPREAD = 1e-9


@dataclass(frozen=True)
class Calibration:
    """What each bin of the score means: the probability of a positive.

    Attributes:
        probabilities: One a bin, 0 to 1.
        is_corrected: Whether the score had to be corrected.
        error: Mean distance of the score from the truth's share on the reference, 0 to 1.
        is_usable: Whether the score, corrected if need be, can be taken at its word.
    """

    probabilities: Counts
    is_corrected: bool
    error: float
    is_usable: bool

    def of(self, scores: ScoreCounts) -> Counts:
        """Return the probability of each answer and bin: its own mean score, or the corrected."""
        if self.is_corrected:
            return np.broadcast_to(self.probabilities, scores.cases.shape)
        filled = np.maximum(scores.cases, 1e-12)
        return np.clip(scores.score_sum / filled, 0.0, 1.0)


def calibrate(reference: ScoreCounts) -> Calibration:
    """Take the score at its word where the reference agrees, else correct it.

    The reference disagrees when the sum over ten groups of (positives - expected)^2 /
    (expected (1 - expected / cases)) is beyond the 95 % point of chi-square (Hosmer and Lemeshow
    1980, Commun. Stat. A9, p. 1043; as many degrees of freedom as groups, since the reference was
    not trained on). The correction is the rising step function nearest to the truth. Weighted
    cases are always corrected: among them the score may mean something else.

    Args:
        reference: Labelled scores, at least one.
    """
    labelled, positives = reference.labelled.sum(axis=0), reference.positives.sum(axis=0)
    scores = _filled(reference.scores)
    groups = _equal_groups(labelled)
    weight = min(reference.effective / labelled.sum(), 1.0)
    said = _Agreement.of(labelled, positives, scores, groups)
    if weight == 1.0 and not said.is_refuted(weight):
        return Calibration(scores, is_corrected=False, error=said.gap, is_usable=True)
    corrected = isotonic(positives, labelled)
    left_over = _Agreement.of(labelled, positives, corrected, groups)
    is_usable = left_over.gap <= LARGEST_LEFT_OVER or not left_over.is_refuted(weight)
    return Calibration(corrected, is_corrected=True, error=said.gap, is_usable=is_usable)


def isotonic(positives: Counts, cases: Counts) -> Counts:
    """Fit the rising step function nearest to the shares, by pooling adjacent violators.

    Least squares weighted by cases (Barlow et al. 1972, Statistical Inference under Order
    Restrictions, p. 13). Between filled bins it is a straight line, beyond them it is flat.

    Args:
        positives: Per bin, 0 to `cases`.
        cases: Per bin, at least one bin above 0.

    Returns:
        A share per bin, 0 to 1, never falling.
    """
    filled = np.flatnonzero(cases > 0)
    blocks: list[tuple[float, float, int]] = []
    for place in filled:
        block = (float(positives[place]), float(cases[place]), 1)
        while blocks and blocks[-1][0] * block[1] >= block[0] * blocks[-1][1]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1], before[2] + block[2])
        blocks.append(block)
    shares = np.repeat([hits / size for hits, size, _ in blocks], [bins for *_, bins in blocks])
    fitted: Counts = np.interp(np.arange(len(cases)), filled, shares)
    return fitted


def _filled(scores: Counts) -> Counts:
    """Fill each empty bin with the score between its neighbours'."""
    places = np.arange(len(scores))
    is_known = ~np.isnan(scores)
    filled: Counts = np.interp(places, places[is_known], scores[is_known])
    return filled


def _equal_groups(cases: Counts) -> NDArray[np.int64]:
    """Number the bins' groups, each of about a tenth of the cases."""
    middle = np.cumsum(cases) - cases / 2
    numbers: NDArray[np.int64] = np.minimum(middle / cases.sum() * GROUPS, GROUPS - 1).astype(int)
    return numbers


@dataclass(frozen=True)
class _Agreement:
    """Cases, positives and expected positives per group that has cases."""

    cases: Counts
    positives: Counts
    expected: Counts

    @classmethod
    def of(
        cls, cases: Counts, positives: Counts, probabilities: Counts, groups: NDArray[np.int64]
    ) -> Self:
        """Sum the bins up by group."""
        columns = (cases, positives, cases * probabilities)
        table = np.array([np.bincount(groups, column, GROUPS) for column in columns])
        return cls(*table[:, table[0] > 0])

    @property
    def gap(self) -> float:
        """Return the mean distance between what was expected and what came, 0 to 1."""
        return float(np.abs(self.positives - self.expected).sum() / self.cases.sum())

    def is_refuted(self, weight: float) -> bool:
        """Return whether the truth contradicts the probabilities; `weight` is a case's weight."""
        spread = np.maximum(self.expected * (1 - self.expected / self.cases), SMALLEST_SPREAD)
        statistic = weight * float(((self.positives - self.expected) ** 2 / spread).sum())
        return bool(chdtrc(len(self.cases), statistic) < SIGNIFICANT)
