"""A classifier that tells reference from current rows: how well it does is how far they moved."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitors.statistics.special import Z, ndtr
from monitors.statistics.trees import FOLDS, SEED, Classifier, Matrix, classifier, cross_fit

MOST_COLUMNS = 5
MOST_WEIGHT = 50.0
SMALLEST_DROP = 0.005


@dataclass(frozen=True)
class Separation:
    """How well held-out rows are told apart.

    Attributes:
        auc: Probability that a current row looks more current than a reference row, 0 to 1.
        low: Lower end of its 95 % interval.
        high: Upper end.
        p_value: Probability of such an AUC or more when nothing moved, 0 to 1.
        odds: For each reference row, how many current rows are like it per reference row.
        columns: Place of each column that gives it away, and by how much the AUC drops when its
            values are shuffled; most first.
    """

    auc: float
    low: float
    high: float
    p_value: float
    odds: Matrix
    columns: Sequence[tuple[int, float]]


def separate(
    reference: Matrix, current: Matrix, is_category: Sequence[bool], *, is_explained: bool = True
) -> Separation:
    """Train to tell the rows apart, and judge on rows that were not trained on.

    Cross-fitted classifier two-sample test (Lopez-Paz and Oquab 2017, arXiv:1610.06545): each of
    three folds is scored by a model of the other two. AUC and DeLong's variance are averaged over
    folds; the p-value takes the Mann-Whitney variance without drift, (N + M + 1) / (12 N M), of
    all rows.

    Args:
        reference: Rows by columns, NaN where missing, in random order.
        current: Likewise.
        is_category: Whether a column holds codes.
        is_explained: Whether columns are ranked, which takes a moment.
    """
    rows = np.vstack([reference, current])
    is_current = np.repeat([False, True], [len(reference), len(current)])
    fold = np.concatenate([np.arange(len(part)) % FOLDS for part in (reference, current)])
    scores, drops = np.zeros(len(rows)), np.zeros(rows.shape[1])
    areas = []
    for is_held_out, model in cross_fit(classifier(is_category), rows, is_current, fold):
        scores[is_held_out] = model.predict_proba(rows[is_held_out])[:, 1]
        areas.append(area_and_variance(scores[is_held_out], is_current[is_held_out]))
        if is_explained:
            drops += _drops(model, rows[is_held_out], is_current[is_held_out], areas[-1][0])
    return _separation(np.array(areas), scores, is_current, drops / FOLDS)


def _separation(
    areas: Matrix, scores: Matrix, is_current: NDArray[np.bool_], drops: Matrix
) -> Separation:
    before, now = int((~is_current).sum()), int(is_current.sum())
    auc = float(areas[:, 0].mean())
    half = Z * math.sqrt(areas[:, 1].sum()) / FOLDS
    null_deviation = math.sqrt((before + now + FOLDS) / (12 * before * now))
    share = np.clip(scores[~is_current], 1e-6, 1 - 1e-6)
    worst = np.argsort(-drops, kind="stable")[:MOST_COLUMNS]
    return Separation(
        auc=auc,
        low=max(0.0, auc - half),
        high=min(1.0, auc + half),
        p_value=float(ndtr((0.5 - auc) / null_deviation)),
        odds=np.minimum(share / (1 - share) * before / now, MOST_WEIGHT),
        columns=[(int(c), float(drops[c])) for c in worst if drops[c] > SMALLEST_DROP],
    )


def area_and_variance(scores: Matrix, is_positive: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the AUC and DeLong's variance of it (DeLong et al. 1988, Biometrics 44, p. 837).

    Args:
        scores: One a case.
        is_positive: At least one true and one false.
    """
    ordered = {kind: np.sort(scores[is_positive == kind]) for kind in (False, True)}
    placements = [
        (np.searchsorted(ordered[not kind], ordered[kind], "left")
         + np.searchsorted(ordered[not kind], ordered[kind], "right"))
        / (2 * len(ordered[not kind]))
        for kind in (False, True)
    ]  # fmt: skip
    variance = sum(float(np.var(values)) / len(values) for values in placements)
    return float(placements[True].mean()), variance


def _drops(
    model: Classifier,
    rows: Matrix,
    is_current: NDArray[np.bool_],
    area: float,
) -> Matrix:
    """Shuffle one column at a time and see how much worse the rows are told apart."""
    order = np.random.default_rng(SEED).permutation(len(rows))
    drops = np.zeros(rows.shape[1])
    for column in range(rows.shape[1]):
        shuffled = rows.copy()
        shuffled[:, column] = rows[order, column]
        scores = model.predict_proba(shuffled)[:, 1]
        drops[column] = area - area_and_variance(scores, is_current)[0]
    return drops
