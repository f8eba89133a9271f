"""What data really looks like: the check goes on with what can be measured, and says the rest."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from bot.adapters.data_sources.source import Sources, TimeLimit
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import CheckAnswer, CheckVerdict, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.errors import MeasurementError
from tests.monitors.conftest import OpenTables

ROWS = 1_200
DAY = date(2026, 1, 1)
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def of(
    open_tables: OpenTables, reference: Sequence[object], current: Sequence[object]
) -> ColumnCheck:
    """Check a table of one column."""
    return check(open_tables({"x": reference}, {"x": current}), Roles(), Limits()).columns[0]


def of_csv(folder: Path, reference: str, current: str) -> CheckResult:
    """Check two CSV files."""
    for name, text in (("reference.csv", reference), ("current.csv", current)):
        (folder / name).write_text(text, encoding="utf-8")
    with DuckDbTables(Sources(folder / "reference.csv", folder / "current.csv")) as tables:
        return check(tables, Roles(), Limits())


@pytest.mark.parametrize(
    "name", ['"; drop table x --', 'a"b', "'||version()", "%s {x} \\", "ä ö 🙂", "group", "v", "b"]
)
def test_a_column_may_have_any_name(name: str, tmp_path: Path) -> None:
    """It is measured like any other, and shown as it is written."""
    header = '"' + name.replace('"', '""') + '"'
    before = "\n".join([header, *(str(number % 97) for number in range(ROWS))])
    after = "\n".join([header, *(str(number % 97 + 60) for number in range(ROWS))])

    result = of_csv(tmp_path, before, after)

    assert [column.column for column in result.columns] == [name]
    assert result.verdict is CheckVerdict.ALERT


def test_days_and_times_are_compared(open_tables: OpenTables) -> None:
    """A feed that stops moving on shows as drift; bins are named by dates."""
    days = [DAY + timedelta(days=number % 300) for number in range(ROWS)]
    late = [DAY + timedelta(days=200 + number % 100) for number in range(ROWS)]

    column = of(open_tables, days, late)

    assert (column.kind, column.answer) == ("time", CheckAnswer.ALARM)
    assert column.pair is not None
    assert column.pair.labels[0] == "up to 2026-01-30 21:36"


def test_a_time_is_the_same_in_any_zone(open_tables: OpenTables) -> None:
    """Times are compared as instants."""
    times = [NOON + timedelta(minutes=number) for number in range(ROWS)]
    east = timezone(timedelta(hours=9))

    column = of(open_tables, times, [when.astimezone(east) for when in times])

    assert column.measures["ks_statistic"] == 0.0


def test_dates_as_text_are_dates_still(open_tables: OpenTables) -> None:
    """Text beside dates is read as dates, and the change is said."""
    days = [DAY + timedelta(days=number % 300) for number in range(ROWS)]

    column = of(open_tables, days, [day.isoformat() for day in days])

    assert column.measures["ks_statistic"] == 0.0
    assert column.problems == ["was times, is now text"]


def test_yes_and_no_are_one_and_zero(open_tables: OpenTables) -> None:
    """Either way round there is nothing to say."""
    truth = [number % 3 == 0 for number in range(ROWS)]
    figures = [int(value) for value in truth]

    forth, back = of(open_tables, truth, figures), of(open_tables, figures, truth)

    assert forth.answer is back.answer is CheckAnswer.OK
    assert forth.measures["psi"] == back.measures["psi"] == 0.0


def test_numbers_that_became_text_are_read_one_by_one(open_tables: OpenTables) -> None:
    """What can't be read is missing; that they are text now is an alarm."""
    numbers = [number % 50 for number in range(ROWS)]

    column = of(open_tables, numbers, [f" {value} " if value else "none" for value in numbers])

    assert column.answer is CheckAnswer.ALARM
    assert column.problems == ["was numbers, is now text"]
    assert column.quality is not None
    assert column.quality.missing_share_current == pytest.approx(24 / ROWS)


def test_text_that_became_numbers_is_text_still(open_tables: OpenTables) -> None:
    """Codes keep their levels."""
    codes = [number % 5 for number in range(ROWS)]

    column = of(open_tables, [str(code) for code in codes], codes)

    assert (column.kind, column.measures["psi"]) == ("categorical", 0.0)


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        pytest.param([[1, 2]] * ROWS, CheckAnswer.NOT_APPLICABLE, id="nested"),
        pytest.param([f"{n:09d}" for n in range(ROWS)], CheckAnswer.NOT_APPLICABLE, id="names"),
        pytest.param([None] * ROWS, CheckAnswer.NOT_ENOUGH_DATA, id="all-null"),
        pytest.param([time(9, 30)] * ROWS, CheckAnswer.OK, id="times of day"),
        pytest.param([float("inf")] * ROWS, CheckAnswer.NOT_ENOUGH_DATA, id="infinite"),
        pytest.param([5.0], CheckAnswer.NOT_ENOUGH_DATA, id="one-row"),
        pytest.param([1e308, -1e308] * 600, CheckAnswer.OK, id="huge"),
        pytest.param([5e-324, 0.0] * 600, CheckAnswer.OK, id="tiny"),
    ],
)
def test_odd_columns_have_an_answer(
    open_tables: OpenTables, values: Sequence[object], answer: CheckAnswer
) -> None:
    """Never an exception, never NaN."""
    column = of(open_tables, values, values)

    assert column.answer is answer
    assert not any(value is not None and np.isnan(value) for value in column.measures.values())


def test_a_huge_number_in_the_window_alone_is_measured(open_tables: OpenTables) -> None:
    """Its cell is empty in the reference, and infinitely wide."""
    before = [float(number * 31 % 90) for number in range(ROWS)]

    column = of(open_tables, before, [1.7e308] * 30 + before[30:])

    assert np.isfinite(column.measures["wasserstein_normed"] or 0.0)
    assert column.quality is not None
    assert column.quality.out_of_range_share == pytest.approx(30 / ROWS)


def test_amounts_kept_as_text_are_never_ok(open_tables: OpenTables) -> None:
    """They can't be compared, and a shift of them would be missed."""
    amounts = [f"{number * 37 % 9_000 / 100:.2f}".replace(".", ",") for number in range(ROWS)]
    tables = open_tables({"x": amounts}, {"x": amounts})

    result = check(tables, Roles(), Limits())

    assert result.verdict is CheckVerdict.WARNING
    assert result.columns[0].note.startswith("holds amounts kept as text")


def test_very_many_categories_are_not_compared(open_tables: OpenTables) -> None:
    """Thirty thousand levels, sorted so that a sample of the first rows sees a few."""
    levels = sorted(f"level {number % 30_000}" for number in range(60_000))

    column = of(open_tables, ["level"] * 6_000 + levels, levels)

    assert column.answer is CheckAnswer.NOT_APPLICABLE


def test_levels_beyond_the_most_frequent_are_new(open_tables: OpenTables) -> None:
    """Twelve thousand unknown levels where two were: one alarm, whatever their names."""
    current = [f"new {number}" for number in range(12_000)]

    column = of(open_tables, ["a", "b"] * 6_000, current)

    assert column.answer is CheckAnswer.ALARM
    assert column.quality is not None
    assert column.quality.new_category_share == 1.0


def test_columns_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    """The reader numbers them; both are measured."""
    text = "\n".join(["x,x", *(f"{number % 7},{number % 5}" for number in range(ROWS))])

    result = of_csv(tmp_path, text, text)

    assert [column.column for column in result.columns] == ["x", "x_1"]
    assert result.verdict is CheckVerdict.OK


def test_a_query_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    """It says so, and the next one is answered."""
    path = tmp_path / "some.csv"
    path.write_text("x\n1\n2\n", encoding="utf-8")

    with DuckDbTables(Sources(path, path), TimeLimit(0.2)) as tables:
        with pytest.raises(MeasurementError, match=r"longer than 0\.2 seconds"):
            tables.query("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b")

        assert tables.query("SELECT sum(x) FROM reference") == [(3,)]


@pytest.mark.parametrize("text", ["", "x\n"], ids=["empty", "header"])
def test_an_empty_file_is_one_sentence(tmp_path: Path, text: str) -> None:
    """There is nothing to compare, and that is said."""
    with pytest.raises(MeasurementError, match=r"no rows|can't be read"):
        of_csv(tmp_path, "x\n1\n2\n", text)
