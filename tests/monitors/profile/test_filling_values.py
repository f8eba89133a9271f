"""A value that fills a bin is seen to move, in small tables and in large ones."""

import numpy as np
import pytest

from monitors.drift.psi import population_stability_index
from tests.monitors.conftest import OpenTables, profile


@pytest.mark.parametrize("count", [600, 60_000])
@pytest.mark.parametrize(
    ("reference", "current"),
    [
        pytest.param([5.0], [7.0], id="a constant that rose"),
        pytest.param([5.0], [3.0], id="a constant that fell"),
        pytest.param([0.0], [0.0, 1.0], id="half of a constant rose"),
        pytest.param([1e9], [1e9 + 1], id="by one of a thousand million"),
        pytest.param([5.0], [4.0, 6.0], id="to both sides"),
        pytest.param([0.0, 1.0], [0.0, 2.0], id="a flag's upper value"),
        pytest.param([0.0, 1.0], [-1.0, 1.0], id="a flag's lower value"),
        pytest.param([0.0, 0.0, 0.0, 0.0, 1.0], [-1.0, 0.0, 0.0, 0.0, 1.0], id="below many zeros"),
    ],
)
def test_a_value_that_fills_a_bin_is_seen_to_move(
    open_tables: OpenTables, reference: list[float], current: list[float], count: int
) -> None:
    """Beyond the known range too; the other way round it is as visible, and equal it is still."""
    before, now = (np.resize(values, count) for values in (reference, current))

    moved, equal = (
        profile(open_tables({"x": before}, {"x": later}), "x") for later in (now, before)
    )

    assert (population_stability_index(moved) or 0.0) > 0.25
    assert population_stability_index(equal) == 0.0
