"""Answers, scores and truth that are not what they were named for: the rest is measured."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict
from monitors.check.limits import Limits
from monitors.check.questions.fairness import Fairness
from monitors.check.questions.question import Question
from monitors.check.roles import Roles
from monitors.profile.engine import CURRENT, REFERENCE
from monitors.profile.grid import Numbers
from tests.monitors.conftest import Data, OpenTables

ROWS = 2_000
RANDOM = np.random.default_rng(21)
ROLES = Roles("truth", "said", "score")


def cases() -> dict[str, Sequence[object]]:
    """A model that is right in four of five cases, and its score."""
    score = RANDOM.random(ROWS).round(6)
    return {
        "age": RANDOM.normal(40.0, 9.0, ROWS).tolist(),
        "group": RANDOM.choice(["x", "y"], ROWS).tolist(),
        "score": score.tolist(),
        "said": (score > 0.5).astype(int).tolist(),
        "truth": (RANDOM.random(ROWS) < score).astype(int).tolist(),
    }


def checked(
    open_tables: OpenTables, before: Data, now: Data, questions: Sequence[Question]
) -> CheckResult:
    """Check with all roles."""
    return check(open_tables(before, now), ROLES, Limits(), questions)


@pytest.mark.parametrize("relation", [REFERENCE, CURRENT])
def test_a_score_that_is_no_probability_spoils_what_rests_on_it_alone(
    open_tables: OpenTables, relation: str
) -> None:
    """Accuracy needs none, and drift doesn't either."""
    data = {REFERENCE: cases(), CURRENT: cases()}
    data[relation]["score"] = [1.5, *data[relation]["score"][1:]]

    result = checked(open_tables, data[REFERENCE], data[CURRENT], [])

    assert result.metrics(relation)["accuracy"] == pytest.approx(0.75, abs=0.05)
    assert "roc_auc" not in result.metrics(relation)
    assert result.verdict is CheckVerdict.WARNING
    assert any("not a probability" in note for note in result.notes)
    assert all(column.answer is not CheckAnswer.ERROR for column in result.columns)


@pytest.mark.parametrize(("column", "role"), [("truth", "truth"), ("score", "score")])
def test_what_the_reference_lacks_is_named(
    open_tables: OpenTables, column: str, role: str
) -> None:
    """In words, and not in the engine's."""
    before = {name: values for name, values in cases().items() if name != column}

    result = checked(open_tables, before, cases(), [])

    assert result.notes == [
        f"The reference has no column {role}, so the model's performance can't be judged."
    ]


@pytest.mark.parametrize("column", ["said", "truth"])
def test_an_infinite_number_is_said_and_not_summed(open_tables: OpenTables, column: str) -> None:
    """One such error would make every mean infinite."""
    numbers = {
        "truth": RANDOM.normal(size=ROWS).tolist(),
        "said": RANDOM.normal(size=ROWS).tolist(),
    }
    spoilt = {**numbers, column: [math.inf, *numbers[column][1:]]}
    tables = open_tables(numbers, spoilt)

    result = check(tables, Roles("truth", "said"), Limits())

    assert result.metrics(CURRENT) == {}
    assert any("which is infinite" in note for note in result.notes)


@pytest.mark.parametrize(("no", "yes"), [(-1, 2), (1, 2), ("denied", "approved")])
def test_groups_are_not_compared_by_other_answers_than_yes_and_no(
    open_tables: OpenTables, no: object, yes: object
) -> None:
    """Else those would be left out without a word, and all groups look alike."""
    data = cases()
    data["said"] = [yes if said else no for said in data["said"]]
    data["truth"] = [yes if true else no for true in data["truth"]]

    result = checked(open_tables, data, data, [Fairness("group")])

    assert [finding.answer for finding in result.findings] == [CheckAnswer.ERROR]
    assert "neither 0 nor 1" in result.findings[0].note


def test_where_nothing_could_be_judged_it_is_not_said_to_be_well(open_tables: OpenTables) -> None:
    """Five cases beside five tell nothing."""
    few = {"age": [1.0, 2.0, 3.0, 4.0, 5.0]}

    result = check(open_tables(few, few), Roles(), Limits())

    assert result.verdict is CheckVerdict.WARNING
    assert result.notes == [
        "No column has enough cases in both tables, so nothing could be judged."
    ]


TASKS = {
    "numbers": lambda size: (size, size + 1.0),
    "classes": lambda size: (np.floor(size * 4), np.floor(size * 4)),
    "yes or no": lambda size: (np.floor(size * 2), np.floor(size * 2)),
}


@pytest.mark.parametrize("place", [0, 1], ids=["truth", "prediction"])
@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_a_nan_is_a_missing_truth_or_answer(
    open_tables: OpenTables, task: Callable[[Numbers], tuple[Numbers, Numbers]], place: int
) -> None:
    """As polars and Spark write it: the rest is measured, and nothing is refused."""
    size = RANDOM.random(ROWS)
    given = task(size)
    given[place][::5] = np.nan
    data = {"size": size, "truth": given[0], "said": given[1]}

    result = check(open_tables(data, data), Roles("truth", "said"), Limits())

    assert result.performance[CURRENT].labelled == ROWS * 4 // 5
    metrics = result.metrics(CURRENT)
    assert metrics.get("accuracy", metrics.get("mae")) == pytest.approx(1.0)
    assert result.notes == []
