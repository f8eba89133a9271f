"""The area under the ROC curve with ties: pair by pair, and what no spread can say."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.check.metric_bounds import metric_interval
from monitors.performance.estimated import classification_metrics, estimate_classification
from monitors.performance.interval import proportion_interval, share_interval
from monitors.performance.metric import Outcomes, Task
from monitors.performance.outcomes import outcomes
from monitors.performance.scores import count_scores
from monitors.profile.engine import CURRENT
from tests.monitors.conftest import OpenTables
from tests.monitors.performance.test_performance import ANSWERS


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=6).filter(
        lambda bins: all(sum(column) for column in zip(*bins, strict=True))
    )
)
def test_ties_count_half(bins: list[tuple[int, int]]) -> None:
    """Pairs of a positive and a negative, one by one: won, or half won within a bin."""
    positives, negatives = np.array(bins, dtype=float).T
    pairs = [
        (times * others, (place > other) + (place == other) / 2)
        for place, times in enumerate(positives)
        for other, others in enumerate(negatives)
    ]
    won = sum(count * share for count, share in pairs) / sum(count for count, _ in pairs)
    cases = np.array([positives, negatives])
    one_answer = np.array([positives, np.zeros(len(bins))])[None]

    found = classification_metrics(one_answer, cases.sum(axis=0) * np.array([[1], [0]]))

    assert found["roc_auc"][0] == pytest.approx(won)


def test_a_constant_score_tells_nothing_and_is_not_sure_of_it(open_tables: OpenTables) -> None:
    """All cases tie: half the pairs are won, and no spread is no certainty."""
    truth = np.array([1, 0] * 20)
    cases = {"truth": truth, "said": truth, "score": np.full(40, 0.7)}

    found = outcomes(open_tables(cases, cases), CURRENT, ANSWERS, Task.BINARY)

    assert (found.roc_auc, found.roc_auc_deviation) == (0.5, 0.0)
    low, high = metric_interval("roc_auc", found) or (0.5, 0.5)
    assert low < 0.4
    assert high > 0.6


@pytest.mark.parametrize("value", [0.0, 0.3, 0.5, 1.0])
def test_without_a_spread_the_cases_say_how_sure_it_is(value: float) -> None:
    """Wilson's interval, as at the ends."""
    expected = proportion_interval(value * 40, 40)

    assert share_interval(value, 0.0, 40) == expected
    assert value not in {0.0, 1.0} or share_interval(value, 0.1, 40) == expected
    found = Outcomes(Task.BINARY, 90, 90, roc_auc=value, roc_auc_deviation=0.0, smallest_class=40)
    assert metric_interval("roc_auc", found) == expected


def test_the_best_scores_of_the_reference_were_seen() -> None:
    """A window at both ends of what the reference has is estimated; one beyond them isn't."""
    random = np.random.default_rng(9)
    scores = random.uniform(0.3, 0.7, 4_000)
    scores[:400], scores[400:800] = 0.3, 0.7
    truth = (random.uniform(size=4_000) < scores).astype(float)
    reference = count_scores(scores, scores >= 0.5, truth, np.ones(4_000))

    def of_window(*values: float) -> object:
        asked = np.repeat(values, 100)
        nobody_knows = np.full(len(asked), math.nan)
        window = count_scores(asked, asked >= 0.5, nobody_knows, np.ones(len(asked)))
        return estimate_classification(reference, window, np.random.default_rng(1))

    assert hasattr(of_window(0.3, 0.7), "metrics")
    assert hasattr(of_window(*[0.5] * 20, 0.9), "metrics"), "nearly 5 % are borne"
    assert hasattr(of_window(*[0.5] * 18, 0.9), "reason")
    assert hasattr(of_window(*[0.5] * 18, 0.1), "reason")
