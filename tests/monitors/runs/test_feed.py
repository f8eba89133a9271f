"""The feed as a whole: fresh, as much as usual, within agreed ranges."""

from datetime import datetime, timedelta

import pytest

from bot.adapters.data_sources.duckdb import DuckDbTables
from monitors.runs.feed import Expression, FeedRules, check_feed, feed_rules, volume_sentence
from tests.monitors.conftest import Data, OpenTables


def feed(open_tables: OpenTables, now: datetime, rows: dict[int, int]) -> DuckDbTables:
    """A feed with so many rows a day, by days ago; 0 is yesterday."""
    midnight = now.replace(hour=0, minute=0)
    times = [
        midnight - timedelta(days=ago + 1) + timedelta(minutes=minute)
        for ago, count in rows.items()
        for minute in range(count)
    ]
    table: Data = {"at": times, "price": [10.0] * len(times)}
    return open_tables(table, table)


def test_all_is_well(open_tables: OpenTables, now: datetime) -> None:
    """Nothing is said."""
    tables = feed(open_tables, now, {0: 100, 7: 95, 14: 105, 21: 100})
    rules = FeedRules("at", 48, [Expression("mean price", "avg(price)", 9.0, 11.0)])

    assert check_feed(tables, rules, now) == []


def test_old_rows_are_said(open_tables: OpenTables, now: datetime) -> None:
    """The newest row of the feed is three days old."""
    tables = feed(open_tables, now, {3: 10})

    found = check_feed(tables, FeedRules("at", 48), now)

    assert found == [
        "The latest row is from 2026-11-19 00:09 UTC, but should be at most 48 hours old."
    ]


@pytest.mark.parametrize("yesterday", [0, 40, 250])
def test_a_day_is_compared_with_its_own_weekday(
    open_tables: OpenTables, now: datetime, yesterday: int
) -> None:
    """Sundays bring 100 rows, the days between 1,000; the edges of a day belong to it."""
    days = {ago: 100 if ago % 7 == 0 else 1_000 for ago in range(1, 30)}
    tables = feed(open_tables, now, {**days, 0: yesterday})

    found = check_feed(tables, FeedRules("at"), now)

    assert found == [f"Yesterday brought {yesterday} rows; 100 is usual for this weekday."]


@pytest.mark.parametrize(
    ("yesterday", "before"),
    [
        pytest.param(0, [100, 100], id="too few weeks"),
        pytest.param(60, [100, 100, 100], id="less, not half"),
        pytest.param(2, [5, 5, 5], id="few rows: chance"),
    ],
)
def test_a_usual_volume_is_no_news(yesterday: int, before: list[int]) -> None:
    """Both must hold: half or double, and beyond what counting gives."""
    assert volume_sentence(yesterday, before) is None


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        pytest.param("avg(price) * 2", "price is 20, above the agreed maximum of 11.", id="above"),
        pytest.param("avg(price) / 2", "price is 5, below the agreed minimum of 9.", id="below"),
        pytest.param("price -- each", "price isn't a number.", id="a row each"),
        pytest.param("avg(price) FILTER (false)", "price isn't a number.", id="nothing"),
    ],
)
def test_an_expression_out_of_its_range_is_said(
    open_tables: OpenTables, now: datetime, sql: str, sentence: str
) -> None:
    """Its name, its value, what was agreed."""
    tables = feed(open_tables, now, {0: 10})

    assert check_feed(
        tables, FeedRules(expressions=[Expression("price", sql, 9.0, 11.0)]), now
    ) == [sentence]


def test_a_question_that_fails_stops_no_other(open_tables: OpenTables, now: datetime) -> None:
    """An unknown column is a sentence; the expression after it is still asked."""
    tables = feed(open_tables, now, {0: 10})
    rules = FeedRules("no", 48, [Expression("price", "avg(price)", at_most=1.0)])

    found = check_feed(tables, rules, now)

    assert [sentence.split(":")[0] for sentence in found] == [
        "The feed couldn't be checked",
        "The feed couldn't be checked",
        "price is 10, above the agreed maximum of 1.",
    ]


def test_a_column_without_times_is_said(open_tables: OpenTables, now: datetime) -> None:
    """Nobody can say how fresh it is."""
    table = {"at": [float("nan")] * 3}

    assert check_feed(open_tables(table, table), FeedRules("at", 1), now) == [
        "at contains no times, so the age of the data is unknown."
    ]


def test_rules_are_read_from_a_monitors_options() -> None:
    """Nothing is asked unless it says so."""
    options = {
        "feed": {"timestamp": "at", "fresh_within_hours": 24},
        "expressions": [{"name": "n", "sql": "count(*)", "at_least": 1}],
    }

    assert feed_rules(options) == FeedRules("at", 24, [Expression("n", "count(*)", 1)])
    assert feed_rules({}) == FeedRules(expressions=[])
