"""A column that holds one value alone, and varied before: no accident, and worth a word."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import hypergeom

from monitors.check.check import check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.statistics.chance import PsiLaw, constant_p_value
from monitors.statistics.restless import Move
from tests.monitors.conftest import Data, OpenTables, profile

Values = Sequence[object] | NDArray[Any]
RANDOM = np.random.default_rng(41)
DAYS = [date(2026, 1, 1) + timedelta(days=int(day)) for day in RANDOM.integers(0, 300, 2_000)]
CONSTANT = "is {} in all 2,000 rows, but varied before"


def checked(
    open_tables: OpenTables, reference: Data, current: Data, limits: Limits | None = None
) -> ColumnCheck:
    """Check the one column of two tables."""
    return check(open_tables(reference, current), Roles(), limits or Limits()).columns[0]


@pytest.mark.parametrize(
    ("before", "now", "value"),
    [
        pytest.param(RANDOM.integers(0, 10, 2_000), [3] * 2_000, "3", id="whole numbers"),
        pytest.param(RANDOM.normal(size=2_000), [1234567.0] * 2_000, "1234567", id="never had"),
        pytest.param(["red", "blue"] * 1_000, ["red"] * 2_000, "red", id="categories"),
        pytest.param([True, False] * 1_000, [False] * 2_000, "false", id="yes or no"),
        pytest.param(
            [f"it's {n}" for n in range(2_000)], ["it's 7"] * 2_000, "it's 7", id="names"
        ),
        pytest.param(DAYS, [date(2026, 5, 4)] * 2_000, "2026-05-04", id="dates"),
    ],
)
def test_a_column_that_no_longer_varies_is_an_alarm(
    open_tables: OpenTables, before: Values, now: Values, value: str
) -> None:
    """Whatever it holds; the value is named."""
    found = checked(open_tables, {"a": before}, {"a": now})

    assert found.answer is CheckAnswer.ALARM
    assert CONSTANT.format(value) in found.problems


@pytest.mark.parametrize("value", [0.123456789, 250.0], ids=["within", "far outside"])
def test_large_tables_are_read_off_their_cells(
    open_tables: OpenTables, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cell that holds all rows is looked into: is it one value?"""
    monkeypatch.setattr("monitors.profile.number_cells.VALUES_UP_TO", 100)
    before = {"a": RANDOM.normal(size=2_000)}

    alone = checked(open_tables, before, {"a": [value] * 2_000})
    close = checked(open_tables, before, {"a": [value, value + 1e-9] * 1_000})

    assert CONSTANT.format(f"{value:.15g}") in alone.problems
    assert not any("varied" in problem for problem in close.problems)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param([3] * 2_000, [3] * 2_000, id="constant in both"),
        pytest.param([0.0] * 1_999 + [1.0], [0.0] * 2_000, id="by chance"),
        pytest.param([0.0] * 1_950 + [1.0] * 50, [0.0] * 2_000, id="rare before"),
        pytest.param([0.0, 1.0] * 1_000, [0.0] * 150, id="too few rows"),
        pytest.param([0.0, 1.0] * 1_000, [0.0] * 150 + [None] * 1_850, id="too few values"),
    ],
)
def test_what_may_be_constant_is_left_alone(
    open_tables: OpenTables, before: Values, now: Values
) -> None:
    """No accident, or nothing that matters."""
    found = checked(open_tables, {"a": before}, {"a": now})

    assert not any("varied" in problem for problem in found.problems)


def test_it_counts_among_the_values_present(open_tables: OpenTables) -> None:
    """What is missing has a test of its own."""
    now = [3] * 1_950 + [None] * 50

    found = checked(open_tables, {"a": RANDOM.integers(0, 10, 2_000)}, {"a": now})

    assert "is 3 in all 1,950 rows that have a value, but varied before" in found.problems


def test_a_reference_that_moves_as_much_by_itself_is_no_news(open_tables: OpenTables) -> None:
    """Its own windows were as far from one another: a holiday is not in every week."""
    before, now = {"a": [0.0] * 1_800 + [1.0] * 200}, {"a": [0.0] * 2_000}

    told = checked(open_tables, before, now)
    restless = [{"a": Move(2.0, PsiLaw(0.001, 1.0))}] * 8
    usual = checked(open_tables, before, now, Limits().after(restless))

    assert told.answer is CheckAnswer.ALARM
    assert usual.answer is CheckAnswer.OK


def test_a_number_that_was_an_id_and_is_one_now_is_an_alarm(open_tables: OpenTables) -> None:
    """Ids are not compared, but all rows with the same one are no ids."""
    result = check(open_tables({"a": range(2_000)}, {"a": [0] * 2_000}), Roles(), Limits())

    assert CONSTANT.format("0") in result.columns[0].problems
    assert result.verdict is CheckVerdict.ALERT


@given(
    before=st.integers(1, 3_000),
    share=st.floats(0, 1),
    now=st.integers(1, 3_000),
)
def test_the_probability_is_the_hypergeometric_one(before: int, share: float, now: int) -> None:
    """SciPy's: all but the first of the window's cases are of one value."""
    seen = round(share * before)

    p_value = constant_p_value(seen, before, now)

    oracle = hypergeom(before + now - 1, seen + now - 1, now - 1).pmf(now - 1)
    assert p_value == pytest.approx(oracle, rel=1e-6, abs=1e-300)
    assert 0 <= p_value <= 1
    assert p_value <= constant_p_value(min(seen + 1, before), before, now) * (1 + 1e-9)


def test_it_is_near_the_share_to_the_power_of_the_rows() -> None:
    """With a large reference; a small one leaves room for what it did not show."""
    assert constant_p_value(98_000, 100_000, 200) == pytest.approx(0.98**199, rel=0.01)
    assert constant_p_value(999, 1_000, 10_000) == pytest.approx(1_000 / 10_999)
    assert 0.999**9_999 < 1e-4


def test_windows_that_are_constant_by_chance_keep_their_rate() -> None:
    """Columns of two values, one rare: a p-value below 5 % in at most 5 % of windows."""
    random = np.random.default_rng(6)
    false = 0
    for rare in np.repeat([0.001, 0.005, 0.01, 0.02], 500):
        before, now = random.binomial([2_000, 300], rare)
        is_left_alone = now == 0 and before > 0
        false += is_left_alone and constant_p_value(2_000 - before, 2_000, 300) < 0.05

    assert false / 2_000 <= 0.05


def test_order_is_of_no_matter(open_tables: OpenTables) -> None:
    """Nor is it in the reference."""
    numbers = RANDOM.integers(0, 5, 500)

    pairs = [
        profile(open_tables({"a": before}, {"a": [2] * 500}), "a")
        for before in (numbers, numbers[::-1])
    ]

    assert pairs[0].only == pairs[1].only
    assert pairs[0].only is not None
    assert pairs[0].only.seen_before == (numbers == 2).sum()
