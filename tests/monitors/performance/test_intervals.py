"""Intervals of metrics: published values, agreement with resampling, coverage by simulation."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.check.metric_bounds import metric_evidence, metric_interval
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.interval import mean_interval, proportion_interval, share_interval
from monitors.performance.macro import macro_average
from monitors.performance.metric import Outcomes, Task
from monitors.performance.outcomes import Answers, outcomes
from monitors.profile.engine import CURRENT
from tests.monitors.conftest import Data, OpenTables


def binary(hits: int, false_alarms: int, misses: int, right_no: int) -> Outcomes:
    """Outcomes of a binary model from its four cells."""
    cases = hits + false_alarms + misses + right_no
    return Outcomes(
        Task.BINARY,
        cases,
        cases,
        correct=hits + right_no,
        true_positive=hits,
        false_positive=false_alarms,
        false_negative=misses,
        smallest_class=min(hits + misses, false_alarms + right_no),
    )


@pytest.mark.parametrize(
    ("name", "found", "interval"),
    [
        pytest.param("accuracy", binary(4, 1, 1, 4), (0.4902, 0.9433), id="8 of 10 right"),
        pytest.param("precision", binary(8, 2, 5, 5), (0.4902, 0.9433), id="8 of 10 alarms"),
        pytest.param("recall", binary(0, 0, 30, 5), (0.0, 0.1135), id="0 of 30 positives"),
    ],
)
def test_proportions_have_wilsons_interval(
    name: str, found: Outcomes, interval: tuple[float, float]
) -> None:
    """STATISTICS.md, 10: 8 of 10 and 0 of 30."""
    assert metric_interval(name, found) == pytest.approx(interval, abs=1e-4)


def test_f1_has_the_interval_of_the_proportion_it_grows_with() -> None:
    """Where J = 8/10 lies from .4902 to .9433, F1 = 2J/(1+J) lies from .6579 to .9708."""
    interval = metric_interval("f1", binary(8, 1, 1, 5))

    assert interval == pytest.approx((0.6579, 0.9708), abs=1e-4)


def test_f1s_interval_covers_the_truth_19_times_of_20() -> None:
    """2,000 simulated windows of 400 cases."""
    random = np.random.default_rng(20)
    shares = np.array([0.2, 0.08, 0.07, 0.65])
    truth = 0.4 / (0.4 + 0.15)
    intervals = [
        metric_interval("f1", binary(*map(int, cells)))
        for cells in random.multinomial(400, shares, 2_000)
    ]

    covered = np.mean([ends[0] <= truth <= ends[1] for ends in intervals if ends])

    assert covered == pytest.approx(0.95, abs=0.012)


@pytest.mark.parametrize("weights", [(0.0, 1.0), (1.0, 0.0), (1.0, 1.0)], ids=str)
def test_the_error_of_a_macro_average_is_that_of_resampling(weights: tuple[float, float]) -> None:
    """The delta method beside the spread of 4,000 drawn tables."""
    confusion = ((300, 40, 10), (60, 200, 30), (5, 25, 80))
    cells = np.array(confusion)
    random = np.random.default_rng(21)
    drawn = random.multinomial(cells.sum(), cells.ravel() / cells.sum(), 4_000)

    average = macro_average(confusion, *weights)
    resampled = [macro_average(tuple(map(tuple, draw.reshape(3, 3))), *weights) for draw in drawn]

    assert average is not None
    deviation = np.std([found.value for found in resampled if found])
    assert average.deviation == pytest.approx(deviation, rel=0.05)


@given(
    cells=st.lists(st.integers(0, 500), min_size=9, max_size=9).filter(any),
    order=st.permutations(range(3)),
)
def test_a_macro_average_does_not_mind_the_order_of_classes(
    cells: list[int], order: list[int]
) -> None:
    """Relabelled classes have the same average and the same error."""
    table = np.array(cells).reshape(3, 3)
    shuffled = table[np.ix_(order, order)]

    averages = [macro_average(tuple(map(tuple, t)), 1.0, 1.0) for t in (table, shuffled)]

    assert averages[0] is not None
    assert averages[1] is not None
    assert averages[0].value == pytest.approx(averages[1].value)
    assert averages[0].deviation == pytest.approx(averages[1].deviation, abs=1e-9)


@pytest.mark.parametrize("name", ["precision", "recall", "f1"])
def test_macro_averages_have_an_interval_around_them(name: str) -> None:
    """From 0 to 1, narrower with a hundred times the cases."""
    few = Outcomes(Task.MULTICLASS, 30, 30, confusion=((8, 2), (5, 15)), smallest_class=10)
    many = replace(few, confusion=((800, 200), (500, 1_500)), smallest_class=1_000)

    low, high = metric_interval(name, few) or (1.0, 0.0)
    narrow_low, narrow_high = metric_interval(name, many) or (1.0, 0.0)

    value = PERFORMANCE_METRICS[name].measure(few) or 0.0
    assert 0 < low < narrow_low < value < narrow_high < high < 1


def test_no_case_has_no_average() -> None:
    """An empty table of answers."""
    assert macro_average(((0, 0), (0, 0)), 1.0, 1.0) is None
    nothing = Outcomes(Task.MULTICLASS, 9, 0, confusion=((0, 0), (0, 0)))
    assert metric_interval("f1", nothing) is None
    assert PERFORMANCE_METRICS["f1"].interval(nothing) is None


def test_auc_has_delongs_standard_error(open_tables: OpenTables) -> None:
    """Beside the textbook's double loop over positives and negatives, ties among them."""
    random = np.random.default_rng(22)
    truth = random.integers(0, 2, 400)
    score = np.round(np.clip(random.normal(0.4 + 0.2 * truth, 0.2), 0, 1), 2)
    positives, negatives = score[truth == 1], score[truth == 0]
    wins = (positives[:, None] > negatives) + 0.5 * (positives[:, None] == negatives)
    variance = wins.mean(axis=1).var(ddof=1) / len(positives)
    variance += wins.mean(axis=0).var(ddof=1) / len(negatives)

    cases: Data = {"truth": truth, "score": score}
    tables = open_tables(cases, cases)
    found = outcomes(tables, CURRENT, Answers("truth", None, "score"), Task.BINARY)

    assert found.roc_auc == pytest.approx(wins.mean())
    assert found.roc_auc_deviation == pytest.approx(math.sqrt(variance))
    low, high = metric_interval("roc_auc", found) or (1.0, 0.0)
    assert low < wins.mean() < high


def test_a_perfect_auc_is_not_certain() -> None:
    """Forty positives above all negatives may be luck: the interval is that of 40 of 40."""
    found = Outcomes(Task.BINARY, 900, 900, roc_auc=1.0, roc_auc_deviation=0.0, smallest_class=40)

    assert metric_interval("roc_auc", found) == pytest.approx((0.9124, 1.0), abs=1e-4)


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        pytest.param("mae", np.abs, id="mae"),
        pytest.param("rmse", np.square, id="rmse"),
    ],
)
def test_errors_have_the_normal_interval_of_their_mean(
    open_tables: OpenTables, name: str, measure: np.ufunc
) -> None:
    """From sums in the engine: the same as from the rows, to 1e-9."""
    random = np.random.default_rng(23)
    truth = random.normal(50, 10, 500)
    said = truth + random.normal(0, 3, 500)
    tables = open_tables({"t": truth, "p": said}, {"t": truth, "p": said})

    interval = metric_interval(
        name, outcomes(tables, CURRENT, Answers("t", "p", None), Task.REGRESSION)
    )

    errors = measure(said - truth)
    half = 1.959964 * errors.std(ddof=1) / math.sqrt(500)
    ends = np.array([errors.mean() - half, errors.mean() + half])
    expected = np.sqrt(ends) if name == "rmse" else ends
    assert interval == pytest.approx(expected, rel=1e-6)


def test_log_loss_and_mape_have_an_interval_around_them(open_tables: OpenTables) -> None:
    """Both are means of what is summed up in the engine."""
    random = np.random.default_rng(24)
    truth = random.integers(0, 2, 300)
    score = np.clip(0.5 * truth + random.uniform(0, 0.5, 300), 0.01, 0.99)
    tables = open_tables({"t": truth, "p": score}, {"t": truth, "p": score})
    scored = outcomes(tables, CURRENT, Answers("t", None, "p"), Task.BINARY)
    numbers = outcomes(tables, CURRENT, Answers("p", "p", None), Task.REGRESSION)

    low, high = metric_interval("log_loss", scored) or (1.0, 0.0)

    assert low < (PERFORMANCE_METRICS["log_loss"].measure(scored) or 0) < high
    assert metric_interval("mape", numbers) == (0.0, 0.0)


def test_one_case_has_no_spread() -> None:
    """Nor has none."""
    assert mean_interval(1.0, 1.0, 1) is None
    assert proportion_interval(0, 0) is None


@given(st.floats(0.001, 0.999), st.floats(1e-6, 0.5))
def test_an_interval_of_a_share_stays_between_0_and_1(value: float, deviation: float) -> None:
    """And holds the value."""
    low, high = share_interval(value, deviation, 50) or (1.0, 0.0)

    assert 0 <= low <= value <= high <= 1


@pytest.mark.parametrize("name", PERFORMANCE_METRICS)
def test_nothing_known_is_no_interval(name: str) -> None:
    """Every metric, when no label has come."""
    nothing = Outcomes(Task.BINARY, 100, 0)

    assert metric_interval(name, nothing) is None
    assert PERFORMANCE_METRICS[name].interval(nothing) is None
    assert metric_evidence(name, nothing).value is None


def test_an_unknown_metric_has_no_evidence() -> None:
    """A KPI that is pushed is not ours to measure."""
    assert metric_interval("no_such_metric", binary(1, 1, 1, 1)) is None
    assert metric_evidence("no_such_metric", binary(1, 1, 1, 1)).value is None


def test_few_cases_of_a_class_are_the_samples() -> None:
    """Nine positives in a thousand are nine samples; ten and more leave the thousand."""
    nine, ten = binary(8, 30, 1, 961), binary(8, 30, 2, 960)

    assert metric_evidence("accuracy", nine).samples == 9
    assert metric_evidence("accuracy", ten).samples == 1_000


def test_labels_that_came_are_a_share_of_the_window() -> None:
    """62 of 100, and of no rows no share."""
    assert replace(binary(1, 1, 1, 1), rows=100, labelled=62).labelled_share == 0.62
    assert Outcomes(Task.BINARY, 0, 0).labelled_share is None
