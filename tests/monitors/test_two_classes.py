"""Two classes: which of them is a yes, by known words, and what is said where nobody knows."""

import numpy as np
import pytest

from monitors.check import check
from monitors.judging import Verdict
from monitors.model_report import model_sentences
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Task
from monitors.profile.outcomes import Answers, find_task, outcomes
from monitors.profile.tables import CURRENT, REFERENCE, Column, Kind
from monitors.roles import Roles
from monitors.thresholds import Limits
from tests.monitors.conftest import Data, OpenTables
from tests.monitors.test_performance import ANSWERS, binary_cases, measured


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
    assert result.verdict is Verdict.OK


def test_true_and_false_are_yes_and_no(open_tables: OpenTables) -> None:
    """A boolean truth beside a 0/1 answer."""
    cases: Data = {"truth": [True, False, True, True], "said": [1, 0, 0, 1]}
    tables = open_tables(cases, cases)

    found = outcomes(tables, CURRENT, Answers("truth", "said", None), Task.BINARY)

    assert PERFORMANCE_METRICS["accuracy"].measure(found) == 0.75
