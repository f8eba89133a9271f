"""What is said where the model can't be judged, and how restless windows widen an estimate."""

import numpy as np
import pytest

from monitors.check.check import CheckResult, check, no_column
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.performance.estimated import EstimatedPerformance
from tests.monitors.conftest import OpenTables

WINDOWS, ROWS = 12, 500
Frame = dict[str, np.ndarray]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sise", "There is no column sise. Did you mean Size?"),
        ("SIZE", "There is no column SIZE. Did you mean Size?"),
        ("qqq", "There is no column qqq."),
    ],
)
def test_a_name_that_is_no_column_gets_the_nearest(name: str, sentence: str) -> None:
    """However it's written; none where nothing is near."""
    assert no_column(name, ["colour", "Size"]) == sentence


def scored(rows: int, seed: int, wander: float = 0.0) -> Frame:
    """Cases with a score; in each window of the rows truth wanders by so much of a logit."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 1.5, rows)
    shifts = np.repeat(random.normal(0, wander, -(-rows // ROWS)), ROWS)[:rows]
    score, truly = (1 / (1 + np.exp(-each)) for each in (logits, logits + shifts))
    return {
        "x": random.normal(size=rows),
        "score": score,
        "said": (score >= 0.5).astype(int),
        "truth": (random.random(rows) < truly).astype(int),
    }


def checked(open_tables: OpenTables, reference: Frame, current: Frame) -> CheckResult:
    """Check tables by the names of their roles."""
    return check(open_tables(reference, current), Roles("truth", "said", "score"), Limits())


def without(table: Frame, name: str) -> Frame:
    """Leave a column out."""
    return {other: values for other, values in table.items() if other != name}


def test_truth_that_the_reference_lacks_is_said(open_tables: OpenTables) -> None:
    """And nothing is measured."""
    reference, current = scored(ROWS, 1), scored(ROWS, 2)
    said = "The reference has no column truth, so the model's performance can't be judged."

    lacking = checked(open_tables, without(reference, "truth"), current)

    assert said in lacking.notes
    assert lacking.performance == {}


def test_restless_windows_of_the_reference_widen_an_estimate(open_tables: OpenTables) -> None:
    """The same rows in random order have windows that are alike."""
    restless = scored(WINDOWS * ROWS, 3, wander=0.6)
    order = np.random.default_rng(4).permutation(WINDOWS * ROWS)
    shuffled = {name: values[order] for name, values in restless.items()}
    current = without(scored(ROWS, 5), "truth")

    widths = []
    for reference in (restless, shuffled):
        found = checked(open_tables, reference, current).estimated
        assert isinstance(found, EstimatedPerformance), found
        recall = found.metrics["recall"]
        widths.append(recall.high - recall.low)

    assert widths[0] > 1.5 * widths[1]
