"""Numbers that differ in their last digits alone are one value."""

import numpy as np
import pytest

from monitors.profile.cells import Cells

SAME = {
    "15 digits beside 17": ([1 / 3, 2 / 3], [0.333333333333333, 0.666666666666667], 1),
    "single beside double": ([1 / 3, 2 / 3], [float(np.float32(1 / 3)), 0.66666669], 9),
    "one value": ([1 / 3], [0.33333334], 9),
    "sums": ([0.1 + 0.2], [0.3], 1),
}
OTHERS = {
    "single precision, once each": ([1 / 3, 2 / 3], [float(np.float32(1 / 3)), 0.66666669], 1),
    "whole numbers": ([2.0**60, 2.0**60 + 512], [2.0**60 + 256, 5.0], 9),
    "moments": ([1.7e9 + 0.25, 1.7e9 + 40.5], [1.7e9 + 1.25, 1.7e9 + 41.5], 9),
    "two values of one table": ([0.5, 0.50000001], [7.0, 8.0], 9),
    "small ones in a large range": ([1e-9, 1e9], [2e-9, 3e9], 9),
}


def cells_of(before: list[float], now: list[float], times: float) -> Cells:
    """Lay out values of two tables, so often each."""
    counts = np.full(len(before), times)
    none = np.zeros(len(before))
    return Cells.of_values(
        np.array([*before, *now]),
        np.concatenate([counts, none]),
        np.concatenate([none, counts]),
    )


@pytest.mark.parametrize(("before", "now", "times"), SAME.values(), ids=SAME)
def test_the_same_number_has_one_cell(before: list[float], now: list[float], times: float) -> None:
    """Both tables count in it."""
    found = cells_of(before, now, times)

    assert found.reference.tolist() == found.current.tolist() == [times] * len(before)


@pytest.mark.parametrize(("before", "now", "times"), OTHERS.values(), ids=OTHERS)
def test_other_numbers_have_their_own(before: list[float], now: list[float], times: float) -> None:
    """However near they are."""
    found = cells_of(before, now, times)

    assert len(found.lower) == len({*before, *now})


def test_the_area_between_two_tables_by_hand() -> None:
    """The gap rises to a half, falls through 0 to minus a half, and ends: triangles of 1/4 each.

    Between single values it's a rectangle; beside them nothing.
    """
    edges = np.arange(4.0)
    wide = Cells(edges[:-1], edges[1:], np.array([1.0, 0.0, 1.0]), np.array([0.0, 2.0, 0.0]))
    single = cells_of([0.0, 4.0], [1.0, 4.0], 1)

    assert wide.area() == pytest.approx(0.75)
    assert single.area() == pytest.approx(0.5)
