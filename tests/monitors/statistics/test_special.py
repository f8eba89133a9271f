"""Our special functions against SciPy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special as scipy_special

from monitors.statistics import special

FREEDOM = st.integers(1, 2_000).map(float)
SMALL_P = st.floats(1e-12, 0.999)


@given(st.floats(-30, 30))
def test_normal(x: float) -> None:
    """The distribution function, far into both tails."""
    assert special.ndtr(x) == pytest.approx(scipy_special.ndtr(x), rel=1e-10)


@given(FREEDOM, st.floats(0, 10))
def test_chi_square_tail(freedom: float, ratio: float) -> None:
    """Around and far above the mean."""
    expected = scipy_special.chdtrc(freedom, ratio * freedom)

    assert special.chdtrc(freedom, ratio * freedom) == pytest.approx(expected, rel=1e-9, abs=1e-14)


@given(FREEDOM, SMALL_P)
def test_chi_square_quantile(freedom: float, p: float) -> None:
    """The inverse of the tail."""
    assert special.chdtri(freedom, p) == pytest.approx(scipy_special.chdtri(freedom, p), rel=1e-9)


@given(st.floats(0, 12))
def test_kolmogorov(x: float) -> None:
    """Both series, and where they meet."""
    expected = scipy_special.kolmogorov(x)

    assert special.kolmogorov(x) == pytest.approx(expected, rel=1e-9, abs=1e-14)


def test_relative_entropy() -> None:
    """Zero where nothing is."""
    x, y = np.array([0.0, 0.2, 0.8]), np.array([0.5, 0.25, 0.25])

    assert special.rel_entr(x, y) == pytest.approx(scipy_special.rel_entr(x, y))


def test_what_only_replays_need_is_scipys() -> None:
    """Noncentral chi-square and Student's t."""
    assert special.chndtr(12.0, 9.0, 3.0) == pytest.approx(scipy_special.chndtr(12.0, 9.0, 3.0))
    assert special.stdtr(9.0, -2.0) == pytest.approx(scipy_special.stdtr(9.0, -2.0))
