"""Levels that the reference lacks: exact small cases, the rate without drift, and real news."""

from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from monitors.check.column_verdicts import Measured, judge_columns
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.profile.engine import Column, Kind
from monitors.profile.pair import pair_of_levels
from monitors.profile.reading import Reading
from monitors.profile.scan import Levels
from monitors.statistics.unseen import COUNTED_UP_TO, unseen_p_value
from tests.monitors.conftest import pair_of_counts

Counts = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], NDArray[np.int64]]


def p_value(reference: Counts, current: Counts) -> float:
    """The p-value of a column's counts, level by level."""
    both = reference + current
    return unseen_p_value(
        *np.unique(both[both > 0], return_counts=True),
        rows_reference=int(reference.sum()),
        rows_current=int(current.sum()),
        unseen_now=int(current[reference == 0].sum()),
    )


def test_one_level_is_as_rare_as_all_ways_to_deal_say() -> None:
    """Three rows of one level among ten: none of them in the reference of six."""
    ways = list(combinations(range(10), 6))
    absent = sum(not {0, 1, 2} & set(way) for way in ways)

    assert p_value(np.array([6.0, 0]), np.array([1.0, 3.0])) == pytest.approx(absent / len(ways))


def test_levels_of_one_size_are_a_binomial() -> None:
    """Forty levels of one row each: 30 or more of them in a window as large as the reference."""
    reference, current = np.repeat([1.0, 0.0], [10, 30]), np.repeat([0.0, 1.0], [10, 30])

    found = p_value(np.append(reference, 990), np.append(current, 970))

    assert found == pytest.approx(stats.binom.sf(29, 40, 0.5))


def test_sizes_are_added_up() -> None:
    """Two levels of two rows and one of three: at least four rows, by hand."""
    two, three = (float(np.prod([(20 - i) / (50 - i) for i in range(size)])) for size in (2, 3))
    by_hand = 1 - (1 - two) ** 2 * (1 - three) - 2 * two * (1 - two) * (1 - three)
    by_hand -= three * (1 - two) ** 2

    found = unseen_p_value(np.array([2.0, 3.0]), np.array([2.0, 1.0]), 30, 20, 4)

    assert found == pytest.approx(by_hand)


@pytest.mark.parametrize(("rows_reference", "rows_current"), [(1_000, 1_000), (5_000, 1_000)])
def test_one_new_level_with_many_rows_is_no_accident(
    rows_reference: int, rows_current: int
) -> None:
    """200 rows of it, and not one before."""
    reference, current = np.array([rows_reference, 0.0]), np.array([rows_current - 200.0, 200.0])

    assert p_value(reference, current) == 1e-15


@pytest.mark.parametrize("rows_reference", [1_000, 5_000, 20_000])
def test_one_new_row_among_thousands_may_be_chance(rows_reference: int) -> None:
    """It is one of N + M rows, and lies in the window as often as the window is large."""
    found = p_value(np.array([rows_reference, 0.0]), np.array([2_999.0, 1.0]))

    assert found == pytest.approx(3_000 / (3_000 + rows_reference))


def test_nothing_new_is_no_surprise() -> None:
    """All levels were there before."""
    assert p_value(np.array([5.0, 5.0]), np.array([5.0, 0.0])) == 1.0


@given(
    st.lists(st.integers(1, 3_000), min_size=1, max_size=30),
    st.integers(1, 10**6),
    st.lists(st.integers(0, 6_000), min_size=2, max_size=8),
)
def test_more_new_rows_are_never_less_surprising(
    sizes: list[int], rows_reference: int, asked: list[int]
) -> None:
    """Above 0, at most 1, never NaN, and falling."""
    levels = np.unique(np.array(sizes, dtype=float), return_counts=True)

    found = [
        unseen_p_value(*levels, rows_reference, sum(sizes), unseen) for unseen in sorted(asked)
    ]

    assert all(0 < one <= 1 for one in found)
    assert all(later <= one + 1e-12 for one, later in pairwise(found))


def test_beyond_what_is_counted_the_bound_is_near_and_above() -> None:
    """Ten thousand levels of one row, and more of them than are counted one by one."""
    unseen = 5_200
    exact = float(stats.binom.sf(unseen - 1, 10_000, 0.5))

    found = unseen_p_value(np.array([1.0]), np.array([10_000.0]), 10**6, 10**6, unseen)

    assert unseen > COUNTED_UP_TO
    assert exact <= found < 20 * exact


def zipf(random: np.random.Generator, rows: int) -> NDArray[np.int64]:
    """A long tail without end."""
    return np.minimum(random.zipf(1.6, rows), 10**6)


def uniform(random: np.random.Generator, rows: int) -> NDArray[np.int64]:
    """Three hundred levels as large as one another."""
    return random.integers(0, 300, rows)


def rare(random: np.random.Generator, rows: int) -> NDArray[np.int64]:
    """One level has nearly all, three hundred share three rows of a hundred."""
    return np.where(random.random(rows) < 0.03, random.integers(1, 301, rows), 0)


@pytest.mark.parametrize("draw", [zipf, uniform, rare])
@pytest.mark.parametrize(
    ("rows_reference", "rows_current"),
    [(200, 200), (500, 5_000), (1_000, 200), (1_000, 1_000), (300, 9_000)],
)
def test_without_drift_p_keeps_its_rate(
    draw: Draw, rows_reference: int, rows_current: int
) -> None:
    """At or below 1 % in at most 1 % of 300 windows, and three binomial errors."""
    windows = 300
    false = 0
    for seed in range(windows):
        random = np.random.default_rng(seed)
        tables = [draw(random, rows) for rows in (rows_reference, rows_current)]
        names = np.unique(np.concatenate(tables))
        counts = [
            np.bincount(np.searchsorted(names, table), minlength=len(names)).astype(float)
            for table in tables
        ]
        false += p_value(counts[0], counts[1]) <= 0.01

    assert false / windows <= 0.01 + 3 * (0.01 * 0.99 / windows) ** 0.5


@pytest.mark.parametrize(
    ("rare_before", "problems"),
    [
        pytest.param(600, [], id="as many rare ones before"),
        pytest.param(0, ["many new values in 6% of rows"], id="none before"),
    ],
)
def test_rows_without_a_name_are_as_many_levels(rare_before: int, problems: list[str]) -> None:
    """600 current rows of levels too many to be named: no surprise where rare levels are usual."""
    shop = Column("shop", Kind.CATEGORICAL, "VARCHAR")
    known = {"a": 9_000} | {f"rare {number}": 1 for number in range(rare_before)}
    before = Levels(known, 0, 9_000 + rare_before, len(known))
    now = Levels({"a": 9_000}, 0, 9_600, 601)

    pair = pair_of_levels(Reading(shop, shop), before, now)
    found = judge_columns([Measured(shop, pair)], Roles(), Limits())[0]

    assert found.problems == problems


@pytest.mark.parametrize(
    ("rare_before", "problems"),
    [
        pytest.param(600, [], id="as many came once before"),
        pytest.param(0, ["600 new values in 6% of rows, most often level 1"], id="none before"),
    ],
)
def test_new_categories_that_come_once_each(rare_before: int, problems: list[str]) -> None:
    """600 of them, by name: each is a category of one row, and not one of 600 rows."""
    before = [9_000.0, *[1.0] * rare_before, *[0.0] * 600]
    now = [9_000.0, *[0.0] * rare_before, *[1.0] * 600]
    pair = pair_of_counts(before, now)

    found = judge_columns([Measured(pair.column, pair)], Roles(), Limits())[0]

    assert found.problems == problems
