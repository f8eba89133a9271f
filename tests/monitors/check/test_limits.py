"""A column near its limit: rarely by chance, however many columns there are, and said in words."""

import numpy as np
import pytest

from bot.cli.check_table import print_check
from monitors.check.check import CheckResult, check
from monitors.check.column_verdicts import (
    CheckAnswer,
    CheckVerdict,
    ColumnCheck,
    Measured,
    judge_columns,
    verdict_of,
)
from monitors.check.limits import Limits
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.page import check_as_page
from monitors.check.roles import Roles
from monitors.profile.engine import Column, Kind, RowCounts
from monitors.profile.pair import ColumnPair
from tests.monitors.conftest import OpenTables

ROWS = RowCounts(300, 269)


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
    """At most the run's error rate of 200 checks, and three binomial errors."""
    rate, checks = Limits().error_rate, 200
    random = np.random.default_rng(columns)

    verdicts = [
        verdict_of(judge_columns([quiet(random, n) for n in range(columns)], Roles(), Limits()))
        for _ in range(checks)
    ]

    loud = sum(verdict is not CheckVerdict.OK for verdict in verdicts) / checks
    assert loud <= rate + 3 * (rate * (1 - rate) / checks) ** 0.5


def test_a_long_tail_without_drift_is_ok_at_the_promised_rate() -> None:
    """Half of a column's levels have one row, and lie in one of the tables alone."""
    rate, checks, loud = Limits().error_rate, 200, 0
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


@pytest.fixture
def near(open_tables: OpenTables) -> CheckResult:
    """One column that has moved, less than its limit; another one has not."""
    random = np.random.default_rng(3)
    before = {"speed": random.normal(size=2_000), "still": random.normal(size=2_000)}
    now = {"speed": random.normal(0.4, size=2_000), "still": random.normal(size=2_000)}
    return check(open_tables(before, now), Roles(), Limits())


def test_the_document_says_which_column_is_near(near: CheckResult) -> None:
    """In its note, and in that of no other."""
    notes = {one["column"]: one["note"] for one in check_as_json(near, 0.0)["columns"]}

    assert near.verdict is CheckVerdict.WARNING
    assert notes == {"speed": "near its limit", "still": ""}


def test_the_page_says_so(near: CheckResult) -> None:
    """Once, in the column's row."""
    assert check_as_page(near).count("<td>near its limit") == 1


@pytest.mark.parametrize("width", ["60", "160"])
def test_the_table_says_so(
    near: CheckResult,
    width: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Wide or narrow."""
    monkeypatch.setenv("COLUMNS", width)

    print_check(near, [])

    assert " ".join(capsys.readouterr().out.split()).count("near its limit") == 1


@pytest.mark.parametrize(
    ("effect", "is_near", "said"),
    [
        (0.2, True, "near its limit"),
        (0.3, True, "beyond its limit, but this may be chance"),
        (0.2, False, ""),
    ],
)
def test_a_column_says_on_which_side_of_the_limit_it_is(
    effect: float, said: str, *, is_near: bool
) -> None:
    """Without an alarm, a column that is worth a look says why."""
    column = ColumnCheck(
        "c", "numeric", "feature", CheckAnswer.OK, effect=effect, threshold=0.25, is_near=is_near
    )

    assert column.remarks == said
