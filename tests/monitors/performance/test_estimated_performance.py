"""Performance without labels: the published example, the truth of simulations, each refusal."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from monitors.performance.estimated import (
    BLIND_SPOT,
    EstimatedPerformance,
    NotEstimated,
    classification_metrics,
    estimate_classification,
)
from monitors.performance.scores import ScoreCounts, count_scores

Estimated = EstimatedPerformance | NotEstimated


def counted(
    scores: np.ndarray, truth: np.ndarray | None = None, *, threshold: float = 0.5
) -> ScoreCounts:
    """Scores with their truth, or without."""
    known = np.full(len(scores), np.nan) if truth is None else truth.astype(float)
    return count_scores(scores, scores >= threshold, known, np.ones(len(scores)))


def cases(rows: int, seed: int, centre: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Calibrated scores and the truth drawn from them."""
    random = np.random.default_rng(seed)
    scores = 1 / (1 + np.exp(-random.normal(centre, 2.0, rows)))
    return scores, random.uniform(size=rows) < scores


def estimate(reference: ScoreCounts, current: ScoreCounts) -> EstimatedPerformance:
    """An estimate that is not refused."""
    found = estimate_classification(reference, current, np.random.default_rng(0))
    assert isinstance(found, EstimatedPerformance), found
    return found


def test_the_published_example() -> None:
    """STATISTICS.md, 9: scores .9 .8 .3 .6 answered from 0.5 are expected 75 % right."""
    found = estimate(counted(*cases(5_000, 1)), counted(np.array([0.9, 0.8, 0.3, 0.6])))

    assert found.metrics["accuracy"].value == pytest.approx(0.75, abs=1e-12)
    assert found.method == "scores as given"
    assert found.caution == BLIND_SPOT


def test_metrics_of_known_truth_are_those_of_scikit_learn() -> None:
    """With the truth in place of probabilities: to 1e-3 for AUC in bins, exact for the others."""
    scores, truth = cases(4_000, 2)
    table = counted(scores, truth)

    metrics = classification_metrics(table.positives[None], table.cases)

    said = scores >= 0.5
    assert metrics["accuracy"][0] == pytest.approx(sk.accuracy_score(truth, said))
    assert metrics["precision"][0] == pytest.approx(sk.precision_score(truth, said))
    assert metrics["recall"][0] == pytest.approx(sk.recall_score(truth, said))
    assert metrics["f1"][0] == pytest.approx(sk.f1_score(truth, said))
    assert metrics["roc_auc"][0] == pytest.approx(sk.roc_auc_score(truth, scores), abs=1e-3)


def test_each_metrics_interval_holds_the_truth_19_times_of_20() -> None:
    """200 windows whose scores are lower than the reference's, which says s where it means s^2."""
    scores, _ = cases(20_000, 3)
    random = np.random.default_rng(4)
    reference = counted(scores, random.uniform(size=len(scores)) < scores**2)
    held: dict[str, list[bool]] = {}
    for seed in range(200):
        scores, _ = cases(1_000, 100 + seed, centre=-1.0)
        truth = random.uniform(size=len(scores)) < scores**2
        table = counted(scores, truth)

        metrics = estimate(reference, counted(scores)).metrics

        truths = classification_metrics(table.positives[None], table.cases)
        for metric, found in metrics.items():
            held.setdefault(metric, []).append(found.low <= truths[metric][0] <= found.high)
    assert set(held) == {"accuracy", "precision", "recall", "f1", "roc_auc"}
    assert {
        metric: share for metric, within in held.items() if (share := np.mean(within)) < 0.9
    } == {}


@settings(max_examples=25)
@given(seed=st.integers(0, 1_000))
def test_the_order_of_cases_is_of_no_matter(seed: int) -> None:
    """Shuffled rows give the same estimate."""
    reference = counted(*cases(2_000, 5))
    scores, _ = cases(500, 6)
    shuffled = np.random.default_rng(seed).permutation(scores)

    values = [
        estimate(reference, counted(part)).metrics["f1"].value for part in (scores, shuffled)
    ]

    assert values[0] == pytest.approx(values[1], rel=1e-12)


def test_more_doubtful_scores_are_estimated_worse() -> None:
    """Scores nearer to 0.5 mean more wrong answers."""
    reference = counted(*cases(20_000, 7))
    scores, _ = cases(2_000, 8)

    accuracies = [
        estimate(reference, counted(0.5 + (scores - 0.5) * width)).metrics["accuracy"].value
        for width in (1.0, 0.6, 0.2)
    ]

    assert accuracies == sorted(accuracies, reverse=True)


def test_a_metric_without_meaning_is_left_out() -> None:
    """Where nobody is told yes, there is no precision."""
    found = estimate(counted(*cases(5_000, 9)), counted(np.full(400, 0.3)))

    assert "precision" not in found.metrics
    assert found.metrics["accuracy"].value == pytest.approx(0.7, abs=0.02)


def test_cells_without_a_score_are_refused() -> None:
    """No case of the window can be judged."""
    found = estimate_classification(
        counted(*cases(5_000, 10)), counted(np.array([])), np.random.default_rng(0)
    )

    assert found == NotEstimated("No case in the current data has both a score and a prediction.")


@pytest.mark.parametrize(
    ("rows", "turn", "words"),
    [
        pytest.param(
            150, lambda scores, truth: (scores, truth), "150 cases with outcome", id="few"
        ),
        pytest.param(
            60, lambda scores, truth: (scores, truth), "Only about 60 cases", id="hardly any alike"
        ),
        pytest.param(
            900,
            lambda scores, truth: (scores, np.zeros(len(truth))),
            "fewer than 10 cases in one class",
            id="one class",
        ),
        pytest.param(
            5_000,
            lambda scores, truth: (1 - scores, truth),
            "don't show how likely a yes is",
            id="backwards",
        ),
        pytest.param(
            5_000,
            lambda scores, truth: (scores[scores < 0.7], truth[scores < 0.7]),
            "of the scores are in a range where the reference has none",
            id="scores never seen",
        ),
    ],
)
def test_an_estimate_is_refused_with_a_reason(rows: int, turn: object, words: str) -> None:
    """Each assumption that fails has its sentence."""
    assert callable(turn)
    reference = counted(*turn(*cases(rows, 11)))

    found = estimate_classification(
        reference, counted(cases(1_000, 12)[0]), np.random.default_rng(0)
    )

    assert isinstance(found, NotEstimated)
    assert words in found.reason
