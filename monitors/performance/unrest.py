"""How restless a model's results are: what estimates missed in the reference's own windows.

The interval of an estimate knows what chance does to independent cases. Real cases come together:
a storm delays all flights of a day, neighbours look for work in the same town. So the reference is
cut into windows, in the order of its rows; where estimates miss the truth there by more than
chance gives, the rest of their variance is added to every later interval (as a Laney P' chart
does: Quality Engineering 14, 2002, p. 531).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from monitors.performance.calibration import Calibration
from monitors.performance.estimated import classification_metrics
from monitors.performance.scores import NO, YES, Counts, ScoreCounts
from monitors.statistics.excess import FEWEST_WINDOWS, excess, windows_of

PAST_BINS = 125


@dataclass(frozen=True)
class PastScores:
    """Labelled cases of the reference's windows, arrays of shape (windows, 2, PAST_BINS)."""

    cases: Counts
    positives: Counts


@dataclass(frozen=True)
class PastCut:
    """How the reference is cut: a window begins every `step` cases, and has `rows` of them."""

    windows: int
    step: int
    rows: int

    def window_of(self, place: Counts) -> Counts:
        """Return the window of each row of the reference, counted from 0; -1 for none."""
        window = place // self.step
        is_inside = (place % self.step < self.rows) & (window < self.windows)
        return np.where(is_inside, window, -1.0)


def past_cut(labelled: int, cases: int) -> PastCut:
    """Choose windows about as large as the one that is estimated, at least eight.

    Their size is a power of two, so that windows of much the same size ask the same question.

    Args:
        labelled: How many cases the reference has, at least 1.
        cases: How many the window has, at least 1.
    """
    rows = 1 << (cases.bit_length() - 1)
    windows = windows_of(labelled, rows)
    step = max(labelled // windows, 1)
    return PastCut(windows, step, min(rows, step))


def unrest(past: PastScores, reference: ScoreCounts, calibration: Calibration) -> dict[str, float]:
    """Return what to add to the square of half an interval, by metric: 0 where chance may do.

    With k windows, misses d and variances v by chance, the sum of d^2 is tested against the mean
    of v. If it's larger, the excess of the variance's upper side is taken times the square of
    Student's 97.5 % point, since few windows leave it uncertain.

    Args:
        past: The reference's windows.
        reference: All of it, without weights.
        calibration: What its scores mean.
    """
    said = _merged(reference.cases * calibration.of(reference))
    expected = said / np.maximum(_merged(reference.cases), 1e-12)
    misses: dict[str, list[float]] = {}
    variances: dict[str, list[float]] = {}
    for cases, positives in zip(past.cases, past.positives, strict=True):
        if not cases.sum():
            continue
        guessed = cases * expected
        truth, guess = (classification_metrics(each[None], cases) for each in (positives, guessed))
        for name, slope in slopes(guessed, cases).items():
            miss = float(truth[name][0] - guess[name][0])
            variance = float((guessed * (1 - expected) * slope**2).sum())
            if np.isfinite(miss) and np.isfinite(variance):
                misses.setdefault(name, []).append(miss)
                variances.setdefault(name, []).append(variance)
    return {
        name: excess(np.array(found), np.array(variances[name]))
        for name, found in misses.items()
        if len(found) >= FEWEST_WINDOWS
    }


def unrest_of_losses(misses: Counts, variances: Counts, window: Counts) -> float:
    """Return what to add to the square of half a mean loss's interval: 0 where chance may do.

    Args:
        misses: Loss of each case of the reference, less what a model that hasn't seen it expected.
        variances: Of each loss, by chance.
        window: Number of the reference's window that a case is in; below 0 where it's in none.
    """
    is_used = window >= 0
    at = window[is_used].astype(np.int64)
    cases = np.bincount(at)
    is_met = cases > 0
    missed, varied = (
        np.bincount(at, each[is_used])[is_met] / cases[is_met] for each in (misses, variances)
    )
    return excess(missed, varied / cases[is_met]) if is_met.sum() >= FEWEST_WINDOWS else 0.0


def slopes(positives: Counts, cases: Counts) -> Mapping[str, Counts]:
    """Return how each metric changes when a case turns out positive, for the delta method.

    Args:
        positives: Shape (2, bins): positives per answer and bin of the score.
        cases: Likewise: all cases.

    Returns:
        An array of the same shape per metric; not finite where the metric isn't defined.
    """
    hits, missed, said = positives[YES].sum(), positives[NO].sum(), cases[YES].sum()
    found, total = hits + missed, cases.sum()
    is_yes = np.zeros_like(cases)
    is_yes[YES] = 1.0
    of_score = positives.sum(axis=0)
    others = cases.sum(axis=0) - of_score
    below = np.cumsum(others) - others / 2
    above = found - np.cumsum(of_score) + of_score / 2
    pairs, right = found * (total - found), (of_score * below).sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        ranked = ((below - above) * pairs - right * (total - 2 * found)) / pairs**2
        return {
            "accuracy": (2 * is_yes - 1) / total,
            "precision": is_yes / said,
            "recall": (is_yes * found - hits) / found**2,
            "f1": 2 * (is_yes * (found + said) - hits) / (found + said) ** 2,
            "roc_auc": np.broadcast_to(ranked, cases.shape),
        }


def _merged(counts: Counts) -> Counts:
    """Add up neighbouring bins of the score, as the windows have fewer."""
    merged: Counts = counts.reshape(2, PAST_BINS, -1).sum(axis=2)
    return merged
