"""Columns in which one value fills bins: that it goes is seen, wherever it lies."""

import numpy as np
import pytest
from numpy.typing import NDArray

from monitors.check.check import check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.replay.cut import Cut
from monitors.replay.replay import Plan, replay
from tests.monitors.conftest import OpenTables

ROWS = 6_000
RANDOM = np.random.default_rng(8)


def mostly(value: float, share: float, low: float, high: float) -> NDArray[np.float64]:
    """One value in so many rows, and others spread evenly."""
    others = RANDOM.uniform(low, high, ROWS).round()
    return np.where(RANDOM.random(ROWS) < share, value, others)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        pytest.param(1.0, 0.0, 0.0, id="a yes or no as 1 and 0"),
        pytest.param(100.0, 0.0, 99.0, id="a cap"),
        pytest.param(50.0, 0.0, 100.0, id="the usual value"),
        pytest.param(0.0, 1.0, 100.0, id="a floor"),
    ],
)
def test_a_value_that_goes_is_drift(
    open_tables: OpenTables, value: float, low: float, high: float
) -> None:
    """In a check and in a replay; that it stays is none."""
    tables = open_tables(
        {"a": mostly(value, 0.93, low, high)},
        {"a": mostly(value, 0.4, low, min(high, max(value - 1, low)) if value else high)},
    )
    same = open_tables(
        {"a": mostly(value, 0.93, low, high)}, {"a": mostly(value, 0.93, low, high)}
    )
    plan = Plan(Cut(rows=ROWS // 2), runs_per_quarter=13)

    assert check(tables, Roles(), Limits()).verdict is CheckVerdict.ALERT
    assert [window.verdict for window in replay(tables, Roles(), plan).windows] == [
        CheckVerdict.ALERT,
        CheckVerdict.ALERT,
    ]
    assert check(same, Roles(), Limits()).verdict is CheckVerdict.OK
    assert not replay(same, Roles(), plan).alarms


def test_what_lies_below_is_a_bin_of_its_own(open_tables: OpenTables) -> None:
    """What makes up all deciles is one bin, and the rest another."""
    before = [100.0] * 930 + [50.0] * 70

    (column,) = check(open_tables({"a": before}, {"a": before}), Roles(), Limits()).columns

    assert column.pair is not None
    assert column.pair.bins_reference.tolist() == [70.0, 930.0]
    assert list(column.pair.labels) == ["up to 50", "above 50"]
