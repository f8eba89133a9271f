"""Performance metrics: scikit-learn's values on the same cases; late and wrong values."""

import numpy as np
import pytest
from sklearn import metrics as sk

from monitors.check.metric_bounds import metric_interval
from monitors.errors import MeasurementError
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Outcomes, Task
from monitors.performance.outcomes import Answers, outcomes
from monitors.performance.task import find_task
from monitors.profile.engine import CURRENT, REFERENCE, Column, Kind
from tests.monitors.conftest import Data, OpenTables

ANSWERS = Answers("truth", "said", "score")


def measured(found: Outcomes) -> dict[str, float | None]:
    """Every metric's value."""
    return {name: metric.measure(found) for name, metric in PERFORMANCE_METRICS.items()}


def binary_cases(rows: int = 2_000) -> dict[str, np.ndarray]:
    """Truth, score with ties, and what was said from it."""
    random = np.random.default_rng(4)
    truth = random.integers(0, 2, rows)
    score = np.clip(np.round(0.35 * truth + random.uniform(0, 0.65, rows), 2), 0, 1)
    return {"truth": truth, "said": (score >= 0.5).astype(int), "score": score}


def test_binary_metrics_are_those_of_scikit_learn(open_tables: OpenTables) -> None:
    """Accuracy, precision, recall, F1, ROC AUC with ties, log loss: to 1e-9."""
    cases = binary_cases()
    tables = open_tables(cases, cases)

    values = measured(outcomes(tables, REFERENCE, ANSWERS, Task.BINARY))

    truth, said, score = cases["truth"], cases["said"], cases["score"]
    assert values["accuracy"] == pytest.approx(sk.accuracy_score(truth, said), abs=1e-9)
    assert values["precision"] == pytest.approx(sk.precision_score(truth, said), abs=1e-9)
    assert values["recall"] == pytest.approx(sk.recall_score(truth, said), abs=1e-9)
    assert values["f1"] == pytest.approx(sk.f1_score(truth, said), abs=1e-9)
    assert values["roc_auc"] == pytest.approx(sk.roc_auc_score(truth, score), abs=1e-9)
    assert values["log_loss"] == pytest.approx(sk.log_loss(truth, score), abs=1e-9)
    assert values["mae"] is None


def test_regression_metrics_are_those_of_scikit_learn(open_tables: OpenTables) -> None:
    """MAE, RMSE and MAPE, a truth of zero among them."""
    random = np.random.default_rng(6)
    truth = np.append(random.normal(50, 10, 1_000), 0.0)
    said = truth + random.normal(0, 3, 1_001)
    tables = open_tables({"truth": truth, "said": said}, {"truth": truth, "said": said})

    task = find_task(tables, Column("truth", Kind.NUMERIC))
    values = measured(outcomes(tables, CURRENT, Answers("truth", "said", None), task))

    assert task is Task.REGRESSION
    assert values["mae"] == pytest.approx(sk.mean_absolute_error(truth, said))
    assert values["rmse"] == pytest.approx(sk.root_mean_squared_error(truth, said))
    assert values["mape"] == pytest.approx(sk.mean_absolute_percentage_error(truth, said))
    assert values["accuracy"] is None


def test_few_cases_of_classes_have_their_metrics(open_tables: OpenTables) -> None:
    """Three classes, two of four right; the class that was never right counts as much."""
    cases: Data = {"truth": ["a", "b", "c", "c"], "said": ["a", "b", "a", "b"]}
    tables = open_tables(cases, cases)

    task = find_task(tables, Column("truth", Kind.CATEGORICAL))
    values = measured(outcomes(tables, CURRENT, Answers("truth", "said", None), task))

    assert task is Task.MULTICLASS
    assert values["accuracy"] == 0.5
    assert values["recall"] == pytest.approx((1 + 1 + 0) / 3)
    assert values["roc_auc"] is values["log_loss"] is None


@pytest.mark.parametrize(
    ("told", "answered"), [(str, str), (int, float)], ids=["words", "numbers"]
)
def test_metrics_of_classes_are_the_macro_averages_of_scikit_learn(
    open_tables: OpenTables, told: type, answered: type
) -> None:
    """Precision, recall and F1 of four classes, one of them never answered."""
    random = np.random.default_rng(12)
    truth = random.integers(0, 4, 3_000)
    said = np.where(random.uniform(size=3_000) < 0.6, truth, random.integers(0, 3, 3_000))
    said = np.where(said == 3, 0, said)
    cases: Data = {"truth": truth.astype(told), "said": said.astype(answered)}

    values = measured(
        outcomes(
            open_tables(cases, cases), CURRENT, Answers("truth", "said", None), Task.MULTICLASS
        )
    )

    options = {"average": "macro", "zero_division": 0}
    assert values["accuracy"] == pytest.approx(sk.accuracy_score(truth, said))
    assert values["precision"] == pytest.approx(sk.precision_score(truth, said, **options))
    assert values["recall"] == pytest.approx(sk.recall_score(truth, said, **options))
    assert values["f1"] == pytest.approx(sk.f1_score(truth, said, **options))


def test_very_many_classes_have_an_accuracy_alone(open_tables: OpenTables) -> None:
    """A table of all pairs of a thousand classes would be no summary."""
    random = np.random.default_rng(13)
    truth, said = random.integers(0, 1_000, (2, 20_000))
    said[:5_000] = truth[:5_000]
    cases: Data = {"truth": truth, "said": said}

    found = outcomes(
        open_tables(cases, cases), CURRENT, Answers("truth", "said", None), Task.MULTICLASS
    )

    assert found.confusion is None
    assert found.correct == (truth == said).sum()


def test_classes_without_an_answer_measure_nothing(open_tables: OpenTables) -> None:
    """One probability column says nothing of several classes."""
    cases: Data = {"truth": ["a", "b", "c"], "score": [0.1, 0.2, 0.3]}
    found = outcomes(
        open_tables(cases, cases), CURRENT, Answers("truth", None, "score"), Task.MULTICLASS
    )

    assert set(measured(found).values()) == {None}


def test_cases_without_truth_or_answer_count_nowhere(open_tables: OpenTables) -> None:
    """Accuracy over the pairs that are known, log loss over the scored ones."""
    cases: Data = {
        "truth": [1, 0, 1, None, 1],
        "said": [1, 0, None, 1, 0],
        "score": [0.9, None, 0.5, 0.5, 0.25],
    }
    tables = open_tables(cases, cases)

    found = outcomes(tables, CURRENT, ANSWERS, Task.BINARY)

    assert (found.rows, found.labelled, found.scored) == (5, 3, 3)
    values = measured(found)
    assert values["accuracy"] == pytest.approx(2 / 3)
    assert values["log_loss"] == pytest.approx(-np.log([0.9, 0.5, 0.25]).mean())
    assert values["roc_auc"] is None, "there is no scored negative"


def test_no_truth_yet_is_no_figure(open_tables: OpenTables) -> None:
    """Labels that have not come leave every metric out, and no interval."""
    late: Data = {"truth": [None, 1], "said": [1, 1]}
    tables = open_tables({"truth": [1, 0], "said": [1, 0]}, late)
    nothing = outcomes(
        open_tables({"truth": [1], "said": [1]}, {"truth": [1], "said": [None]}),
        CURRENT,
        Answers("truth", "said", None),
        Task.BINARY,
    )

    assert outcomes(tables, CURRENT, Answers("truth", "said", None), Task.BINARY).labelled == 1
    assert set(measured(nothing).values()) == {None}
    assert metric_interval("accuracy", nothing) is None


def test_answers_alone_or_scores_alone(open_tables: OpenTables) -> None:
    """Without a score there is no AUC; without an answer there is no accuracy."""
    cases = binary_cases(200)
    tables = open_tables(cases, cases)

    said = measured(outcomes(tables, CURRENT, Answers("truth", "said", None), Task.BINARY))
    scored = measured(outcomes(tables, CURRENT, Answers("truth", None, "score"), Task.BINARY))

    assert said["roc_auc"] is said["log_loss"] is None
    assert scored["accuracy"] is scored["precision"] is scored["recall"] is scored["f1"] is None
    assert said["accuracy"] is not None
    assert scored["roc_auc"] is not None


def test_regression_without_an_answer_measures_nothing(open_tables: OpenTables) -> None:
    """A regression's truth alone gives no error."""
    cases: Data = {"truth": [float(number) for number in range(40)]}
    found = outcomes(
        open_tables(cases, cases), CURRENT, Answers("truth", None, None), Task.REGRESSION
    )

    assert set(measured(found).values()) == {None}


@pytest.mark.parametrize(
    ("cases", "task", "sentence"),
    [
        pytest.param(
            {"truth": [1, 0], "said": ["yes", "maybe"], "score": [0.1, 0.2]},
            Task.BINARY,
            "said of the current data contains 'maybe', which is neither 0 nor 1",
            id="words for answers",
        ),
        pytest.param(
            {"truth": [1, 0], "said": [0, -1], "score": [0.1, 0.2]},
            Task.BINARY,
            "said of the current data contains both -1 and 0",
            id="two kinds of no",
        ),
        pytest.param(
            {"truth": [1, 2], "said": [1, 0], "score": [0.1, 0.2]},
            Task.BINARY,
            "truth of the current data contains '2'",
            id="a third class",
        ),
        pytest.param(
            {"truth": [1, 0], "said": [1, 0], "score": [1.7, 0.2]},
            Task.BINARY,
            "score of the current data contains '1.7', which is not a probability",
            id="score above one",
        ),
        pytest.param(
            {"truth": [1.5, 2.5], "said": ["1.5", "n/a"], "score": [0.1, 0.2]},
            Task.REGRESSION,
            "said of the current data contains 'n/a', which is not a number",
            id="words for numbers",
        ),
    ],
)
def test_wrong_values_get_a_sentence(
    open_tables: OpenTables, cases: Data, task: Task, sentence: str
) -> None:
    """What the task can't use is named with an example."""
    tables = open_tables(binary_cases(10), cases)

    with pytest.raises(MeasurementError, match="The column") as raised:
        outcomes(tables, CURRENT, ANSWERS, task)

    assert sentence in str(raised.value)


def test_every_metric_says_where_it_is_from() -> None:
    """Name, title and source; the name is the key."""
    for name, metric in PERFORMANCE_METRICS.items():
        assert metric.name == name
        assert metric.title
        assert len(metric.source) > 20
