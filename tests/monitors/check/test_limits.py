"""A column that is noticed: rarely by chance, however many columns there are, and in words."""

from dataclasses import replace

import numpy as np
import pytest

from bot.cli.check_table import print_check
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import (
    CheckAnswer,
    CheckVerdict,
    Measured,
    judge_columns,
    verdict_of,
)
from monitors.check.limits import (
    FEATURE,
    PREDICTION,
    PROBABILITY,
    Agreed,
    Limits,
    Lowest,
)
from monitors.check.movement import NEW, new_move, shortened
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.page import check_as_page
from monitors.check.roles import Roles
from monitors.profile.engine import Column, Kind, RowCounts
from monitors.profile.pair import ColumnPair
from monitors.statistics.chance import PsiLaw
from monitors.statistics.restless import Move
from tests.monitors.conftest import OpenTables

ROWS = RowCounts(300, 269)
SAID = "values above 1.32 in 18% of rows (before: 10%); drift 0.13, below 0.25"


def quiet(random: np.random.Generator, number: int) -> Measured:
    """A column of ten bins without drift."""
    column = Column(f"c{number}", Kind.CATEGORICAL, "VARCHAR")
    before, now = (
        random.multinomial(rows, [0.1] * 10).astype(float)
        for rows in (ROWS.reference, ROWS.current)
    )
    pair = ColumnPair(
        column, ROWS, ROWS, labels="abcdefghij", bins_reference=before, bins_current=now
    )
    return Measured(column, pair)


@pytest.mark.parametrize("columns", [1, 30])
def test_tables_without_drift_are_ok_at_the_promised_rate(columns: int) -> None:
    """At most the run's rate of notices in 200 checks, and three binomial errors."""
    rate, checks = Limits().notice_rate, 200
    random = np.random.default_rng(columns)

    verdicts = [
        verdict_of(judge_columns([quiet(random, n) for n in range(columns)], Roles(), Limits()))
        for _ in range(checks)
    ]

    loud = sum(verdict is not CheckVerdict.OK for verdict in verdicts) / checks
    assert loud <= rate + 3 * (rate * (1 - rate) / checks) ** 0.5


def test_a_long_tail_without_drift_is_ok_at_the_promised_rate() -> None:
    """Half of a column's levels have one row, and lie in one of the tables alone."""
    rate, checks, loud = Limits().notice_rate, 200, 0
    shop = Column("shop", Kind.CATEGORICAL, "VARCHAR")
    for seed in range(checks):
        random = np.random.default_rng(seed)
        tables = [np.minimum(random.zipf(1.6, 1_000), 10**6) for _ in range(2)]
        names = np.unique(np.concatenate(tables))
        before, now = (
            np.bincount(np.searchsorted(names, one), minlength=len(names)).astype(float)
            for one in tables
        )
        labels = [str(name) for name in names]
        rows = RowCounts(1_000, 1_000)
        pair = ColumnPair(shop, rows, rows, labels, bins_reference=before, bins_current=now)
        column = judge_columns([Measured(shop, pair)], Roles(), Limits())
        loud += verdict_of(column) is not CheckVerdict.OK

    assert loud / checks <= rate + 3 * (rate * (1 - rate) / checks) ** 0.5


def with_new_values(name: str, new: int) -> ColumnPair:
    """A column of ten levels, of which a window has some more."""
    column, rows = Column(name, Kind.CATEGORICAL, "VARCHAR"), RowCounts(4_000, 1_000)
    before, now = np.append(np.full(10, 400.0), 0.0), np.append(np.full(10, 100.0), float(new))
    now[:10] -= new / 10
    return ColumnPair(
        column, rows, rows, labels="abcdefghijk", bins_reference=before, bins_current=now
    )


def test_new_values_are_natural_where_each_window_has_some() -> None:
    """Shops come and go every week; a city has never been new."""
    columns = [with_new_values(name, 15) for name in ("shop", "city")]
    week = {NEW.format("shop"): new_move(with_new_values("shop", 14))}
    limits = Limits().after([week] * 10)

    shop, city = judge_columns([Measured(pair.column, pair) for pair in columns], Roles(), limits)

    assert [one for one in (*shop.problems, *shop.notices) if "new value" in one] == []
    assert [one for one in (*city.problems, *city.notices) if "new value" in one] == [
        "the new value k in 2% of rows"
    ]


@pytest.mark.parametrize(("before", "is_told"), [(0, True), (19, True), (400, False)])
def test_a_column_that_was_empty_and_is_full_is_worth_a_look(
    open_tables: OpenTables,
    before: int,
    is_told: bool,  # noqa: FBT001 - the expected value
) -> None:
    """Nothing can stand beside its values, so nobody may read that all is well."""
    random = np.random.default_rng(7)
    numbers = random.normal(50, 10, 800)
    known = [value if place < before else None for place, value in enumerate(numbers.tolist())]

    result = check(open_tables({"d": known}, {"d": numbers}), Roles(), Limits())

    (found,) = result.columns
    assert (result.verdict is CheckVerdict.WARNING) is is_told
    assert any("has values in 100% of rows" in line for line in found.notices) is is_told


@pytest.mark.parametrize(("length", "shown"), [(50, 50), (51, 50), (90, 50)])
def test_a_value_is_cut_to_a_length(length: int, shown: int) -> None:
    """With a mark that something is left out."""
    text = "x" * length

    assert len(shortened(text)) == shown
    assert shortened(text).endswith("…") is (length > shown)


@pytest.fixture
def noticed(open_tables: OpenTables) -> CheckResult:
    """One column that has moved, less than its limit; another one has not."""
    random = np.random.default_rng(3)
    before = {"speed": random.normal(size=2_000), "still": random.normal(size=2_000)}
    now = {"speed": random.normal(0.4, size=2_000), "still": random.normal(size=2_000)}
    return check(open_tables(before, now), Roles(), Limits())


def test_the_document_says_which_column_is_noticed(noticed: CheckResult) -> None:
    """In its note, and in that of no other."""
    notes = {one["column"]: one["note"] for one in check_as_json(noticed, 0.0)["columns"]}

    assert noticed.verdict is CheckVerdict.WARNING
    assert notes == {"speed": SAID, "still": ""}


def test_the_page_says_so(noticed: CheckResult) -> None:
    """Once, in the column's row."""
    assert check_as_page(noticed).count(f"<td>{SAID}") == 1


@pytest.mark.parametrize("width", ["60", "160"])
def test_the_table_says_so(
    noticed: CheckResult,
    width: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wide or narrow."""
    monkeypatch.setenv("COLUMNS", width)

    print_check(noticed, [])

    said = [word for word in capsys.readouterr().out.split() if word.strip("│")]
    assert " ".join(said).count(SAID) == 1


@pytest.mark.parametrize(
    ("limits", "limit"),
    [
        pytest.param(Limits(), "0.25", id="of the catalogue"),
        pytest.param(Limits(agreed=Agreed(0.3)), "the 0.3 that you agreed", id="agreed"),
    ],
)
def test_a_notice_says_which_limit_it_is_below(
    open_tables: OpenTables, limits: Limits, limit: str
) -> None:
    """A limit that people agreed on is called so."""
    random = np.random.default_rng(3)
    before, now = ({"speed": random.normal(shift, size=2_000)} for shift in (0.0, 0.4))

    (column,) = check(open_tables(before, now), Roles(), limits).columns

    assert column.answer is CheckAnswer.OK
    assert column.notices[0].endswith(f", below {limit}")


@pytest.mark.parametrize(
    ("role", "is_known", "floors"),
    [
        (FEATURE, False, Lowest(0.25, 0.05, 0.10)),
        (FEATURE, True, Lowest(0.10, 0.015, 0.10)),
        (PREDICTION, False, Lowest(0.10, 0.02, 0.05)),
        (PROBABILITY, True, Lowest(0.02, 0.005, 0.02)),
    ],
)
def test_limits_are_by_role_and_cautious_until_windows_are_known(
    role: str, floors: Lowest, *, is_known: bool
) -> None:
    """What the answers do is seen by the business; six quiet windows are enough to learn from."""
    past = [{"c": Move(0.001, PsiLaw(0.001, 9.0))}] * (6 if is_known else 5)

    assert Limits().after(past).floors("c", role) == floors


def test_a_monitor_may_set_its_lowest_limits_and_what_is_agreed_comes_first() -> None:
    """By role."""
    own = Limits(lowest={PREDICTION: 0.05})

    assert [own.floors("c", role).alert for role in (PREDICTION, FEATURE)] == [0.05, 0.25]
    assert replace(own, agreed=Agreed(0.2)).floors("c", PREDICTION).alert == 0.2
