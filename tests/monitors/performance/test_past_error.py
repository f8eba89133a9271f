"""The record of estimates, once labels came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitors.performance.estimated import Estimate
from monitors.performance.past_error import past_error


def estimate(value: float) -> Estimate:
    """A value with an interval of 0.02 to both sides."""
    return Estimate(value, value - 0.02, value + 0.02)


def test_an_error_is_a_mean_distance() -> None:
    """0.01 above and 0.03 below: 0.02 off."""
    told = [{"accuracy": estimate(0.81)}, {"accuracy": estimate(0.77)}]

    found = past_error(told, [{"accuracy": 0.80}, {"accuracy": 0.80}], "accuracy")

    assert found is not None
    assert found.windows == 2
    assert found.mean_error == pytest.approx(0.02)


def test_windows_without_labels_or_estimate_do_not_count() -> None:
    """One of three has both; of another metric none has."""
    told = [{"f1": estimate(0.5)}, {}, {"f1": estimate(0.6)}]
    known = [{"f1": 0.5}, {"f1": 0.5}, {}]

    found = past_error(told, known, "f1")

    assert found is not None
    assert found.windows == 1
    assert past_error(told, known, "accuracy") is None


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=9))
def test_an_error_is_no_larger_than_the_largest_miss(pairs: list[tuple[float, float]]) -> None:
    """And it is 0 for estimates that are the truth."""
    told = [{"accuracy": estimate(value)} for value, _ in pairs]
    truths = [{"accuracy": truth} for _, truth in pairs]

    found = past_error(told, truths, "accuracy")
    perfect = past_error(told, [{"accuracy": value} for value, _ in pairs], "accuracy")

    assert found is not None
    assert 0 <= found.mean_error <= max(abs(one - other) for one, other in pairs) + 1e-12
    assert perfect is not None
    assert perfect.mean_error == 0.0
