"""What the text of a CSV file means as a time, as SQL: by order, by a month's name, by counts."""

from collections.abc import Mapping
from datetime import date

from monitors.profile.engine import NO_DAY
from monitors.profile.spellings import MONTHS
from monitors.profile.sql import literal
from monitors.profile.values import listed

CLOCK = (
    r"(?i)(24:00(:00)?|([01]?\d|2[0-3])([:h][0-5]\d(:[0-5]\d([.]\d+)?)?"
    r"\s*([ap][.]?\s?m[.]?|uhr)?|([.][0-5]\d)?\s*uhr))"
)
SPAN = r"-?\d+ days?( [+-]?\d{1,2}:\d\d:\d\d([.]\d+)?)?"
ZONE = r":\d\d.*(Z|UTC|[+-]\d{2}(:?\d{2})?)$"
HALVES = ("%I:%M %p", "%I:%M:%S %p", "%I:%M:%S.%g %p", "%I %p")
"""Times of day of 12 hours."""
WEEKDAY = (
    r"(?i)^(mon|tue|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|"
    r"sonnabend|sonntag|lun|mardi|mer|jeu|ven|sam|dim|martes|mi\x{00e9}|jue|vie|s\x{00e1}b|dom|"
    r"(mo|di|mi|do|fr|sa|so)[.,])\p{L}*[.,]*\s+"
)
MONTH, AFTER_DAY, AND_TIME = (
    r"(\p{L}{3,10})[.,]?",
    r"(?:st|nd|rd|th|er|\x{00ba})?",
    r"(?:[ ,T:]+(?:at |um )?(\d.*))?$",
)
DAY_THEN_MONTH = rf"^(\d{{1,2}}){AFTER_DAY}(?:\s+(?:de|of)\s+|[ ./-]*){MONTH}"
NAMED = {
    rf"{DAY_THEN_MONTH}(?:\s+de\s+|[ ./-]*)(\d{{4}}|\d{{2}}){AND_TIME}": r"\3|\2|\1|\4",
    rf"^{MONTH}\s*(\d{{1,2}}){AFTER_DAY},?\s+(\d{{4}}){AND_TIME}": r"\3|\1|\2|\4",
    rf"^(\d{{4}})[ ./-]{MONTH}[ ./-](\d{{1,2}}){AND_TIME}": r"\1|\2|\3|\4",
    rf"^{MONTH}\s+(\d{{1,2}})\s+(\d{{1,2}}:\d\d\S*)\s+(?:[A-Z]{{3,4}}\s+)?(\d{{4}})$": (
        r"\4|\1|\2|\3"
    ),
    r"^(\d{4})(\d\d)(\d\d)T(\d\d):?(\d\d):?(\d\d)(.*)$": r"\1|\2|\3|\4:\5:\6\7",
}
"""How a time with a month's name is written; year, month, day and time of day in order."""
SEPARATED = r"(\d{1,2})(?:\s?[./-]\s?|\s)"
TIDY = (
    (r"(?i)^(\d{1,2})[.h](\d\d)(\s*uhr)?$", r"\1:\2"),
    (r"(?i)^(\d{1,2})\s*uhr$", r"\1:00"),
    (r"(?i)\s*uhr$", ""),
    (r"(:\d\d),(\d+)", r"\1.\2"),
    (r"\s*[\[(].*[\])]$", ""),
    (r"\s*(?:GMT|UTC)([+-]\d)", r"\1"),
    (r"\s*GMT$", " UTC"),
    (r"(:\d\d(?:[.]\d+)?)\s+([+-]\d\d)", r"\1\2"),
    (r"(?i)\s*([ap])[.]?\s?m[.]?$", r" \1m"),
)
"""What is changed of a time of day before it's read."""
IS_HALF = "regexp_matches(t, '(?i)[ap]m$')"
SERIAL_DAYS = (20_000, 80_000)


def iso_time(value: str) -> str:
    """Write SQL that reads a time with its year in front."""
    form = r"^(\d{4})\s?[./年년]\s?(\d{1,2})\s?[./月월]\s?(\d{1,2})[日일.]?"
    return _moment(_swapped(value, form, r"\1-\2-\3"))


def day_first(value: str) -> str:
    """Write SQL that reads a time such as 31.1.2026 or 31/01/26 10:30."""
    return _moment(_year_in_front(value, r"\2-\1"))


def month_first(value: str) -> str:
    """Write SQL that reads a time such as 1/31/2026."""
    return _moment(_year_in_front(value, r"\1-\2"))


def named_month(value: str) -> str:
    """Write SQL that reads a time whose month is written out, or whose week is numbered."""
    ordered = _swapped(value, WEEKDAY, "")
    for form, instead in NAMED.items():
        ordered = _swapped(ordered, form, instead)
    month = f"(list_position([{listed(MONTHS)}], lower(p[2])) - 1) % 12 + 1"
    century = "CASE WHEN strlen(p[1]) = 4 THEN '' WHEN p[1] < '70' THEN '20' ELSE '19' END"
    day = (
        f"CASE WHEN len(p) = 4 THEN trim({century} || p[1] || '-' || "
        f"coalesce({month}, TRY_CAST(p[2] AS INTEGER)) || '-' || p[3] || ' ' || p[4]) END"
    )
    read = _moment(_with("p", f"string_split({ordered}, '|')", day))
    return f"coalesce({read}, try_strptime({value}, '%G-W%V-%u'))"


def counted_time(value: str) -> str:
    """Write SQL that reads a time written as a number: 20260131, seconds since 1970, Excel's days.

    By how many digits it has: seconds have 9 or 10, milliseconds 12 or 13, and so on.
    """
    number = f"TRY_CAST({value} AS DOUBLE)"
    since = ((9, 10, 1e6), (12, 13, 1e3), (15, 16, 1.0), (18, 19, 1e-3))
    seconds = " ".join(
        f"WHEN digits IN ({fewer}, {more}) "
        f"THEN make_timestamp(TRY_CAST({number} * {factor} AS BIGINT))"
        for fewer, more, factor in since
    )
    days = f"TIMESTAMP '1899-12-30' + to_microseconds(CAST({number} * 86400000000 AS BIGINT))"
    return (
        f"CASE WHEN regexp_full_match({value}, '\\d{{8}}') THEN try_strptime({value}, '%Y%m%d') "
        f"WHEN regexp_full_match({value}, '\\d{{14}}') "
        f"THEN try_strptime({value}, '%Y%m%d%H%M%S') "
        f"WHEN {number} BETWEEN {SERIAL_DAYS[0]} AND {SERIAL_DAYS[1]} THEN {days} "
        + seconds.replace("digits", f"strlen(regexp_extract({value}, '^-?(\\d+)', 1))")
        + " END"
    )


def clock(value: str) -> str:
    """Write SQL that reads a time of day, of 12 hours or of 24, on a day that no data has."""
    half = f"CAST(try_strptime(t, [{listed(HALVES)}]) AS TIME)"
    read = f"CASE WHEN {IS_HALF} THEN {half} ELSE TRY_CAST(t AS TIME) END"
    return on_no_day(_with("t", _tidy(value), read))


def seconds(value: str) -> str:
    """Write SQL that reads a length of time, such as `1 days 02:03:04`, as seconds."""
    is_one = f"regexp_full_match({value}, {literal(SPAN)})"
    return f"CASE WHEN {is_one} THEN epoch(TRY_CAST({value} AS INTERVAL)) END"


def on_no_day(time: str) -> str:
    """Write SQL that makes a moment of a time of day."""
    return f"(DATE '{NO_DAY.isoformat()}' + {time})"


def first_days(value: str, days: Mapping[str, date]) -> str:
    """Write SQL that reads months, quarters and weeks as the days on which they begin.

    Args:
        value: The text, as SQL.
        days: The first day of each text.
    """
    listed_days = ", ".join(
        f"{literal(text)}: DATE '{day.isoformat()}'" for text, day in days.items()
    )
    return f"CAST(MAP {{{listed_days}}}[{value}] AS TIMESTAMP)"


def _year_in_front(value: str, month_and_day: str) -> str:
    days = f"^{SEPARATED}{SEPARATED}"
    for year, written in (
        (r"(\d{4})(?:,?\s+(.*))?$", r"\3"),
        (r"([0-6]\d)(?:,?\s+(.*))?$", r"20\3"),
        (r"([7-9]\d)(?:,?\s+(.*))?$", r"19\3"),
    ):
        value = _swapped(value, days + year, rf"{written}-{month_and_day} \4")
    return f"trim({value})"


def _swapped(value: str, form: str, instead: str) -> str:
    return f"regexp_replace({value}, {literal(form)}, {literal(instead)})"


def _with(name: str, value: str, read: str) -> str:
    """Write SQL that works out a value once and reads it by a name."""
    return f"list_transform([{value}], lambda {name}: {read})[1]"


def _moment(day: str) -> str:
    """Read a text of an ISO date and a time of day; times with a zone become UTC."""
    halves = [f"%Y-%m-%d {clock}" for clock in HALVES]
    read = (
        r"CASE WHEN NOT regexp_matches(t, '^\d{4}-\d{1,2}-\d{1,2}') THEN NULL "
        rf"WHEN {IS_HALF} THEN try_strptime(t, [{listed(halves)}]) "
        rf"WHEN regexp_matches(t, {literal(ZONE)}) "
        "THEN make_timestamp(epoch_us(TRY_CAST(t AS TIMESTAMPTZ))) "
        "ELSE TRY_CAST(t AS TIMESTAMP) END"
    )
    return _with("t", _tidy(day), read)


def _tidy(time: str) -> str:
    for form, instead in TIDY:
        time = _swapped(time, form, instead)
    return time
