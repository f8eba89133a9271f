"""Reads what people type about being away: `until 14 Dec, Ola stands in`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
LENGTHS = {"day": 1, "week": 7, "fortnight": 14}
NO_NAME = {
    "a", "am", "and", "as", "away", "back", "covering", "covers", "end", "for", "from", "he",
    "i", "i'm", "in", "including", "instead", "is", "me", "my", "of", "on", "out", "she", "stand",
    "standing", "stands", "starting", "the", "they", "through", "till", "til", "to", "until",
    "will", "with",
}  # fmt: skip
"""Words that are no part of a person's name here."""
DAYS_OF_A_WEEK, JUST_PASSED = 7, timedelta(days=60)

_MONTH = rf"(?P<month>{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)}|sept)\.?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = "|".join(f"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS)
_FORMS = {
    "iso": r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    "written": rf"(?:(?:{_NAMED}),?\s+)?(?:the\s+)?{_DAY}\.?\s*(?:of\s+)?{_MONTH}{_YEAR}",
    "american": rf"(?:(?:{_NAMED}),?\s+)?{_MONTH}\s+(?:the\s+)?{_DAY}{_YEAR}",
    "numbers": (
        r"(?P<one>\d{1,2})(?P<mark>[./])(?P<other>\d{1,2})(?:(?P=mark)(?P<year>\d{4}|\d\d)?)?"
    ),
    "weekday": rf"(?P<next>next\s+)?(?P<weekday>{_NAMED})",
    "near": r"(?P<near>today|tomorrow)",
}
_DAYS = {
    name: re.compile(rf"(?<![\w]){form}(?!\w)", re.IGNORECASE) for name, form in _FORMS.items()
}
_LENGTH = re.compile(
    rf"\b(?P<count>\d{{1,3}}|{'|'.join(NUMBERS)})\s+(?P<unit>{'|'.join(LENGTHS)})s?\b",
    re.IGNORECASE,
)
_BEFORE: dict[str, re.Pattern[str]] = {
    "from": re.compile(r"\b(?:from|starting|beginning|as of)\s+(?:on\s+)?$", re.IGNORECASE),
    "back": re.compile(r"\bback\s+(?:on\s+|by\s+)?(?:the\s+)?$", re.IGNORECASE),
    "on": re.compile(r"\bon\s+(?:the\s+)?$", re.IGNORECASE),
}
"""What is said of the day that follows: the first one, the first one at work, the only one."""
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")


@dataclass(frozen=True)
class TypedAbsence:
    """What could be read of a typed absence.

    Attributes:
        first: The first day; today where none was typed.
        last: The last day away; None where it can't be told for sure.
        stand_in: Slack user_id of who stands in; empty where nobody was mentioned.
        name: A name that was typed in place of a mention.
    """

    first: date
    last: date | None
    stand_in: str = ""
    name: str = ""


def read_absence(text: str, today: date) -> TypedAbsence:
    """Read what was typed after `/lamplighter away`.

    Args:
        text: As Slack sends it, a mention as `<@U0OLA|ola>`.
        today: The day at the person's place.
    """
    person = _PERSON.search(text)
    days, said, rest = _days(_PERSON.sub(" ", text), today)
    length = _LENGTH.search(rest)
    rest = _LENGTH.sub(" ", rest)
    name = " ".join(word for word in re.findall(r"[^\s,;]+", rest) if word.lower() not in NO_NAME)
    first, last = _first_and_last(days, _length(length), today)
    if len(days) == 1 and length is None:
        first, last = _only(days[0], said, today)
    is_clear = not any(map(str.isdigit, name))
    return TypedAbsence(
        first or today,
        last if is_clear else None,
        person[1] if person else "",
        name if is_clear else "",
    )


def _days(text: str, today: date) -> tuple[list[date], str, str]:
    """Find the days in a text, in their order; each is on or after the one before.

    Returns:
        The days, what is said of the last one, and the text without them.
    """
    days: list[date] = []
    said = ""
    while (found := _first_day(text)) is not None:
        name, match = found
        day = _READ[name](match, days[-1] if days else today)
        if day is None:
            return [], "", text
        before = text[: match.start()]
        said = next((word for word, form in _BEFORE.items() if form.search(before)), "")
        days.append(day - timedelta(days=said == "back"))
        text = f"{before} {text[match.end() :]}"
    return days, said, text


def _only(day: date, said: str, today: date) -> tuple[date, date | None]:
    """Return the first and the last day where a single day was typed."""
    if said == "from":
        return day, None
    return (day, day) if said == "on" else (today, day)


def _first_day(text: str) -> tuple[str, re.Match[str]] | None:
    matches = [(name, found) for name, form in _DAYS.items() if (found := form.search(text))]
    return min(matches, key=lambda one: (one[1].start(), -one[1].end()), default=None)


def _first_and_last(
    days: list[date], length: timedelta | None, today: date
) -> tuple[date | None, date | None]:
    if len(days) == 1 and length is not None:
        return days[0], days[0] + length
    if length is not None and not days:
        return None, today + length
    if len(days) == len(("first", "last")):
        return days[0], days[1]
    return None, None


def _length(found: re.Match[str] | None) -> timedelta | None:
    """Return how many days after the first one the last one is."""
    if found is None:
        return None
    count = found["count"].lower()
    number = int(count) if count.isdigit() else NUMBERS[count]
    return timedelta(days=number * LENGTHS[found["unit"].lower()] - 1) if number else None


def _iso(found: re.Match[str], least: date) -> date | None:
    del least
    return _date(int(found["year"]), int(found["month"]), int(found["day"]))


def _written(found: re.Match[str], least: date) -> date | None:
    name = found["month"].lower()[:3]
    month = next(at for at, month in enumerate(MONTHS, 1) if month.startswith(name))
    return _with_year(found["year"], month, int(found["day"]), least)


def _numbers(found: re.Match[str], least: date) -> date | None:
    """Read `14.12.` with its day first; with a slash only where it can mean one day alone."""
    one, other = int(found["one"]), int(found["other"])
    is_clear = found["mark"] == "." or one == other or max(one, other) > len(MONTHS)
    if not is_clear:
        return None
    is_day_first = found["mark"] == "." or one > len(MONTHS)
    day, month = (one, other) if is_day_first else (other, one)
    year = found["year"]
    return _with_year(f"20{year}" if year and len(year) == len("26") else year, month, day, least)


def _weekday(found: re.Match[str], least: date) -> date | None:
    name = found["weekday"].lower()
    number = next(at for at, day in enumerate(WEEKDAYS) if day.startswith(name))
    days = (number - least.weekday()) % DAYS_OF_A_WEEK or DAYS_OF_A_WEEK
    is_this_week = least.weekday() + days < DAYS_OF_A_WEEK
    return least + timedelta(days=days + DAYS_OF_A_WEEK * bool(found["next"] and is_this_week))


def _near(found: re.Match[str], least: date) -> date | None:
    return least + timedelta(days=1 if found["near"].lower() == "tomorrow" else 0)


def _with_year(year: str | None, month: int, day: int, least: date) -> date | None:
    """Return a day; without its year the next such one, or None where it has just passed."""
    if year:
        return _date(int(year), month, day)
    found = _date(least.year, month, day)
    if found and timedelta() < least - found <= JUST_PASSED:
        return None
    return found if found and found >= least else _date(least.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READ: dict[str, Callable[[re.Match[str], date], date | None]] = {
    "iso": _iso,
    "written": _written,
    "american": _written,
    "numbers": _numbers,
    "weekday": _weekday,
    "near": _near,
}
