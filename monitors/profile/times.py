"""A time column as seconds since 1970, whatever it is kept as."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from monitors.errors import MeasurementError
from monitors.profile.engine import Column, Kind, Tables, as_number
from monitors.profile.spellings import moment_of
from monitors.profile.sql import finite, literal, quoted, select

NO_DAY = date(2, 1, 1)
"""The day of times of day, which no data has."""
UNITS_A_SECOND = (1, 1_000, 1_000_000, 1_000_000_000)
SMALLEST_SECOND, LARGEST_SECOND = 1e8, 1e11
"""From 1973 to 5138: no moment in that time is one in another unit too."""
PLAUSIBLE = f"BETWEEN {SMALLEST_SECOND} AND {LARGEST_SECOND}"
MOST_OF_THEM = 0.9
DAYS = {"1899-12-30": (30_000, 60_000), "1970-01-01": (10_000, 26_000)}
"""Excel's days and the days of 1970's calendar, from 1997 to 2041: no day is one in both."""
MOST_TEXTS = 1_000
EARLIEST = -2_208_988_800
"""The year 1900: before it, an engine has taken a day for a year."""
CODES = {
    6: "substr(d, 1, 4) || '-' || substr(d, 5, 2) || '-01'",
    8: "substr(d, 1, 4) || '-' || substr(d, 5, 2) || '-' || substr(d, 7, 2)",
}
CODES[10] = f"{CODES[8]} || ' ' || substr(d, 9, 2) || ':00'"
CODES[12] = f"{CODES[8]} || ' ' || substr(d, 9, 2) || ':' || substr(d, 11, 2)"
CODES[14] = f"{CODES[12]} || ':' || substr(d, 13, 2)"
"""How the digits of a day, such as 20260310, are written as a time; by how many they are."""
ZONE = ":[0-9]{2}([.][0-9]+)? *(Z|z|[+-][0-9]{2}(:?[0-9]{2})?)$"


@dataclass(frozen=True)
class TimeSql:
    """A time column as two expressions; of each value one of them is NULL.

    Attributes:
        zoned: Seconds since 1970 of what is a moment: a time with its zone, or a count.
        local: Of what a clock showed somewhere, without a zone: the seconds as if it was UTC.
    """

    zoned: str = "CAST(NULL AS DOUBLE)"
    local: str = "CAST(NULL AS DOUBLE)"


def seconds_sql(tables: Tables, relation: str, name: str) -> str:
    """Write a time column as seconds since 1970; times without a zone are taken for UTC.

    Raises:
        MeasurementError: There is no such column, or its numbers are no times.
    """
    found = time_sql(tables, relation, name)
    return f"coalesce({found.zoned}, {found.local})"


def time_sql(tables: Tables, relation: str, name: str) -> TimeSql:
    """Write a time column as SQL.

    Numbers whose digits are nearly all days, such as 20260310 or 202603101530, are read as those,
    and so are counts of days, as Excel has them. Others are taken to be seconds, milliseconds,
    microseconds or nanoseconds, whichever makes most of them moments between 1973 and 5138; what
    a few of them are, such as 9999-12-31, decides nothing. A few texts may have another form, such
    as 03/2026.

    Raises:
        MeasurementError: There is no such column, or its numbers are no times.
    """
    column = next((found for found in tables.columns(relation) if found.name == name), None)
    if column is None:
        raise MeasurementError(f"There is no time column {name}.")
    if column.is_yes_or_no:
        return TimeSql()
    value = finite(as_number(column, Kind.TIME))
    if column.kind is Kind.NUMERIC:
        return _of_numbers(tables, relation, name, value)
    if column.kind is not Kind.CATEGORICAL:
        return TimeSql(zoned=value) if _has_zone(column) else TimeSql(local=value)
    number = finite(f"TRY_CAST(trim({quoted(name)}) AS DOUBLE)")
    counts = f"count(*) FILTER (WHERE {value} > {EARLIEST}), count({number})"
    times, numbers = tables.query(select(counts, relation))[0]
    if numbers > times:
        return _of_numbers(tables, relation, name, number)
    if not times:
        return TimeSql(local=_of_texts(tables, relation, name) or value)
    is_zoned = f"regexp_matches(trim({quoted(name)}), '{ZONE}')"
    moment = finite(_epoch(f"TRY_CAST(trim({quoted(name)}) AS TIMESTAMPTZ)"))
    return TimeSql(
        f"CASE WHEN {is_zoned} THEN {moment} END", f"CASE WHEN NOT {is_zoned} THEN {value} END"
    )


def _of_texts(tables: Tables, relation: str, name: str) -> str:
    """Write SQL of texts such as 03/2026 or 10 Mar 2026, if there are few and one reading fits."""
    text = f"trim({quoted(name)})"
    rows = tables.query(
        select(f"DISTINCT {text}", relation, f"WHERE {text} <> '' LIMIT {MOST_TEXTS + 1}")
    )
    texts = [str(row[0]) for row in rows]
    if not 0 < len(texts) <= MOST_TEXTS:
        return ""
    readings = [
        {found: read for found in texts if (read := moment_of(found, is_day_first=is_first))}
        for is_first in (True, False)
    ]
    best, other = sorted(readings, key=len, reverse=True)
    is_clear = best == other or len(best) > len(other)
    if not is_clear or len(best) < MOST_OF_THEM * len(texts):
        return ""
    whens = " ".join(f"WHEN {literal(told)} THEN {_since_1970(at)!r}" for told, at in best.items())
    return f"CAST(CASE {text} {whens} END AS DOUBLE)"


def _epoch(time: str) -> str:
    return f"CAST(EXTRACT(epoch FROM {time}) AS DOUBLE)"


def _has_zone(column: Column) -> bool:
    """Return whether the engine keeps moments: Spark's plain timestamp is one too."""
    kind = column.engine_type
    return kind == "timestamp" or ("TIME ZONE" in kind.upper() and "WITHOUT" not in kind.upper())


def _of_numbers(tables: Tables, relation: str, name: str, value: str) -> TimeSql:
    codes = {digits: _code(value, digits) for digits in CODES}
    units = [
        f"count(*) FILTER (WHERE abs({value}) / {unit} {PLAUSIBLE})" for unit in UNITS_A_SECOND
    ]
    asked = [f"count({value})", f"max(abs({value}))"]
    codes |= {place: _days(value, day) for place, day in enumerate(DAYS)}
    asked += [f"count({code})" for code in codes.values()]
    count, largest, *counts = tables.query(select(", ".join([*asked, *units]), relation))[0]
    for code, is_day in zip(codes.values(), counts, strict=False):
        if count and is_day >= MOST_OF_THEM * count:
            return TimeSql(local=code)
    by_unit = dict(zip(UNITS_A_SECOND, counts[len(codes) :], strict=True))
    best = max(by_unit, key=lambda unit: by_unit[unit])
    if not by_unit[best] and (largest or 0) > LARGEST_SECOND:
        raise MeasurementError(f"The numbers in the column {name} are too large to be times.")
    return TimeSql(zoned=value if best == 1 else f"({value} / {best}.0)")


def _days(value: str, day: str) -> str:
    """Write SQL that reads a number of days since some day."""
    low, high = DAYS[day]
    when = f"{value} * 86400.0 + {_since_1970(day)!r}"
    return f"CASE WHEN {value} >= {low} AND {value} < {high} THEN {when} END"


def _since_1970(time: str) -> float:
    return datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp()


def _code(value: str, digits: int) -> str:
    """Write SQL that reads a number of so many digits as a day from 1900 to 2100."""
    low, high = (year * 10 ** (digits - 4) for year in (1900, 2101))
    whole = f"CAST(CAST({value} AS BIGINT) AS VARCHAR)"
    written = CODES[digits].replace("substr(d", f"substr({whole}")
    is_code = f"{value} >= {low} AND {value} < {high} AND {value} = floor({value})"
    return f"CASE WHEN {is_code} THEN {_epoch(f'TRY_CAST({written} AS TIMESTAMP)')} END"
