"""Precision, recall and F1 of several classes: macro averages, each class weighs the same."""

from dataclasses import dataclass

import numpy as np

Confusion = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class MacroAverage:
    """A mean over classes with its standard error."""

    value: float
    deviation: float


def macro_average(confusion: Confusion, by_truth: float, by_answer: float) -> MacroAverage | None:
    """Average a ratio over the classes, and say how sure the average is.

    A class's ratio is (a + b) hits / (a cases of it + b answers of it): precision with
    (a, b) = (0, 1), recall with (1, 0), F1 with (1, 1). A class without a denominator counts 0,
    as in scikit-learn. The standard error is by the delta method on multinomial cells (Takahashi
    et al. 2022, Applied Intelligence 52, p. 4961).

    Args:
        confusion: Counts, a row per truth and a column per answer.
        by_truth: a.
        by_answer: b.

    Returns:
        A share, 0 to 1, and its standard error; None without a case.
    """
    cells = np.array(confusion, dtype=float)
    cases = cells.sum()
    if not cases:
        return None
    hits = np.diag(cells)
    size = by_truth * cells.sum(axis=1) + by_answer * cells.sum(axis=0)
    filled = np.where(size > 0, size, 1.0)
    ratios = (by_truth + by_answer) * hits / filled
    slopes = -(by_truth * (ratios / filled)[:, None] + by_answer * (ratios / filled)[None, :])
    slopes[np.diag_indices(len(cells))] += (by_truth + by_answer) / filled
    slopes /= len(cells)
    variance = (cells * slopes**2).sum() - (cells * slopes).sum() ** 2 / cases
    return MacroAverage(float(ratios.mean()), float(np.sqrt(max(variance, 0.0))))
