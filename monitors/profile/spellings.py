"""Other ways to write the same month, quarter, week, day, time of day or number.

Two columns of text may hold the same values in two spellings, `2025-03` and `03/2025`. Each reader
here gives a text's value in one spelling, or nothing where the text is no such value.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial

Reader = Callable[[str], str]
MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
    "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "sept", "oktober",
    "november", "dezember",
    "jän", "feber", "mär", "avr", "maj", "juin", "juil", "aoû", "set", "okt", "nov", "dez",
    "jänner", "fév", "mrz", "abr", "mei", "giu", "lug", "ago", "septiembre", "ott", "noviembre",
    "dic",
    "janvier", "février", "mars", "avril", "mag", "junio", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
    "enero", "febrero", "marzo", "abril", "mayo", "junho", "julio", "agosto", "setembro",
    "octubre", "novembro", "diciembre",
    "ene", "févr", "maa", "avr", "maio", "giugno", "julho", "aug", "settembre", "outubro", "nov",
    "déc",
    "gennaio", "febbraio", "março", "aprile", "maggio", "jun", "luglio", "aug", "setiembre",
    "ottobre", "nov", "dicembre",
    "gen", "fevereiro", "maart", "abr", "mai", "jun", "jul", "août", "sep", "out", "nov",
    "dezembro",
    "janeiro", "februari", "mrt", "apr", "mei", "juni", "juli", "augustus", "sep", "okt", "nov",
    "december",
)  # fmt: skip
"""By twelves: English, German, French, Spanish, Italian, Portuguese and Dutch, long and short."""
YEAR, EITHER_YEAR = r"(?P<year>(?:19|20)\d\d)", r"(?P<year>(?:19|20)\d\d|\d\d)"
MONTH, NAME = r"(?P<month>0?[1-9]|1[0-2])", r"(?P<name>[^\W\d_]{3,10})[.,]?"
DAY = r"(?P<day>\d\d?)"
PART, WEEK = r"(?P<part>[1-4])", r"(?P<week>0?[1-9]|[1-4]\d|5[0-3])"
QUARTER = r"(?:q|qtr|quarter|quartal|trim(?:estre)?|t)[. ]?"
WEEK_SIGN = r"(?:w|wk|week|cw|kw)[. ]?"
BETWEEN = r"[ ./:_,'\u2019-]{0,2}"
PERIODS = (
    rf"{YEAR}(?:[ ./-]|-?m){MONTH}",
    rf"{YEAR}(?P<month>0[1-9]|1[0-2])",
    rf"m?{MONTH}[ ./-]{YEAR}",
    rf"0(?P<month>0[1-9]|1[0-2])[.]{YEAR}",
    rf"{YEAR}[年년] ?{MONTH}[月월]",
    rf"{NAME}(?: de )?{BETWEEN}{EITHER_YEAR}",
    rf"{YEAR}{BETWEEN}{NAME}",
    rf"{QUARTER}{PART}{BETWEEN}{EITHER_YEAR}",
    rf"{YEAR}{BETWEEN}{QUARTER}{PART}",
    rf"{PART}(?:\.|st|nd|rd|th)? ?{QUARTER}{BETWEEN}{EITHER_YEAR}",
    rf"{YEAR}{BETWEEN}{PART}q",
    rf"{YEAR}{BETWEEN}{WEEK_SIGN}{WEEK}",
    rf"{WEEK_SIGN}{WEEK}{BETWEEN}{YEAR}",
    rf"{WEEK}\.? ?{WEEK_SIGN}{BETWEEN}{YEAR}",
)
CLOCK = (
    r"(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)"
    r"(?:[.,](?P<rest>\d+))?)?)?(?: ?h| ?uhr| ?(?P<half>[ap])[.]? ?m[.]?)?"
)
ZONE = r"(?<=\d)\s*(?P<zone>z|utc|gmt|[+-]\d{2}(?::?\d{2})?)$"
NUMERIC_DAYS = {
    is_day_first: (
        rf"{YEAR}(?P<sep>[-./ ]?)(?P<month>0[1-9]|1[0-2])(?P=sep)(?P<day>[0-3]\d)",
        rf"{YEAR}[-./年년] ?{MONTH}[-./月월] ?{DAY}[日일]?",
        rf"{first}[-./ ] ?{second}[-./ ] ?{EITHER_YEAR}",
    )
    for is_day_first, first, second in ((True, DAY, MONTH), (False, MONTH, DAY))
}
NAMED_DAYS = (
    rf"{DAY}(?:st|nd|rd|th|er|\.)?(?: de | of )?[ ./-]?{NAME}(?: de )?[ ./-]?{EITHER_YEAR}",
    rf"{NAME} ?{DAY}(?:st|nd|rd|th)?,? {YEAR}",
    rf"{YEAR}[ ./-]{NAME}[ ./-]{DAY}",
)
WEEK_DAY = rf"{YEAR}-?W(?P<week>\d\d)-?(?P<day>[1-7])"
MARKS = {True: "[. '\u2019\u00a0\u202f]", False: "[, '\u2019\u00a0\u202f]"}
"""Between thousands, by whether a comma is before the decimals."""
NUMBERS = {
    has_comma: (
        rf"[+-]?(0|[1-9]\d*|[1-9]\d{{0,2}}({marks}\d{{3}})+)({'[,]' if has_comma else '[.]'}\d+)?"
        r"(e[+-]?\d{1,2})?"
    )
    for has_comma, marks in MARKS.items()
}
WEEKDAY, TOGETHER = r"^[^\W\d_]{2,10},\s*(?=\d)", r"^(\d{8})T(\d\d)(\d\d)(\d\d)"
LATEST_OF_THIS_CENTURY = 69
NOON = 12
DAY_HOURS = 24


def period_of(text: str) -> str:
    """Read a month (`2025-03`), a quarter (`2025-Q1`) or a week (`2025-W07`)."""
    for form in PERIODS:
        found = _match(form, text)
        if found is None:
            continue
        told = found.groupdict()
        month = _month_in(told) if "month" in told or "name" in told else None
        if month:
            return f"{_year_of(told)}-{month:02}"
        if told.get("part"):
            return f"{_year_of(told)}-Q{told['part']}"
        if told.get("week"):
            return f"{_year_of(told)}-W{int(told['week']):02}"
    return ""


def first_day_of(text: str) -> date | None:
    """Return the day on which a period that is written in any way begins."""
    year, _, part = period_of(text).partition("-")
    if not part:
        return None
    if part.startswith("W"):
        try:
            return date.fromisocalendar(int(year), int(part[1:]), 1)
        except ValueError:
            return None
    month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part)
    return date(int(year), month, 1)


def counted_period(number: str, like: str) -> date | None:
    """Return the first day of a quarter or week that is written as a number, such as 202503.

    Args:
        number: The year and the count, such as 20251, 202501 or 2025.1.
        like: `Q` where it counts quarters, `W` where it counts weeks.
    """
    found = re.fullmatch(r"(\d{4})[.]?0?(\d{1,2})", number)
    if found is None:
        return None
    return first_day_of(
        f"{found[1]}-{like}{int(found[2])}" if like == "Q" else f"{found[1]}-W{int(found[2]):02}"
    )


def clock_of(text: str) -> str:
    """Read a time of day, of 12 or of 24 hours, as `15:15:00`."""
    found = _match(CLOCK, text)
    if found is None or text.isdecimal():
        return ""
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= NOON:
        return ""
    if half:
        hour = hour % NOON + NOON * (half == "p")
    rest = (found["rest"] or "").rstrip("0")
    read = f"{hour:02}:{found['minute'] or '00'}:{found['second'] or '00'}"
    return "" if hour == DAY_HOURS else read + (f".{rest}" if rest else "")


def moment_of(text: str, *, is_day_first: bool) -> str:
    """Read a day with or without a time of day, as `2025-03-04T15:15:00`; one with a zone in UTC.

    A month, a quarter or a week is the day on which it begins.

    Args:
        text: The text.
        is_day_first: Whether 3/4/2025 is the third of April.
    """
    text = re.sub(WEEKDAY, "", text)
    text = re.sub(TOGETHER, r"\1T\2:\3:\4", text)
    for at in (len(text), *(place for place, sign in enumerate(text) if sign in " T,")):
        day = _day_of(text[:at].strip(" ,"), is_day_first=is_day_first)
        if day is None:
            continue
        clock, zone = text[at:].strip(" ,T"), ""
        cut = re.search(ZONE, clock, re.IGNORECASE)
        if cut is not None:
            clock, zone = clock[: cut.start()], cut["zone"]
        read = clock_of(clock) if clock else "00:00:00"
        if read:
            return _in_utc(datetime.fromisoformat(f"{day}T{read}"), zone)
    begin = first_day_of(text)
    return f"{begin}T00:00:00" if begin else ""


def number_of(text: str, *, has_comma: bool) -> str:
    """Read a number with a decimal comma, or with a point; 007 is a code, and no number."""
    if not _match(NUMBERS[has_comma], text):
        return ""
    digits = re.sub(MARKS[has_comma], "", text)
    return repr(float(digits.replace(",", ".")) + 0.0)


def _match(form: str, text: str) -> re.Match[str] | None:
    """Match all of a text; forms are compiled when they are needed first."""
    return re.fullmatch(form, text, re.IGNORECASE)


def _day_of(text: str, *, is_day_first: bool) -> date | None:
    week_day = _match(WEEK_DAY, text)
    if week_day is not None:
        return _existing(
            date.fromisocalendar, *(int(week_day[part]) for part in ("year", "week", "day"))
        )
    for form in (*NUMERIC_DAYS[is_day_first], *NAMED_DAYS):
        found = _match(form, text)
        if found is not None:
            told = found.groupdict()
            month = _month_in(told)
            return _existing(date, int(_year_of(told)), month, int(told["day"])) if month else None
    return None


def _existing(made: Callable[[int, int, int], date], *parts: int) -> date | None:
    try:
        return made(*parts)
    except ValueError:
        return None


def _month_in(told: Mapping[str, str | None]) -> int | None:
    """Return a month by its number or its name; None for a word that is none."""
    if told.get("month"):
        return int(told["month"] or 0)
    name = (told.get("name") or "").lower()
    return MONTHS.index(name) % 12 + 1 if name in MONTHS else None


def _year_of(told: Mapping[str, str | None]) -> str:
    year = told["year"] or ""
    if len(year) == len("2025"):
        return year
    return f"20{year}" if int(year) <= LATEST_OF_THIS_CENTURY else f"19{year}"


def _in_utc(time: datetime, zone: str) -> str:
    if not zone or zone[0] not in "+-":
        return time.isoformat()
    hours, minutes = int(zone[1:3]), int(zone[-2:]) if len(zone) > len("+01") else 0
    ahead = timedelta(hours=hours, minutes=minutes)
    return (time - ahead if zone[0] == "+" else time + ahead).isoformat()


WAYS: Sequence[Sequence[Reader]] = (
    (period_of,),
    (clock_of,),
    tuple(partial(moment_of, is_day_first=is_first) for is_first in (True, False)),
    tuple(partial(number_of, has_comma=has_comma) for has_comma in (False, True)),
)
"""Ways to read; where a way has several readers, each table may be written by another of them."""
