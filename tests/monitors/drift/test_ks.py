"""The p-value of the Kolmogorov-Smirnov distance, beside the exact law of small samples."""

import numpy as np
import pytest
from scipy import stats

from monitors.drift.ks import ks_p_value
from monitors.profile.engine import Column, Kind, RowCounts
from monitors.profile.pair import ColumnPair


def pair_at(distance: float, reference: int, current: int) -> ColumnPair:
    """A column whose distribution functions are so far apart."""
    rows = RowCounts(reference, current)
    return ColumnPair(
        Column("x", Kind.NUMERIC),
        rows,
        rows,
        bins_reference=np.array([1.0]),
        bins_current=np.array([1.0]),
        distance=distance,
    )


@pytest.mark.parametrize("wanted", [0.2, 0.1, 0.05, 0.01])
@pytest.mark.parametrize("size", [10, 30, 100])
def test_stephens_is_close_to_the_exact_law(size: int, wanted: float) -> None:
    """Of one sample of n cases (Marsaglia, Tsang and Wang 2003); n is half of two equal ones."""
    distance = float(stats.kstwo.isf(wanted, size))

    found = ks_p_value(pair_at(distance, 2 * size, 2 * size))

    assert found == pytest.approx(wanted, rel=0.04)


def test_more_cases_make_the_same_gap_rarer() -> None:
    """On either side; the smaller table decides."""
    few, more, most = (
        ks_p_value(pair_at(0.1, *rows)) for rows in [(99, 99), (999, 99), (99_999, 99)]
    )

    assert few is not None
    assert more is not None
    assert most is not None
    assert few > more > most > 0.1
