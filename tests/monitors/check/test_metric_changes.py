"""Whether a model is less right than it was on the reference."""

import pytest

from monitors.check.metric_changes import changes
from monitors.performance.metric import Outcomes, Task


def answers(cases: int, right: float) -> Outcomes:
    """Return what became of so many cases, half of them a yes."""
    hits = round(cases / 2 * right)
    wrong = cases // 2 - hits
    return Outcomes(Task.BINARY, cases, cases, correct=2 * hits, true_positive=hits,
                    false_positive=wrong, false_negative=wrong)  # fmt: skip


def errors(cases: int, mean: float) -> Outcomes:
    """Return what became of so many cases, whose errors are exponential."""
    return Outcomes(
        Task.REGRESSION,
        cases,
        cases,
        absolute_error_sum=cases * mean,
        squared_error_sum=cases * 2 * mean**2,
        fourth_power_error_sum=cases * 24 * mean**4,
    )


@pytest.mark.parametrize(
    ("cases", "right", "is_sure"),
    [
        pytest.param(2_000, 0.77, True, id="eight points less"),
        pytest.param(2_000, 0.82, True, id="three points less"),
        pytest.param(200, 0.84, False, id="one point less of few"),
        pytest.param(2_000, 0.90, False, id="better than before"),
    ],
)
def test_a_fall_is_tested(cases: int, right: float, *, is_sure: bool) -> None:
    """A fall beyond what chance gives at these sizes is sure; a rise never is one."""
    found = {
        change.metric: change for change in changes(answers(20_000, 0.85), answers(cases, right))
    }

    assert (found["accuracy"].p_value < 0.001) is is_sure
    assert found["accuracy"].worse_by == pytest.approx(0.85 - right, abs=0.002)


def test_an_error_is_worse_when_it_rises() -> None:
    """A mean absolute error that grows by a fifth is that much worse."""
    before, now = (errors(20_000, 1.0), errors(2_000, 1.2))

    (found, *_) = changes(before, now)

    assert (found.metric, found.is_error) == ("mae", True)
    assert found.worse_by == pytest.approx(0.2)
    assert found.p_value < 1e-6
