"""Two classes: which of them is a yes, by known words, and what is said where nobody knows."""

import numpy as np
import pytest

from monitors.check.check import check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.reports.sentences import model_sentences
from monitors.check.roles import Roles
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Task
from monitors.performance.outcomes import Answers, outcomes
from monitors.performance.task import find_task
from monitors.profile.engine import CURRENT, REFERENCE, Column, Kind
from tests.monitors.conftest import Data, OpenTables
from tests.monitors.performance.test_performance import ANSWERS, binary_cases, measured


@pytest.mark.parametrize(
    ("no", "yes"), [("no", "yes"), ("No", "Yes"), ("n", "y"), (-1, 1), (-1.0, 1.0), ("F", "T")]
)
def test_known_words_for_yes_and_no_are_told_apart(
    open_tables: OpenTables, no: object, yes: object
) -> None:
    """The same figures as of 1 and 0."""
    cases = binary_cases()
    words = cases | {
        name: np.array([yes if found else no for found in cases[name]], dtype=object)
        for name in ("truth", "said")
    }
    tables = open_tables(words, cases)
    kind = Kind.CATEGORICAL if isinstance(no, str) else Kind.NUMERIC

    task = find_task(tables, Column("truth", kind))

    plain = measured(outcomes(tables, CURRENT, ANSWERS, Task.BINARY))
    assert task is Task.BINARY
    assert measured(outcomes(tables, REFERENCE, ANSWERS, task)) == plain


def test_worse_no_and_yes_are_three_classes(open_tables: OpenTables) -> None:
    """-1, 0 and 1 are no pair."""
    cases: Data = {"truth": [-1, 0, 1]}

    task = find_task(open_tables(cases, cases), Column("truth", Kind.NUMERIC))

    assert task is Task.MULTICLASS


@pytest.mark.parametrize("third", [None, "c"], ids=["two classes", "three"])
def test_two_classes_of_equal_rank_are_said_to_be_so(
    open_tables: OpenTables, third: str | None
) -> None:
    """Else nobody knows why there is no ROC AUC; it is no reason to warn."""
    truth = ["a", "b"] * 300 + [third] * 300
    cases: Data = {"truth": truth, "said": truth}

    result = check(open_tables(cases, cases), Roles("truth", "said"), Limits())

    assert ("There are two classes" in " ".join(model_sentences(result))) is (third is None)
    assert result.verdict is CheckVerdict.OK


def test_true_and_false_are_yes_and_no(open_tables: OpenTables) -> None:
    """A boolean truth beside a 0/1 answer."""
    cases: Data = {"truth": [True, False, True, True], "said": [1, 0, 0, 1]}
    tables = open_tables(cases, cases)

    found = outcomes(tables, CURRENT, Answers("truth", "said", None), Task.BINARY)

    assert PERFORMANCE_METRICS["accuracy"].measure(found) == 0.75


def test_truth_and_answers_in_other_words_are_a_warning(open_tables: OpenTables) -> None:
    """One sentence says why; there is no accuracy of 0, and no estimate nor a reason for none."""
    said = [1, 0] * 300
    cases: Data = {
        "truth": ["approved", "denied"] * 300,
        "said": said,
        "score": [0.25 + 0.5 * one for one in said],
    }

    result = check(open_tables(cases, cases), Roles("truth", "said", "score"), Limits())

    assert result.verdict is CheckVerdict.WARNING
    assert (result.metrics(REFERENCE), result.metrics(CURRENT)) == ({}, {})
    assert model_sentences(result) == [
        (
            "The columns truth and said share no value (for example 'approved' and '0'), so it "
            "isn't clear which prediction means which outcome, and performance can't be measured."
        )
    ]


def test_a_window_in_other_words_leaves_the_reference_its_figures(
    open_tables: OpenTables,
) -> None:
    """Answers have become numbers in the window alone."""
    truth = ["approved", "denied"] * 300
    before: Data = {"truth": truth, "said": truth}

    result = check(
        open_tables(before, {"truth": truth, "said": ["1", "0"] * 300}),
        Roles("truth", "said"),
        Limits(),
    )

    assert result.metrics(REFERENCE)["accuracy"] == 1.0
    assert result.metrics(CURRENT) == {}
    assert len(result.notes) == 1


def test_a_window_of_wrong_answers_in_known_words_has_an_accuracy(
    open_tables: OpenTables,
) -> None:
    """All are b and called a: the reference knows both, so it is an accuracy of 0."""
    truth = ["a", "b"] * 300
    tables = open_tables(
        {"truth": truth, "said": truth}, {"truth": ["b"] * 600, "said": ["a"] * 600}
    )

    assert check(tables, Roles("truth", "said"), Limits()).metrics(CURRENT)["accuracy"] == 0.0
