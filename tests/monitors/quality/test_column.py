"""How surprising two shares of missing values are: by the book's example, and at the ends."""

import pytest

from monitors.quality.column import two_proportion_p_value


@pytest.mark.parametrize(
    ("reference", "current", "expected"),
    [
        pytest.param((30, 100), (50, 100), 0.003892, id="z = 2.887, two sides of it"),
        pytest.param((50, 100), (30, 100), 0.003892, id="a fall as much as a rise"),
        pytest.param((0, 100), (0, 7), 1.0, id="nothing in both"),
        pytest.param((7, 7), (9, 9), 1.0, id="all in both"),
        pytest.param((0, 0), (1, 9), None, id="no reference"),
        pytest.param((1, 9), (0, 0), None, id="no window"),
    ],
)
def test_two_shares_are_compared(
    reference: tuple[int, int], current: tuple[int, int], expected: float | None
) -> None:
    """Pooled, without a correction for continuity."""
    found = two_proportion_p_value(reference, current)

    assert found == (expected if expected is None else pytest.approx(expected, abs=1e-6))
