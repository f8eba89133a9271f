"""Performance without labels: what a calibrated score itself expects the truth to be."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from monitors.performance.calibration import Calibration, calibrate
from monitors.performance.scores import NO, YES, Counts, ScoreCounts
from monitors.statistics.special import Z

BLIND_SPOT = "An estimate can't see that the same case now turns out differently; only labels can."
DRAWS = 200
FEWEST_LABELLED = 200
FEWEST_OF_A_CLASS = 10
FEWEST_EFFECTIVE = 100
LARGEST_UNSEEN_SHARE = 0.05
NO_UNREST: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class Estimate:
    """An estimated metric, and the 95 % interval that its true value is expected in."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class EstimatedPerformance:
    """Metrics of a window whose truth is not known yet.

    Attributes:
        metrics: Estimates by metric; a metric that can't be taken is not among them.
        method: How they were made, in words.
        effective: How many labelled reference cases they rest on.
    """

    metrics: Mapping[str, Estimate]
    method: str
    effective: float
    caution: str = BLIND_SPOT


@dataclass(frozen=True)
class NotEstimated:
    """Why performance is not estimated, in a sentence."""

    reason: str


def estimate_classification(
    reference: ScoreCounts,
    current: ScoreCounts,
    random: np.random.Generator,
    unrest: Mapping[str, float] = NO_UNREST,
) -> EstimatedPerformance | NotEstimated:
    """Estimate accuracy, precision, recall, F1 and ROC AUC from scores alone (CBPE).

    A case with probability p and answer yes is expected to be p true and 1 - p false positives;
    summed up, that is the confusion table, and from it come the metrics (Garcia et al. 2023;
    Bialek et al. 2024, arXiv:2401.08348, section 3). Scores are first calibrated on the reference.

    Args:
        reference: Scores with truth, on data that the model was not trained on.
        current: Scores of the window.
        random: Draws the truths that the interval is taken from.
        unrest: By metric, what the reference's own windows add to the square of half an interval.

    Returns:
        Estimates, or why there are none: too few labels, a class that is missing, scores that
        mean nothing, scores unlike any of the reference.
    """
    reason = _obstacle(reference, current)
    if reason:
        return NotEstimated(reason)
    calibration = calibrate(reference)
    if not calibration.is_usable:
        return NotEstimated(
            "The scores don't show how likely a yes is, even after correction, so "
            "performance can't be estimated from them."
        )
    spread = Spread(reference.effective, random, unrest)
    metrics = _metrics(current, calibration, spread)
    method = "scores corrected on the reference" if calibration.is_corrected else "scores as given"
    return EstimatedPerformance(metrics, method, reference.effective)


def _obstacle(reference: ScoreCounts, current: ScoreCounts) -> str:
    """Return the first assumption that fails; empty if all hold."""
    if reference.effective < FEWEST_EFFECTIVE:
        return (
            f"Only about {reference.effective:.0f} cases of the reference resemble these, "
            f"fewer than {FEWEST_EFFECTIVE}, so performance can't be estimated."
        )
    labelled, positives = reference.labelled.sum(), reference.positives.sum()
    if labelled < FEWEST_LABELLED:
        return (
            f"The reference has {labelled:.0f} cases with outcome and score, but an estimate "
            f"needs {FEWEST_LABELLED}."
        )
    if min(positives, labelled - positives) < FEWEST_OF_A_CLASS:
        return f"The reference has fewer than {FEWEST_OF_A_CLASS} cases in one class."
    if not current.cases.sum():
        return "No case in the current data has both a score and a prediction."
    unseen = _unseen_share(reference, current)
    if unseen > LARGEST_UNSEEN_SHARE:
        return f"{unseen:.0%} of the scores are in a range where the reference has none."
    return ""


def _unseen_share(reference: ScoreCounts, current: ScoreCounts) -> float:
    """Return the share of current cases with a score beyond those that have a truth."""
    known = np.flatnonzero(reference.labelled.sum(axis=0))
    cases = current.cases.sum(axis=0)
    return float(1 - cases[known[0] : known[-1] + 1].sum() / cases.sum())


@dataclass(frozen=True)
class Spread:
    """What makes an estimate uncertain: so many cases, drawn truths, restless windows."""

    effective: float
    random: np.random.Generator
    unrest: Mapping[str, float]


def _metrics(
    current: ScoreCounts, calibration: Calibration, spread: Spread
) -> dict[str, Estimate]:
    """Take each metric of the expected truth, and its spread over drawn truths.

    The calibration was learnt from `effective` cases with the same kind of noise, so the variance
    grows by the factor 1 + cases / effective.
    """
    probabilities = calibration.of(current)
    cases = np.round(current.cases)
    expected = classification_metrics((cases * probabilities)[None], cases)
    truths = spread.random.binomial(cases.astype(int), probabilities, (DRAWS, *cases.shape))
    drawn = classification_metrics(truths.astype(float), cases)
    widened = Z**2 * (1 + cases.sum() / spread.effective)
    estimates = {}
    for name, (value,) in expected.items():
        squared = widened * float(np.var(drawn[name])) + spread.unrest.get(name, 0.0)
        half = math.sqrt(squared) if np.isfinite(squared) else math.nan
        if np.isfinite(value) and np.isfinite(half):
            low, high = max(0.0, float(value) - half), min(1.0, float(value) + half)
            estimates[name] = Estimate(float(value), low, high)
    return estimates


def classification_metrics(positives: Counts, cases: Counts) -> dict[str, Counts]:
    """Take metrics of many tables of truths at once.

    Args:
        positives: Shape (tables, 2, bins): positives per answer and bin of the score.
        cases: Shape (2, bins): all cases.

    Returns:
        One array of length `tables` per metric; NaN where a metric is not defined.
    """
    negatives = cases - positives
    hits, misses = positives[:, YES].sum(axis=1), positives[:, NO].sum(axis=1)
    false_alarms, right_no = negatives[:, YES].sum(axis=1), negatives[:, NO].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "accuracy": (hits + right_no) / cases.sum(),
            "precision": hits / (hits + false_alarms),
            "recall": hits / (hits + misses),
            "f1": 2 * hits / (2 * hits + misses + false_alarms),
            "roc_auc": _roc_auc(positives.sum(axis=1), negatives.sum(axis=1)),
        }


def _roc_auc(positives: Counts, negatives: Counts) -> Counts:
    """Return the share of pairs in the right order, those of one bin counted half."""
    below = np.cumsum(negatives, axis=1) - negatives / 2
    pairs = positives.sum(axis=1) * negatives.sum(axis=1)
    result: Counts = (positives * below).sum(axis=1) / pairs
    return result
