"""What estimates missed in the reference's own windows widens later intervals."""

import numpy as np
import pytest

from monitors.performance.calibration import calibrate
from monitors.performance.estimated import classification_metrics
from monitors.performance.scores import ScoreCounts, count_scores
from monitors.performance.unrest import PAST_BINS, PastCut, PastScores, past_cut, slopes, unrest

WINDOWS, ROWS = 20, 500


def drawn(wander: float, seed: int = 3) -> tuple[ScoreCounts, PastScores]:
    """Return a reference whose windows all wander on their own, by so much of a logit."""
    random = np.random.default_rng(seed)
    shifts = np.repeat(random.normal(0, wander, WINDOWS), ROWS)
    logits = random.normal(0, 1.5, WINDOWS * ROWS)
    scores, truly = (1 / (1 + np.exp(-each)) for each in (logits, logits + shifts))
    truth = (random.random(len(scores)) < truly).astype(float)
    places = [slice(at, at + ROWS) for at in range(0, len(scores), ROWS)]
    said, weights = scores >= 0.5, np.ones(len(scores))
    windows = [count_scores(scores[at], said[at], truth[at], weights[at]) for at in places]
    past = PastScores(
        *(
            np.array([getattr(one, name).reshape(2, PAST_BINS, -1).sum(axis=2) for one in windows])
            for name in ("cases", "positives")
        )
    )
    return count_scores(scores, said, truth, weights), past


def test_independent_cases_add_something_once_in_ten() -> None:
    """Chance alone is in the interval already; it's told from unrest at 10 %."""
    added = []
    for seed in range(20):
        reference, past = drawn(wander=0.0, seed=seed)
        added.append(unrest(past, reference, calibrate(reference))["recall"] > 0)

    assert sum(added) <= 4


def test_windows_that_wander_add_what_they_wander() -> None:
    """Half an interval then is about twice their spread, which chance alone would not give."""
    reference, past = drawn(wander=0.4)
    shares = past.positives.sum(axis=(1, 2)) / ROWS

    found = unrest(past, reference, calibrate(reference))

    assert found["recall"] ** 0.5 > 2 * 0.02
    assert found["accuracy"] ** 0.5 < found["recall"] ** 0.5 < 4 * shares.std()


@pytest.mark.parametrize("metric", ["accuracy", "precision", "recall", "f1", "roc_auc"])
def test_a_slope_is_what_one_more_positive_changes(metric: str) -> None:
    """Beside a finite difference, in a cell of either answer."""
    random = np.random.default_rng(5)
    cases = random.integers(5, 60, (2, PAST_BINS)).astype(float)
    positives = cases * np.linspace(0.1, 0.9, PAST_BINS)

    slope = slopes(positives, cases)[metric]

    for cell in ((0, 20), (1, 90)):
        more = positives.copy()
        more[cell] += 1e-3
        both = classification_metrics(np.array([positives, more]), cases)[metric]
        assert slope[cell] == pytest.approx((both[1] - both[0]) / 1e-3, rel=1e-3)


@pytest.mark.parametrize(
    ("labelled", "cases", "cut"),
    [
        (68_785, 3_000, PastCut(33, 2_084, 2_048)),
        (1_000, 3_000, PastCut(8, 125, 125)),
        (1_000_000, 600, PastCut(60, 16_666, 512)),
        (3, 1, PastCut(8, 1, 1)),
    ],
)
def test_windows_are_as_large_as_the_one_that_is_estimated(
    labelled: int, cases: int, cut: PastCut
) -> None:
    """To a power of two, and at least eight of them."""
    assert past_cut(labelled, cases) == cut
