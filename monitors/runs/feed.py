"""The data feed as a whole: is it fresh, is it as much as usual, do the agreed sums hold?

Each question is one query; one that fails is a sentence, and stops no other.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, Tables
from monitors.profile.sql import select
from monitors.profile.times import SMALLEST_SECOND, time_sql

DAY_SECONDS = 86_400
A_DAY = timedelta(days=1)
"""Clocks and zones differ by less."""
WEEKS_BACK = 8
FEWEST_WEEKS = 3
LARGEST_RATIO = 2.0
CHANCE = 4.0


@dataclass(frozen=True)
class Expression:
    """An SQL expression over the current data, and the range that it must stay in."""

    name: str
    sql: str
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class FeedRules:
    """What is asked of the feed; nothing, unless the monitor says so."""

    timestamp: str | None = None
    fresh_within_hours: float | None = None
    expressions: Sequence[Expression] = field(default_factory=tuple)
    timezone: str = "UTC"

    @property
    def asks_nothing(self) -> bool:
        """Whether there is nothing to check."""
        return self.timestamp is None and not self.expressions


def feed_rules(options: Mapping[str, Any], timezone: str = "UTC") -> FeedRules:
    """Read a monitor's options; its time zone is that of times that have none of their own."""
    feed = options.get("feed") or {}
    return FeedRules(
        feed.get("timestamp"),
        feed.get("fresh_within_hours"),
        [Expression(**found) for found in options.get("expressions", [])],
        timezone,
    )


def check_feed(tables: Tables, rules: FeedRules, now: datetime) -> list[str]:
    """List in sentences what is wrong with the feed; empty if all is well.

    Args:
        tables: The current data, not cut to a window.
        rules: What is asked.
        now: When.
    """
    now = now.astimezone(ZoneInfo(rules.timezone))
    questions: list[Callable[[], str | None]] = []
    if rules.timestamp is not None:
        if rules.fresh_within_hours is not None:
            within = timedelta(hours=rules.fresh_within_hours)
            questions.append(partial(_staleness, tables, rules.timestamp, within, now))
        questions.append(partial(_volume, tables, rules.timestamp, now))
    questions += [partial(_value, tables, asked) for asked in rules.expressions]
    return [sentence for ask in questions if (sentence := _answered(ask)) is not None]


def _answered(ask: Callable[[], str | None]) -> str | None:
    try:
        return ask()
    except MeasurementError as error:
        return f"The feed couldn't be checked: {error}"


def _staleness(tables: Tables, column: str, within: timedelta, now: datetime) -> str | None:
    """Look for the newest row up to a day ahead: one in the year 2099 makes nothing fresh.

    `now` is in the zone of the times that have none of their own.
    """
    times, ahead = time_sql(tables, CURRENT, column), now + A_DAY
    zoned, local = (
        f"{value} > {limit:.0f}"
        for value, limit in ((times.zoned, ahead.timestamp()), (times.local, _as_if_utc(ahead)))
    )
    newest_zoned, newest_local, later = tables.query(
        select(
            f"max({times.zoned}) FILTER (WHERE NOT ({zoned})), "
            f"max({times.local}) FILTER (WHERE NOT ({local})), "
            f"count(*) FILTER (WHERE {zoned} OR {local})",
            CURRENT,
        )
    )[0]
    found = []
    if _is_time(newest_zoned):
        found.append(datetime.fromtimestamp(float(newest_zoned), UTC))
    if _is_time(newest_local):
        shown = datetime.fromtimestamp(float(newest_local), UTC)
        found.append(shown.replace(tzinfo=now.tzinfo))
    left_out = f" ({later:,} with a later time than tomorrow not counted)" if later else ""
    if not found:
        return f"{column} contains no times{left_out}, so the age of the data is unknown."
    at = max(found).astimezone(now.tzinfo)
    if now.astimezone(UTC) - at.astimezone(UTC) <= within:
        return None
    return (
        f"The latest row is from {at:%Y-%m-%d %H:%M} {now.tzinfo}{left_out}, but should be at "
        f"most {within.total_seconds() / 3600:g} hours old."
    )


def _is_time(newest: float | None) -> bool:
    """Return whether a column's latest is a time: years, and times of day, are none."""
    return newest is not None and newest >= SMALLEST_SECOND


def _as_if_utc(now: datetime) -> float:
    """Return what a clock shows, as seconds since 1970 as if that was UTC."""
    return now.replace(tzinfo=UTC).timestamp()


def _volume(tables: Tables, column: str, now: datetime) -> str | None:
    """Compare the last whole day with the same weekday of the weeks before."""
    times, offset = time_sql(tables, CURRENT, column), now.utcoffset() or timedelta()
    seconds = f"coalesce({times.zoned} + {offset.total_seconds():.0f}, {times.local})"
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    begin = midnight - timedelta(days=7 * WEEKS_BACK + 1)
    end, start = f"{midnight.timestamp():.0f}", f"{begin.timestamp():.0f}"
    days_ago = f"(ceil(({end} - {seconds}) / {DAY_SECONDS}) - 1)::BIGINT"
    rows = tables.query(
        select(
            f"{days_ago} AS days_ago, count(*)",
            CURRENT,
            f"WHERE {seconds} < {end} AND {seconds} >= {start} GROUP BY days_ago",
        )
    )
    counts = {int(ago): int(count) for ago, count in rows}
    before = [counts[ago] for ago in range(7, 7 * WEEKS_BACK + 1, 7) if ago in counts]
    return volume_sentence(counts.get(0, 0), before)


def volume_sentence(yesterday: int, before: Sequence[int]) -> str | None:
    """Return a sentence if a day has less than half or more than twice its weekday's median rows.

    A difference that chance explains doesn't count: the roots of Poisson counts have a standard
    deviation of 1/2 each (Anscombe 1948, Biometrika 35, p. 246).

    Args:
        yesterday: Rows of the last whole day.
        before: Rows of the same weekday in the weeks before, three or more.
    """
    if len(before) < FEWEST_WEEKS:
        return None
    usual = median(before)
    is_large = not usual / LARGEST_RATIO <= yesterday <= usual * LARGEST_RATIO
    is_beyond_chance = abs(math.sqrt(yesterday) - math.sqrt(usual)) > CHANCE / math.sqrt(2)
    if not (is_large and is_beyond_chance):
        return None
    return f"Yesterday brought {yesterday:,} rows; {usual:,.0f} is usual for this weekday."


def _value(tables: Tables, asked: Expression) -> str | None:
    rows = tables.query(select(f"CAST(({asked.sql}\n) AS DOUBLE)", CURRENT))
    value = rows[0][0] if len(rows) == 1 else None
    if value is None or not math.isfinite(value):
        return f"{asked.name} isn't a number."
    if asked.at_least is not None and value < asked.at_least:
        return f"{asked.name} is {value:g}, below the agreed minimum of {asked.at_least:g}."
    if asked.at_most is not None and value > asked.at_most:
        return f"{asked.name} is {value:g}, above the agreed maximum of {asked.at_most:g}."
    return None
