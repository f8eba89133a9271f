"""A replay asks of each window what a run would ask of it, beyond single columns."""

import numpy as np
import pytest

from monitors.check.asking import read_questions
from monitors.check.check import check, shared_limits
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.profile.engine import CURRENT, REFERENCE
from monitors.replay.cut import Cut
from monitors.replay.replay import Plan, replay
from monitors.replay.window_tables import WindowTables, window_sql
from tests.monitors.conftest import Data, OpenTables

ROWS = 400


def orders(seed: int, windows: int, doubled: int | None = None) -> Data:
    """Orders in two shops; in one window every second row is a copy of the one before."""
    random = np.random.default_rng(seed)
    amount = random.normal(size=windows * ROWS)
    if doubled is not None:
        at = slice(doubled * ROWS, (doubled + 1) * ROWS)
        amount[at] = np.repeat(amount[at][::2], 2)
    return {"amount": amount, "shop": np.tile(["north"] * 2 + ["south"] * 2, windows * ROWS // 4)}


def test_a_window_is_cut_out_of_the_history(open_tables: OpenTables) -> None:
    """The reference is whole, or the windows before where these are compared with."""
    tables = open_tables({"a": [-1.0] * 5}, {"a": np.arange(12.0)})
    window = window_sql(tables, Cut(rows=4))
    asked = "SELECT min(a), max(a), count(*) FROM {}"

    fixed, moving = (WindowTables(tables, window, 2, beside) for beside in ((), (0, 1)))

    found = [
        one.query(asked.format(relation))[0]
        for one in (fixed, moving)
        for relation in (REFERENCE, CURRENT)
    ]
    assert found == [(-1.0, -1.0, 5), (8.0, 11.0, 4), (0.0, 7.0, 8), (8.0, 11.0, 4)]


def test_what_a_monitor_may_ask_is_asked_of_every_window(open_tables: OpenTables) -> None:
    """Copies of rows in the third of four; columns alone would show nothing."""
    tables = open_tables(orders(1, 10), orders(2, 4, doubled=2))
    plan = Plan(Cut(rows=ROWS), 13, questions=read_questions({"duplicates": True}))

    result = replay(tables, Roles(), plan)

    assert [window.verdict is CheckVerdict.ALERT for window in result.windows] == [
        False, False, True, False,
    ]  # fmt: skip
    assert [alarm.columns for alarm in result.alarms] == [["duplicates"]]


def test_it_is_answered_as_in_a_check_of_that_window(open_tables: OpenTables) -> None:
    """The same question, of the same rows, with the same part of the error rate."""
    before, now = orders(3, 5), orders(4, 1, doubled=0)
    questions = read_questions({"duplicates": True})
    tables = open_tables(before, now)

    alone = check(tables, Roles(), Limits(error_rate=0.5 / 13), questions)
    (window,) = replay(tables, Roles(), Plan(Cut(rows=ROWS), 13, questions=questions)).windows

    assert [found.problems for found in window.findings] == [
        found.problems for found in alone.findings
    ]
    assert alone.findings[0].problems != []


def test_segments_are_replayed(open_tables: OpenTables) -> None:
    """Two shifts that cancel out, in the second window of two."""
    now = orders(6, 2)
    is_north = np.array(now["shop"]) == "north"
    shift = np.where(is_north, 1.5, -1.5) * (np.arange(2 * ROWS) >= ROWS)
    moved = {**now, "amount": np.array(now["amount"]) + shift}

    result = replay(
        open_tables(orders(5, 10), moved), Roles(segment="shop"), Plan(Cut(rows=ROWS), 13)
    )

    assert [window.verdict is CheckVerdict.ALERT for window in result.windows] == [False, True]
    assert {"north", "south"} <= set(result.alarms[0].columns)


@pytest.mark.parametrize(
    ("options", "columns", "each"),
    [
        pytest.param({}, 1.0, None, id="nothing asked"),
        pytest.param({"duplicates": True}, 0.5, 0.5, id="one question"),
        pytest.param({"duplicates": True, "joint": True}, 0.5, 0.25, id="two"),
    ],
)
def test_questions_have_half_of_the_rates_together(
    options: dict[str, bool], columns: float, each: float | None
) -> None:
    """However many: columns keep the other half."""
    limits = Limits(error_rate=0.04, notice_rate=0.2)
    asked = [one for one in read_questions(options) if one.name in options]

    of_columns, of_each = shared_limits(limits, asked, Roles())

    assert of_columns == limits.times(columns)
    assert each is None or of_each == limits.times(each)


def test_what_the_business_sees_has_twice_the_rate_of_other_questions() -> None:
    """Where truth is known; where it isn't, nothing is set aside for it."""
    asked = [one for one in read_questions({}) if one.name in {"labels", "pairs", "tails"}]
    limits = Limits(error_rate=0.08, notice_rate=0.16)

    known, unknown = (
        shared_limits(limits, asked, Roles(target=target))[1] for target in ("truth", None)
    )

    assert known == limits.times(1 / 8)
    assert unknown == limits.times(1 / 4)
    assert sum(one.parts(Roles(target="truth")) for one in asked) == 4
