"""Counting all columns at once: by value and by cell give what SciPy gives, at any size."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from monitors.drift.js_distance import jensen_shannon_distance
from monitors.drift.psi import population_stability_index
from monitors.drift.wasserstein import wasserstein_normed
from monitors.profile.cells import Cells
from monitors.profile.grid import CELLS_PER_MIDDLE_HALF, MOST_CELLS, SHARES_OF_SAMPLE, Grid
from monitors.profile.number_cells import HEAVY_CELL
from monitors.profile.pair import ColumnPair
from tests.monitors.conftest import OpenTables, profile

ROWS = 6_000
RANDOM = np.random.default_rng(17)
SHAPES = {
    "normal": (RANDOM.normal(size=ROWS), RANDOM.normal(0.2, 1.1, size=ROWS)),
    "skewed": (RANDOM.lognormal(0, 2.5, size=ROWS), RANDOM.lognormal(0.1, 2.5, size=ROWS)),
    "heavy tails": (RANDOM.standard_cauchy(size=ROWS), RANDOM.standard_cauchy(size=ROWS)),
    "ties": (RANDOM.poisson(3, size=ROWS) * 1.0, RANDOM.poisson(3.3, size=ROWS) * 1.0),
    "two values": (RANDOM.integers(0, 2, size=ROWS) * 1.0, np.ones(ROWS)),
    "spike": (
        np.where(RANDOM.random(ROWS) < 0.7, 0.0, RANDOM.normal(size=ROWS)),
        np.where(RANDOM.random(ROWS) < 0.6, 0.0, RANDOM.normal(size=ROWS)),
    ),
    "other unit": (RANDOM.normal(5, 1, size=ROWS), 1_000 * RANDOM.normal(5, 1, size=ROWS)),
    "sorted": (np.sort(RANDOM.normal(size=ROWS)), np.sort(RANDOM.normal(size=ROWS))),
}
BY_SHAPE = pytest.mark.parametrize("shape", SHAPES)
Values = Sequence[float | None] | NDArray[np.float64]


@pytest.fixture(params=["by value", "by cell"])
def counting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Count small tables as they are, or as if they were large."""
    if request.param == "by cell":
        monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", 0)
    return str(request.param)


def counted(open_tables: OpenTables, reference: Values, current: Values) -> ColumnPair:
    """Profile one column."""
    return profile(open_tables({"x": reference}, {"x": current}), "x")


@pytest.mark.usefixtures("counting")
@BY_SHAPE
def test_the_largest_gap_is_scipys(open_tables: OpenTables, shape: str) -> None:
    """Kolmogorov-Smirnov to 1e-9, whatever the shape."""
    pair = counted(open_tables, *SHAPES[shape])

    assert pair.distance == pytest.approx(stats.ks_2samp(*SHAPES[shape]).statistic, abs=1e-9)


@pytest.mark.usefixtures("counting")
@BY_SHAPE
def test_the_area_is_scipys(open_tables: OpenTables, shape: str) -> None:
    """Wasserstein over the standard deviation: to 1e-5 in cells of so small a table."""
    reference, current = SHAPES[shape]
    expected = stats.wasserstein_distance(reference, current) / reference.std(ddof=1)

    measured = wasserstein_normed(counted(open_tables, reference, current))

    assert measured == pytest.approx(expected, rel=1e-5, abs=1e-5)


@BY_SHAPE
def test_cells_give_the_bins_of_the_values(
    open_tables: OpenTables, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deciles, counts, range and presence do not depend on the way of counting."""
    by_value = counted(open_tables, *SHAPES[shape])
    monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", 0)

    by_cell = counted(open_tables, *SHAPES[shape])

    assert by_cell.labels == by_value.labels
    assert by_cell.bins_reference.tolist() == by_value.bins_reference.tolist()
    assert by_cell.bins_current.tolist() == by_value.bins_current.tolist()
    assert by_cell.out_of_range == by_value.out_of_range


@BY_SHAPE
def test_a_very_large_table_is_nearly_exact(
    open_tables: OpenTables, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where heavy cells alone are looked into, the gap is short by less than a light one."""
    exact = counted(open_tables, *SHAPES[shape])
    monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", 0)
    monkeypatch.setattr("monitors.profile.number_cells.EXACT_UP_TO", 0)

    pair = counted(open_tables, *SHAPES[shape])

    assert pair.distance == pytest.approx(exact.distance, abs=0.005)
    assert population_stability_index(pair) == pytest.approx(
        population_stability_index(exact), rel=0.02, abs=0.002
    )


def test_whole_numbers_need_no_second_look(
    open_tables: OpenTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell narrower than one holds one whole number, and is counted as that."""
    values = RANDOM.integers(-500, 500, size=ROWS).tolist()
    by_value = counted(open_tables, values, values[::2])
    monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", 0)
    monkeypatch.setattr("monitors.profile.number_cells.EXACT_UP_TO", 0)

    by_cell = counted(open_tables, values, values[::2])

    assert by_cell.labels == by_value.labels
    assert by_cell.bins_current.tolist() == by_value.bins_current.tolist()
    assert by_cell.distance == by_value.distance


@pytest.mark.usefixtures("counting")
def test_what_is_no_number_is_missing(open_tables: OpenTables) -> None:
    """NULL, NaN and infinities are not among the values present."""
    values = [*RANDOM.normal(size=500), None, float("nan"), float("inf"), float("-inf")]

    pair = counted(open_tables, values, values)

    assert (pair.rows.reference, pair.present.reference) == (504, 500)
    assert pair.distance == 0.0


@pytest.mark.usefixtures("counting")
@pytest.mark.parametrize(
    "values", [[7.0] * 400, [None] * 399 + [1.0], [0.1] * 400], ids=["constant", "lone", "tenth"]
)
def test_what_never_varies_has_no_drift(
    open_tables: OpenTables, values: Sequence[float | None]
) -> None:
    """One value, or one row: nothing moves and nothing divides by zero."""
    pair = counted(open_tables, values, values)

    assert (pair.distance, pair.area) == (0.0, 0.0)
    assert wasserstein_normed(pair) is None
    assert population_stability_index(pair) == 0.0


@pytest.mark.usefixtures("counting")
def test_an_empty_column_gives_nothing(open_tables: OpenTables) -> None:
    """No value in the reference, or none now: there is nothing to compare."""
    full, empty = [1.0, 2.0] * 50, [*[None] * 99, float("nan")]

    assert not counted(open_tables, full, empty).is_measurable
    assert not counted(open_tables, empty, full).is_measurable


VALUES = st.lists(
    st.floats(-1e6, 1e6, allow_subnormal=False) | st.integers(-5, 5).map(float),
    min_size=2,
    max_size=60,
)


def in_cells(reference: Sequence[float], current: Sequence[float]) -> Cells:
    """Count two samples by value."""
    none = np.zeros(len(reference)), np.zeros(len(current))
    return Cells.of_values(
        np.array([*reference, *current]),
        np.concatenate([none[0] + 1, none[1]]),
        np.concatenate([none[0], none[1] + 1]),
    )


@given(VALUES, VALUES)
def test_gap_area_and_deviation_agree_with_scipy(
    reference: list[float], current: list[float]
) -> None:
    """Of any two samples, ties and all, to a relative 1e-6."""
    cells = in_cells(reference, current)

    assert cells.distance() == pytest.approx(
        stats.ks_2samp(reference, current, method="asymp").statistic, abs=1e-9
    )
    assert cells.area() == pytest.approx(
        stats.wasserstein_distance(reference, current), rel=1e-6, abs=1e-6
    )
    assert cells.deviation() == pytest.approx(np.std(reference, ddof=1), rel=1e-6, abs=1e-6)


@given(VALUES)
def test_edges_are_numpys_deciles(values: list[float]) -> None:
    """Interpolated as NumPy does, equal ones once, none at the top."""
    deciles = np.quantile(values, np.arange(1, 10) / 10)

    edges = in_cells(values, values).edges()
    filling = {value for value in values if (deciles == value).sum() > 1 or value == max(values)}
    below = [max(v for v in values if v < value) for value in filling if value > min(values)]

    known = np.array([*deciles, *below])
    assert len(edges) <= len(set(known))
    assert all(np.abs(known - edge).min() <= 1e-6 * max(1.0, abs(edge)) for edge in edges)


@given(VALUES, VALUES, st.floats(0.001, 1_000))
def test_gap_and_area_are_symmetric_and_keep_their_scale(
    reference: list[float], current: list[float], scale: float
) -> None:
    """Swapping the samples changes nothing; a change of unit moves the area alone."""
    cells, swapped = in_cells(reference, current), in_cells(current, reference)
    scaled = in_cells([scale * one for one in reference], [scale * one for one in current])

    assert swapped.distance() == pytest.approx(cells.distance(), abs=1e-12)
    assert swapped.area() == pytest.approx(cells.area())
    assert scaled.area() == pytest.approx(scale * cells.area(), rel=1e-6, abs=1e-6)


def test_more_shift_measures_more(open_tables: OpenTables) -> None:
    """PSI, JS, KS and Wasserstein grow with the shift."""
    base = RANDOM.normal(size=ROWS)
    pairs = [counted(open_tables, base, base + shift) for shift in (0.0, 0.1, 0.3, 0.9)]

    for measure in (
        population_stability_index,
        jensen_shannon_distance,
        wasserstein_normed,
        lambda pair: pair.distance,
    ):
        values = [measure(pair) for pair in pairs]
        assert values[0] == pytest.approx(0.0, abs=1e-9)
        assert values == sorted(values)  # type: ignore[type-var] # none is None here


def test_the_order_of_rows_changes_nothing(open_tables: OpenTables) -> None:
    """A table is a set of rows."""
    reference, current = SHAPES["normal"]

    pair = counted(open_tables, reference, current)
    shuffled = counted(open_tables, RANDOM.permutation(reference), current[::-1])

    assert shuffled.bins_current.tolist() == pair.bins_current.tolist()
    assert shuffled.distance == pytest.approx(pair.distance, abs=1e-12)


@given(st.floats(-1e9, 1e9), st.floats(0, 1e9))
def test_a_number_lies_within_its_cell(lowest: float, width: float) -> None:
    """The bounds of a number's cell hold it, to rounding."""
    grid = Grid.over(lowest, lowest + width, 4_096)
    values = np.linspace(lowest, lowest + width, 7)

    lower, upper = grid.bounds(grid.cells_at(values))

    slack = 1e-6 * (1 + np.abs(values))
    assert (lower <= values + slack).all()
    assert (values <= upper + slack).all()


@pytest.mark.parametrize(
    "quantiles",
    [
        None,
        [0.0] * 4,
        [1.0, 2.0, 2.1, 1e9],
        [-1e308, 0.0, 1.0, 1e308],
        [-1.7e308, -1e308, 1e308, 1.7e308],
        [0.0, 0.0, 0.0, 5e-324],
        [1e9, 1e9, 1e9 + 2e-7, 2e9],
    ],
)
def test_any_sample_gives_a_grid(quantiles: list[float] | None) -> None:
    """Nothing seen, a constant, a long tail, the largest and the smallest numbers there are."""
    grid = Grid.from_sample(quantiles, 4_096)

    assert 0 < grid.scale < np.inf
    assert np.isfinite(grid.offset)


def test_a_long_tail_has_more_cells_than_a_short_one() -> None:
    """A skewed column's largest values lie on its grid, so that they need no second look."""
    values = np.exp(0.7 * RANDOM.normal(size=1_000_000))
    grid = Grid.from_sample(np.quantile(values, SHARES_OF_SAMPLE).tolist(), CELLS_PER_MIDDLE_HALF)

    cells = grid.cells_at(values)

    assert cells.min() >= 0
    assert cells.max() < MOST_CELLS
    assert np.bincount(cells).max() < HEAVY_CELL * len(values)
