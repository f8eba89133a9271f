"""What a model does is read from its truth, its predictions and its probabilities together."""

import numpy as np
import pytest

from monitors.check.check import check
from monitors.check.limits import Limits
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.sentences import task_sentences
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.performance.metric import Task
from monitors.performance.outcomes import Answers
from monitors.performance.task import find_task, read_task
from monitors.profile.engine import REFERENCE
from tests.monitors.conftest import Data, OpenTables

ROWS = 1_000
CHANCE = np.random.default_rng(18)
RATING = CHANCE.integers(1, 6, ROWS)
CODE = CHANCE.integers(0, 60, ROWS)
AGE = CHANCE.integers(18, 90, ROWS)
PRICE = CHANCE.gamma(2, 100, ROWS)
HALF = CHANCE.choice([1.5, 2.5, 3.5], ROWS)
COUNT = CHANCE.poisson(3, ROWS)
STEP = CHANCE.integers(-1, 2, ROWS)
NEAR = CHANCE.normal(0, 0.5, ROWS)
SCORE = CHANCE.random(ROWS)
IS_WRONG = CHANCE.random(ROWS) < 0.2
OTHER_CODE = np.where(IS_WRONG, CHANCE.integers(0, 60, ROWS), CODE)


@pytest.mark.parametrize(
    ("truth", "said", "score", "task"),
    [
        pytest.param(RATING, RATING + NEAR, None, "regression", id="ratings as 1.3"),
        pytest.param(RATING, np.round(RATING + NEAR), None, "multiclass", id="ratings as 1"),
        pytest.param(RATING % 2 + 3, 3 + SCORE, None, "regression", id="two ratings"),
        pytest.param(
            RATING, np.where(IS_WRONG, 1.5, RATING), None, "regression", id="one in five"
        ),
        pytest.param(np.minimum(RATING, 4) - 1, SCORE * 2, None, "regression", id="small counts"),
        pytest.param(RATING.astype(str), RATING + NEAR, None, "regression", id="ratings as text"),
        pytest.param(RATING / 2, RATING / 2 + NEAR, None, "regression", id="half stars"),
        pytest.param(HALF, np.roll(HALF, 1), None, "multiclass", id="classes with a fraction"),
        pytest.param(CODE, OTHER_CODE, None, "multiclass", id="sixty classes"),
        pytest.param(CODE.astype(float), OTHER_CODE, None, "multiclass", id="sixty as 7.0"),
        pytest.param(CODE.astype(str), OTHER_CODE, None, "multiclass", id="sixty as text"),
        pytest.param(CODE, np.roll(CODE, 1), SCORE, "multiclass", id="sixty, by probability"),
        pytest.param(CODE, [f"kind {code}" for code in CODE], None, "multiclass", id="by words"),
        pytest.param(AGE, AGE + np.round(NEAR * 20), None, "regression", id="rounded ages"),
        pytest.param(AGE, AGE + NEAR, None, "regression", id="ages"),
        pytest.param(COUNT, COUNT + STEP, None, "regression", id="counts missed by one"),
        pytest.param(2000 + COUNT, 2000 + COUNT + STEP, None, "regression", id="years"),
        pytest.param(COUNT, COUNT, None, "multiclass", id="codes, all right"),
        pytest.param(COUNT, COUNT + STEP, SCORE, "multiclass", id="codes, by probability"),
        pytest.param(
            COUNT, np.where(IS_WRONG, np.roll(COUNT, 7), COUNT), None, "multiclass", id="codes"
        ),
        pytest.param(
            [f"{price:.2f}" for price in PRICE], PRICE, None, "regression", id="prices as text"
        ),
        pytest.param(AGE, np.full(ROWS, 54), None, "regression", id="always the mean"),
        pytest.param(PRICE, np.round(PRICE), None, "regression", id="whole predictions"),
        pytest.param(PRICE, PRICE + NEAR, SCORE, "regression", id="prices with a score"),
        pytest.param(RATING % 2, RATING % 2, SCORE, "binary", id="0 and 1"),
        pytest.param(RATING % 2 == 1, RATING % 2 == 1, None, "binary", id="true and false"),
        pytest.param([f"kind {code}" for code in CODE], CODE, None, "multiclass", id="words"),
    ],
)
def test_the_task_is_found_by_all_columns(
    open_tables: OpenTables, truth: object, said: object, score: object, task: str
) -> None:
    """Whole truths may be classes or numbers; predictions and probabilities tell."""
    columns = {"truth": truth, "said": said} | ({} if score is None else {"score": score})
    cases: Data = {name: np.asarray(values) for name, values in columns.items()}
    tables = open_tables(cases, cases)
    target = next(one for one in tables.columns(REFERENCE) if one.name == "truth")

    found = find_task(
        tables, target, Answers("truth", "said", "score" if "score" in cases else None)
    )

    assert found == task


@pytest.mark.parametrize(
    ("truth", "task"), [(PRICE, "regression"), (CODE % 3, "multiclass"), (CODE % 2, "binary")]
)
def test_a_reference_without_truth_leaves_it_to_the_current_rows(
    open_tables: OpenTables, truth: object, task: str
) -> None:
    """As where labels are collected from now on."""
    before: Data = {"truth": np.full(ROWS, np.nan), "said": np.asarray(truth)}
    tables = open_tables(before, {**before, "truth": np.asarray(truth)})
    target = next(one for one in tables.columns(REFERENCE) if one.name == "truth")

    assert find_task(tables, target, Answers("truth", "said", None)) == task


def test_a_task_that_is_told_counts_and_is_in_the_output(open_tables: OpenTables) -> None:
    """Ratings predicted as whole numbers can be judged as numbers."""
    cases: Data = {"truth": RATING, "said": np.round(RATING + NEAR), "x": SCORE}
    tables = open_tables(cases, cases)

    by_task = {
        task: check(tables, Roles("truth", "said", task=task), Limits())
        for task in (None, Task.REGRESSION)
    }

    assert [task_sentences(found) for found in by_task.values()] == [
        ["Task: multiclass. Predictions are judged as classes."],
        ["Task: regression. Predictions are judged as numbers."],
    ]
    assert "mae" in by_task[Task.REGRESSION].metrics(REFERENCE)
    assert [check_as_json(found, 0.0)["task"] for found in by_task.values()] == [
        "multiclass",
        "regression",
    ]


def test_a_task_that_the_columns_cannot_have_is_a_note(open_tables: OpenTables) -> None:
    """Words are no numbers."""
    cases: Data = {"truth": np.array(["a", "b"] * 500), "said": np.array(["a", "b"] * 500)}
    tables = open_tables({**cases, "x": SCORE}, {**cases, "x": SCORE})

    with pytest.raises(MeasurementError, match="contains 'a', which is not a number"):
        check(tables, Roles("truth", "said", task=Task.REGRESSION), Limits())


def test_an_unknown_task_is_refused() -> None:
    """With those that there are."""
    with pytest.raises(MeasurementError, match="there are binary, multiclass, regression"):
        read_task("ranking")
