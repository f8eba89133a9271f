"""The feed as a whole: fresh, as much as usual, within agreed ranges."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
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


@pytest.mark.parametrize("value", [2026, 7, "10:30", "3/4/2026", True])
def test_what_may_be_several_times_or_none_is_said(
    open_tables: OpenTables, now: datetime, value: object
) -> None:
    """Years, counts, times of day, and days of either order."""
    table: Data = {"at": np.array([value] * 3, dtype=object)}

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


SIX_UTC = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""Seven in Berlin, one in New York, half past eleven in Kolkata."""


@pytest.mark.parametrize(
    ("newest", "zone", "hours"),
    [
        pytest.param(datetime(2026, 11, 23, 5, 30), "UTC", 0.5, id="utc"),  # noqa: DTZ001 - has no zone
        pytest.param(datetime(2026, 11, 23, 5, 30), "Europe/Berlin", 1.5, id="berlin"),  # noqa: DTZ001
        pytest.param(datetime(2026, 11, 23, 0, 30), "America/New_York", 0.5, id="new york"),  # noqa: DTZ001
        pytest.param(datetime(2026, 11, 23, 11, 0), "Asia/Kolkata", 0.5, id="ahead"),  # noqa: DTZ001
        pytest.param(datetime(2026, 11, 23, 5, 30, tzinfo=UTC), "Europe/Berlin", 0.5, id="zoned"),
        pytest.param("2026-11-23 06:30", "Europe/Berlin", 0.5, id="text"),
        pytest.param("2026-11-23T05:30:00Z", "Europe/Berlin", 0.5, id="text in utc"),
        pytest.param("2026-11-23T11:00:00+05:30", "Europe/Berlin", 0.5, id="text in a zone"),
        pytest.param(1_795_411_800, "Europe/Berlin", 0.5, id="seconds"),
        pytest.param(1_795_411_800_000, "Europe/Berlin", 0.5, id="milliseconds"),
        pytest.param(1_795_411_800_000_000_000, "Europe/Berlin", 0.5, id="nanoseconds"),
        pytest.param("1795411800", "Europe/Berlin", 0.5, id="seconds as text"),
        pytest.param(20261122, "Europe/Berlin", 31.0, id="a day as a number"),
        pytest.param("20261122", "Europe/Berlin", 31.0, id="a day as digits"),
        pytest.param(20261122.0, "UTC", 30.0, id="a day with .0"),
        pytest.param(202611, "UTC", 534.0, id="a month as a number"),
        pytest.param(2026112305, "UTC", 1.0, id="an hour as a number"),
        pytest.param(202611230530, "UTC", 0.5, id="a minute as a number"),
        pytest.param(20261123053000, "UTC", 0.5, id="a second as a number"),
        pytest.param(date(2026, 11, 22), "Europe/Berlin", 31.0, id="a day"),
        pytest.param(46_349.25, "UTC", 0.0, id="Excel's days"),
        pytest.param(20_779, "Europe/Berlin", 31.0, id="days since 1970"),
        pytest.param("2026-11", "UTC", 534.0, id="a month"),
        pytest.param("11/2026", "UTC", 534.0, id="a month and its year"),
        pytest.param("23 Nov 2026 6:30 am", "Europe/Berlin", 0.5, id="a month's name"),
        pytest.param("23/11/26 06:30", "Europe/Berlin", 0.5, id="day first"),
        pytest.param("11/23/2026 6:30 AM", "Europe/Berlin", 0.5, id="month first"),
        pytest.param("Mon, 23 Nov 2026 05:30:00 +0000", "UTC", 0.5, id="as in mail"),
    ],
)
def test_the_age_of_the_newest_row_is_right_in_every_zone_and_writing(
    open_tables: OpenTables, newest: object, zone: str, hours: float
) -> None:
    """Fresh if that age is allowed, stale if six minutes less are."""
    table: Data = {"at": np.array([newest] * 3, dtype=object), "x": [1.0] * 3}
    tables = open_tables(table, table)

    within, beyond = (
        check_feed(tables, FeedRules("at", allowed, timezone=zone), SIX_UTC)
        for allowed in (hours, hours - 0.1)
    )

    assert within == []
    assert [sentence.startswith("The latest row is from 2026-11-") for sentence in beyond] == [
        True
    ]


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        pytest.param("2026-11-19 00:09", "2099-01-01 00:00", id="2099"),
        pytest.param("2026-11-19 00:09", "9999-12-31 00:00", id="the end of time"),
        pytest.param(1_795_046_940, 253_402_214_400, id="the end of time in seconds"),
        pytest.param(20261119, 99991231, id="the end of time in digits"),
    ],
)
def test_a_row_of_the_far_future_makes_nothing_fresh(
    open_tables: OpenTables, usual: object, odd: object
) -> None:
    """It is said, and the newest of the others counts."""
    table: Data = {"at": np.array([usual] * 30 + [odd], dtype=object), "x": [1.0] * 31}
    tables = open_tables(table, table)

    (found,) = check_feed(tables, FeedRules("at", 48), SIX_UTC)

    assert found.startswith("The latest row is from 2026-11-19 00:0")
    assert ("(1 with a later time than tomorrow not counted)" in found) is (odd != 99991231)


def test_rows_of_the_future_alone_are_no_news(open_tables: OpenTables) -> None:
    """Nobody can say how fresh the data are."""
    table: Data = {"at": [datetime(2099, 1, 1)] * 3}  # noqa: DTZ001 - has no zone
    tables = open_tables(table, table)

    assert check_feed(tables, FeedRules("at", 48), SIX_UTC) == [
        (
            "at contains no times (3 with a later time than tomorrow not counted), "
            "so the age of the data is unknown."
        )
    ]


def test_yesterday_is_the_day_of_the_monitors_zone(open_tables: OpenTables) -> None:
    """In Auckland it is Monday evening: Sunday brought nothing, though Monday's rows came."""
    auckland = ZoneInfo("Pacific/Auckland")
    monday = SIX_UTC.astimezone(auckland).replace(hour=0, minute=0)
    times = [
        (monday - timedelta(days=ago) + timedelta(minutes=minute)).astimezone(zone)
        for ago in (0, *range(2, 30))
        for minute in range(60)
        for zone in (UTC,)
    ]
    local = [time.astimezone(auckland).replace(tzinfo=None) for time in times]

    found = [
        check_feed(
            open_tables({"at": kept}, {"at": kept}), FeedRules("at", timezone=zone), SIX_UTC
        )
        for kept, zone in ((times, "Pacific/Auckland"), (local, "Pacific/Auckland"))
    ]

    assert found == [["Yesterday brought 0 rows; 60 is usual for this weekday."]] * 2
