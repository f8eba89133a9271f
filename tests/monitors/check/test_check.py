"""One check of two tables: an alarm needs all three, and no column can stop the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from monitors.profile.engine import Column, Tables
from monitors.quality.column import two_proportion_p_value
from monitors.statistics.budget import error_rate_per_run, holm_rejections
from tests.monitors.conftest import Data, OpenTables

ROWS = 2_000
RANDOM = np.random.default_rng(8)
STEADY = RANDOM.normal(size=ROWS)


def found(result: CheckResult, name: str) -> ColumnCheck:
    """One column's check."""
    return next(column for column in result.columns if column.column == name)


def checked(
    open_tables: OpenTables, reference: Data, current: Data, roles: Roles | None = None
) -> CheckResult:
    """Check two tables with the default limits."""
    return check(open_tables(reference, current), roles or Roles(), Limits())


def test_the_same_data_is_ok(open_tables: OpenTables) -> None:
    """Nothing moved, nothing is said."""
    result = checked(
        open_tables,
        {"a": STEADY, "b": ["x", "y"] * 1_000},
        {"a": STEADY[::-1], "b": ["y", "x"] * 1_000},
    )

    assert result.verdict is CheckVerdict.OK
    assert {column.answer for column in result.columns} == {CheckAnswer.OK}


@pytest.mark.parametrize(
    ("shift", "rows", "verdict"),
    [
        pytest.param(1.0, ROWS, CheckVerdict.ALERT, id="clear"),
        pytest.param(0.4, ROWS, CheckVerdict.WARNING, id="real, below the limit"),
        pytest.param(0.02, ROWS, CheckVerdict.OK, id="next to nothing"),
        pytest.param(1.0, 150, CheckVerdict.WARNING, id="too few cases"),
    ],
)
def test_an_alarm_is_significant_and_large_and_of_enough_cases(
    open_tables: OpenTables, shift: float, rows: int, verdict: CheckVerdict
) -> None:
    """A shift by d standard deviations, in a window of some size."""
    current = np.random.default_rng(9).normal(shift, 1.0, size=rows)

    result = checked(open_tables, {"a": STEADY}, {"a": current})

    assert result.verdict is verdict
    assert found(result, "a").is_drift == (verdict is CheckVerdict.ALERT)


def test_many_quiet_columns_stay_quiet(open_tables: OpenTables) -> None:
    """Sixty columns without drift: significance is shared between them."""
    names = [f"c{number}" for number in range(60)]
    random = np.random.default_rng(10)
    reference = {name: random.normal(size=3_000) for name in names}
    current = {name: random.normal(size=400) for name in names}

    assert checked(open_tables, reference, current).verdict is CheckVerdict.OK


def test_missing_values_are_judged_by_themselves(open_tables: OpenTables) -> None:
    """A tenth goes missing: an alarm about that, and no drift among the values present."""
    current: list[float | None] = list(STEADY)
    current[::10] = [None] * (ROWS // 10)

    column = found(checked(open_tables, {"a": STEADY}, {"a": current}), "a")

    assert column.answer is CheckAnswer.ALARM
    assert not column.is_drift
    assert column.problems == ["missing in 10% of rows (before: 0%)"]


def test_new_categories_are_alarms(open_tables: OpenTables) -> None:
    """A new level in 4 % of rows is told by its name."""
    reference: Data = {"level": ["a", "b"] * 1_000}
    current: Data = {"level": ["a", "b"] * 960 + ["new"] * 80}

    result = checked(open_tables, reference, current)

    assert found(result, "level").problems == ["the new value new in 4% of rows"]
    assert result.verdict is CheckVerdict.ALERT


@pytest.mark.parametrize("rows", [1, 150])
def test_a_small_reference_knows_too_little_to_alarm(open_tables: OpenTables, rows: int) -> None:
    """What it has never seen may be usual: not enough data, and no alarm."""
    reference: Data = {"level": ["a"] * rows, "x": [1.0] * rows}
    current: Data = {"level": ["a", "b"] * 1_000, "x": STEADY}

    result = checked(open_tables, reference, current)

    assert result.verdict is CheckVerdict.WARNING
    assert {column.answer for column in result.columns} == {CheckAnswer.NOT_ENOUGH_DATA}


def test_a_column_that_was_empty_before_has_no_new_categories(open_tables: OpenTables) -> None:
    """It came to life; there is nothing to compare it with."""
    reference: Data = {"level": ["a"] + [None] * (ROWS - 1)}

    column = found(checked(open_tables, reference, {"level": ["b"] * ROWS}), "level")

    assert column.answer is CheckAnswer.NOT_ENOUGH_DATA


def test_each_odd_column_gets_its_answer_and_stops_no_other(open_tables: OpenTables) -> None:
    """Empty, constant, id, date, retyped and lost columns beside a healthy one."""
    day = [date(2026, 1, 1)] * ROWS
    reference: Data = {
        "healthy": STEADY,
        "empty": [None] * (ROWS - 1) + [1.0],
        "constant": [7.0] * ROWS,
        "id": list(range(ROWS)),
        "name": [f"person {number}" for number in range(ROWS)],
        "day": day,
        "retyped": [1.0] * ROWS,
        "lost": STEADY,
    }
    current: Data = {
        "healthy": STEADY[::-1],
        "empty": [None] * (ROWS - 1) + [1.0],
        "constant": [7.0] * ROWS,
        "id": list(range(ROWS, 2 * ROWS)),
        "name": [f"person {number}" for number in range(ROWS, 2 * ROWS)],
        "day": day,
        "retyped": ["one"] * ROWS,
        "added": STEADY,
    }

    result = checked(open_tables, reference, current)

    answers = {column.column: (column.answer, column.note) for column in result.columns}
    assert answers == {
        "healthy": (CheckAnswer.OK, ""),
        "empty": (CheckAnswer.NOT_ENOUGH_DATA, ""),
        "constant": (CheckAnswer.OK, ""),
        "id": (CheckAnswer.NOT_APPLICABLE, "looks like an ID (by name, or consecutive values)"),
        "name": (
            CheckAnswer.NOT_APPLICABLE,
            "has too many different values to compare (an ID, a name or a code)",
        ),
        "day": (CheckAnswer.OK, ""),
        "retyped": (CheckAnswer.ALARM, ""),
        "lost": (CheckAnswer.ERROR, "is missing from the current data"),
    }
    assert found(result, "retyped").problems == ["was numbers, is now text"]


def test_fractions_that_never_repeat_are_no_ids(open_tables: OpenTables) -> None:
    """A measurement may have as many values as rows."""
    assert found(checked(open_tables, {"a": STEADY}, {"a": STEADY}), "a").answer is CheckAnswer.OK


@dataclass(frozen=True)
class FailsOn:
    """Tables that refuse every query about one column."""

    tables: Tables
    column: str

    def columns(self, relation: str) -> list[Column]:
        """List the columns."""
        return self.tables.columns(relation)

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Refuse, or pass on."""
        self._refuse(sql)
        return self.tables.query(sql)

    def numbers(self, sql: str) -> list[NDArray[Any]]:
        """Refuse, or pass on."""
        self._refuse(sql)
        return self.tables.numbers(sql)

    def _refuse(self, sql: str) -> None:
        if f'"{self.column}"' in sql:
            raise MeasurementError("The query took too long.")


def test_a_query_that_fails_is_that_columns_error(open_tables: OpenTables) -> None:
    """The engine refuses one column of five; the others are measured."""
    data: Data = dict.fromkeys("abcde", STEADY)

    result = check(FailsOn(open_tables(data, data), "b"), Roles(), Limits())

    answers = {column.column: column.answer for column in result.columns}
    assert answers == dict.fromkeys("acde", CheckAnswer.OK) | {"b": CheckAnswer.ERROR}
    assert found(result, "b").note == "The query took too long."


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        pytest.param(Roles(target="b"), "There is no column b.", id="unknown"),
        pytest.param(Roles(ignore=["a"]), "No column is left", id="all-ignored"),
    ],
)
def test_what_can_not_be_checked_is_said(
    open_tables: OpenTables, roles: Roles, sentence: str
) -> None:
    """A whole check that can't be made is one sentence."""
    with pytest.raises(MeasurementError, match=sentence):
        checked(open_tables, {"a": [1.0]}, {"a": [1.0]}, roles)


def test_performance_needs_truth_and_an_answer(open_tables: OpenTables) -> None:
    """Metrics of a relation that lacks them are left out."""
    reference: Data = {"a": STEADY, "truth": [0, 1] * 1_000, "said": [0, 1] * 1_000}
    current: Data = {"a": STEADY, "said": [0, 1] * 1_000}

    result = checked(open_tables, reference, current, Roles("truth", "said"))
    without_answer = checked(open_tables, reference, reference, Roles("truth"))
    without_truth = checked(
        open_tables, {"a": STEADY}, {"a": STEADY, "truth": STEADY}, Roles("truth")
    )

    assert result.metrics("reference")["accuracy"] == 1.0
    assert result.metrics("current") == {}
    assert without_answer.performance == {}
    assert without_truth.performance == {}


BH_1995 = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
    0.5719, 0.6528, 0.7590, 1.0,
]  # fmt: skip


def test_holm_rejects_three_of_the_published_fifteen() -> None:
    """STATISTICS.md, 6; those without a p-value take no share and are never rejected."""
    assert holm_rejections(BH_1995, 0.05) == [True] * 3 + [False] * 12
    assert holm_rejections([None, *BH_1995, None], 0.05) == [False, *[True] * 3, *[False] * 13]
    assert holm_rejections([], 0.05) == []
    assert holm_rejections([0.001, 0.002], 0.05) == [True, True]


@pytest.mark.parametrize(
    ("budget", "runs", "rate"),
    [(1.0, 13, 1 / 13), (1.0, 91, 1 / 91), (1.0, 3, 0.1), (5.0, 13, 0.1), (0.5, 0.2, 0.1)],
)
def test_the_budget_is_shared_over_the_runs(budget: float, runs: float, rate: float) -> None:
    """One a quarter, weekly: one in thirteen; never above a tenth."""
    assert error_rate_per_run(budget, runs) == pytest.approx(rate)


@pytest.mark.parametrize(
    ("reference", "current", "p_value"),
    [
        ((15, 100), (30, 100), 0.011),
        ((0, 100), (0, 50), 1.0),
        ((100, 100), (50, 50), 1.0),
        ((0, 0), (5, 50), None),
        ((5, 50), (0, 0), None),
    ],
)
def test_two_proportions(
    reference: tuple[int, int], current: tuple[int, int], p_value: float | None
) -> None:
    """The pooled z-test; nothing to compare has no p-value, and none is NaN."""
    expected = None if p_value is None else pytest.approx(p_value, abs=5e-4)

    assert two_proportion_p_value(reference, current) == expected
