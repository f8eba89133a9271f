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

from monitors.errors import MeasurementError
from monitors.profile.engine import CURRENT, Tables
from monitors.profile.sql import select
from monitors.profile.times import seconds_sql

DAY_SECONDS = 86_400
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


def feed_rules(options: Mapping[str, Any]) -> FeedRules:
    """Read a monitor's options."""
    feed = options.get("feed") or {}
    return FeedRules(
        feed.get("timestamp"),
        feed.get("fresh_within_hours"),
        [Expression(**found) for found in options.get("expressions", [])],
    )


def check_feed(tables: Tables, rules: FeedRules, now: datetime) -> list[str]:
    """List in sentences what is wrong with the feed; empty if all is well.

    Args:
        tables: The current data, not cut to a window.
        rules: What is asked.
        now: When.
    """
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
    newest = tables.query(select(f"max({seconds_sql(tables, CURRENT, column)})", CURRENT))
    if newest[0][0] is None:
        return f"{column} contains no times, so the age of the data is unknown."
    at = datetime.fromtimestamp(float(newest[0][0]), UTC)
    if now - at <= within:
        return None
    return (
        f"The latest row is from {at:%Y-%m-%d %H:%M} UTC, but should be at most "
        f"{within.total_seconds() / 3600:g} hours old."
    )


def _volume(tables: Tables, column: str, now: datetime) -> str | None:
    """Compare the last whole day with the same weekday of the weeks before."""
    seconds = seconds_sql(tables, CURRENT, column)
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
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
