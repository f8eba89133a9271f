"""Drift measures: published and SciPy's values, and properties that each one keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon

from monitors.drift import DRIFT_METRICS
from monitors.drift.chi_square import chi_square_p_value
from monitors.drift.js_distance import jensen_shannon_distance
from monitors.drift.ks import ks_p_value
from monitors.drift.psi import population_stability_index
from monitors.profile.engine import Column, Kind
from monitors.profile.pair import ColumnPair
from tests.monitors.conftest import OpenTables, pair_of_counts, profile

NUMBER = Column("x", Kind.NUMERIC)
COUNTS = st.lists(st.integers(min_value=1, max_value=10_000), min_size=2, max_size=12)


def profiled(open_tables: OpenTables, reference: object, current: object) -> ColumnPair:
    """Profile one numeric column."""
    return profile(open_tables({"x": reference}, {"x": current}), "x")  # type: ignore[dict-item] # arrays


def test_psi_of_the_reference_vector() -> None:
    """STATISTICS.md, 1: ten equal bins against a rising vector."""
    pair = pair_of_counts(
        [1_000] * 10, [600, 700, 800, 900, 1_000, 1_000, 1_100, 1_200, 1_300, 1_400]
    )

    assert population_stability_index(pair) == pytest.approx(0.062579, abs=1e-6)


def test_jensen_shannon_distance_is_in_base_two() -> None:
    """STATISTICS.md, 2: 0.383136 in base 2, which SciPy gives too."""
    pair = pair_of_counts([50, 50], [90, 10])

    assert jensen_shannon_distance(pair) == pytest.approx(0.383136, abs=1e-6)
    assert jensen_shannon_distance(pair) == pytest.approx(
        jensenshannon([0.5, 0.5], [0.9, 0.1], 2), abs=1e-12
    )


def test_chi_square_is_of_homogeneity() -> None:
    """STATISTICS.md, 5: p = 5.81e-13, not the 3.4e-29 of the one-sample test."""
    pair = pair_of_counts([130, 370], [240, 260])

    assert chi_square_p_value(pair) == pytest.approx(5.81e-13, rel=1e-3)
    table = np.array([[130, 370], [240, 260]])
    assert chi_square_p_value(pair) == pytest.approx(
        stats.chi2_contingency(table, correction=False).pvalue, rel=1e-9
    )


def test_rare_levels_are_pooled() -> None:
    """Levels with an expected count below five are taken together."""
    pair = pair_of_counts([500, 480, 2, 1], [500, 470, 3, 2])
    pooled = np.array([[500, 480, 3], [500, 470, 5]])

    expected = stats.chi2_contingency(pooled, correction=False)
    assert chi_square_p_value(pair) == pytest.approx(expected.pvalue, rel=1e-9)


def test_one_level_can_not_differ() -> None:
    """A constant category has no test."""
    assert chi_square_p_value(pair_of_counts([300], [200])) is None


@pytest.mark.parametrize("shift", [0.0, 0.1, 0.5])
def test_numbers_agree_with_scipy(open_tables: OpenTables, shift: float) -> None:
    """KS distance and Wasserstein distance as SciPy has them."""
    random = np.random.default_rng(5)
    reference, current = random.normal(size=4_000), random.normal(shift, 1.2, size=1_500)
    pair = profiled(open_tables, reference, current)
    measures = {name: metric.measure(pair) for name, metric in DRIFT_METRICS.items()}

    ks = stats.ks_2samp(reference, current)
    wasserstein = stats.wasserstein_distance(reference, current) / reference.std(ddof=1)
    assert measures["ks_statistic"] == pytest.approx(ks.statistic, abs=1e-9)
    assert measures["wasserstein_normed"] == pytest.approx(wasserstein, abs=1e-9)
    assert ks_p_value(pair) == pytest.approx(ks.pvalue, abs=0.01)


def test_wasserstein_of_scipys_example(open_tables: OpenTables) -> None:
    """([0, 1, 3], [5, 6, 8]) lie 5 apart."""
    pair = profiled(open_tables, np.array([0.0, 1, 3]), np.array([5.0, 6, 8]))

    assert pair.area == pytest.approx(5.0)


@pytest.mark.parametrize(("shift", "expected"), [(0.25, 0.0598), (0.5, 0.2377), (1.0, 0.9261)])
def test_psi_of_shifted_normals(open_tables: OpenTables, shift: float, expected: float) -> None:
    """Deciles of N(0, 1) against N(d, 1): the population's values, within sampling error."""
    random = np.random.default_rng(1)
    pair = profiled(open_tables, random.normal(size=200_000), random.normal(shift, size=200_000))

    assert population_stability_index(pair) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("metric", DRIFT_METRICS.values(), ids=lambda metric: metric.name)
class TestEveryMetric:
    """What holds for each drift metric, and for the next one that is added."""

    def test_says_where_it_is_from(self, metric) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - parametrised
        """Name, title and source are there; the name is that of its module's measure."""
        assert metric.name.isidentifier()
        assert metric.title
        assert len(metric.source) > 20
        assert "Returns:" in (metric.measure.__doc__ or "")

    def test_is_zero_without_drift(self, metric, open_tables: OpenTables) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - as above
        """The same values twice, in another order."""
        values = np.random.default_rng(2).gamma(2.0, size=2_000)
        pair = profiled(open_tables, values, values[::-1])

        assert metric.measure(pair) == pytest.approx(0.0, abs=1e-9)

    def test_grows_with_the_shift(self, metric, open_tables: OpenTables) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - as above
        """A larger shift is a larger measure."""
        values = np.random.default_rng(3).normal(size=3_000)
        measured = [
            metric.measure(profiled(open_tables, values, values + shift))
            for shift in (0.0, 0.3, 0.8, 1.5)
        ]

        assert measured == sorted(measured)
        assert measured[0] < measured[-1]

    @pytest.mark.parametrize("empty", ["reference", "current"])
    def test_does_not_apply_to_nothing(  # type: ignore[no-untyped-def] # as above
        self,
        metric,  # noqa: ANN001 - as above
        open_tables: OpenTables,
        empty: str,
    ) -> None:
        """An all-missing column has no measure, and never NaN."""
        nothing, something = np.full(300, np.nan), np.arange(300.0)
        sides = (nothing, something) if empty == "reference" else (something, nothing)

        assert metric.measure(profiled(open_tables, *sides)) is None


def test_a_constant_reference_has_no_normed_distance(open_tables: OpenTables) -> None:
    """There is no standard deviation to divide by; the others apply."""
    pair = profiled(open_tables, np.full(500, 3.0), np.full(500, 4.0))

    assert DRIFT_METRICS["wasserstein_normed"].measure(pair) is None
    assert DRIFT_METRICS["ks_statistic"].measure(pair) == 1.0


def test_categories_have_no_distance_of_numbers() -> None:
    """KS and Wasserstein are for numbers, chi-square for categories."""
    category, number = pair_of_counts([5, 5], [5, 5]), pair_of_counts([5, 5], [5, 5], Kind.NUMERIC)

    assert DRIFT_METRICS["ks_statistic"].measure(category) is None
    assert ks_p_value(category) is None
    assert chi_square_p_value(number) is None


@given(COUNTS, COUNTS)
def test_measures_of_categories_do_not_mind_order_or_side(
    reference: list[int], current: list[int]
) -> None:
    """Relabelled levels measure the same; PSI and JS distance are symmetric; JS is at most 1."""
    size = min(len(reference), len(current))
    pair = pair_of_counts(reference[:size], current[:size])
    turned = pair_of_counts(reference[:size][::-1], current[:size][::-1])
    swapped = pair_of_counts(current[:size], reference[:size])

    for measure in (population_stability_index, jensen_shannon_distance):
        value = measure(pair)
        assert value is not None
        assert value >= 0.0
        assert measure(turned) == pytest.approx(value, abs=1e-9)
        assert measure(swapped) == pytest.approx(value, abs=1e-9)
    assert (jensen_shannon_distance(pair) or 0.0) <= 1.0
    assert 0.0 <= (chi_square_p_value(pair) or 0.0) <= 1.0


def test_shares_with_nothing_in_common_are_one_apart() -> None:
    """The largest Jensen-Shannon distance is 1."""
    assert jensen_shannon_distance(pair_of_counts([10, 0], [0, 10])) == pytest.approx(1.0)


def test_numbers_with_ties_and_infinities(open_tables: OpenTables) -> None:
    """Infinite values are left out; heavy ties leave fewer bins, each counted once."""
    reference = np.array([0.0] * 900 + [1.0] * 100)
    current = np.array([0.0] * 400 + [1.0] * 100 + [np.inf] * 7)
    pair = profiled(open_tables, reference, current)

    assert pair.present.current == 500
    assert pair.bins_reference.sum() == 1_000
    assert pair.bins_current.sum() == 500
