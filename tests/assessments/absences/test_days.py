"""Days as people type them after `/lamplighter away`."""

from datetime import date

import pytest

from assessments.absences.days import TypedAbsence, read_absence

TODAY = date(2026, 11, 30)
LAST = date(2026, 12, 14)
OLA = "U0OLA"


@pytest.mark.parametrize(
    "text",
    [
        "until 14 Dec, <@U0OLA|ola> stands in",
        "until <@U0OLA> 14 Dec",
        "UNTIL 14 DECEMBER <@U0OLA>",
        "till Dec 14th <@U0OLA> covers for me",
        "until Monday, the 14th of December 2026, with <@U0OLA> standing in",
        "14.12. <@U0OLA>",
        "until 14/12 <@U0OLA>",
        "until 12/14/2026 <@U0OLA>",
        "2026-12-14 <@U0OLA>",
        "for 15 days, <@U0OLA>",
        "from 30 Nov to 14 Dec <@U0OLA>",
        "<@U0OLA> stands in until 14 Dec",
    ],
)
def test_the_last_day_and_the_stand_in_are_read(text: str) -> None:
    """However it is written."""
    assert read_absence(text, TODAY) == TypedAbsence(TODAY, LAST, OLA)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("tomorrow", date(2026, 12, 1)),
        ("Friday", date(2026, 12, 4)),
        ("Monday", date(2026, 12, 7)),
        ("next Friday", date(2026, 12, 11)),
        ("4 Jan", date(2027, 1, 4)),
        ("29 Nov", None),
        ("29 Sep", date(2027, 9, 29)),
        ("30 Nov", TODAY),
        ("5/5", date(2027, 5, 5)),
        ("3/4", None),
        ("31 Feb", None),
        ("29 Feb", None),
        ("32", None),
        ("14", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_day_is_the_next_one_or_isnt_clear(text: str, day: date | None) -> None:
    """What could be two days, or none, is asked."""
    assert read_absence(f"until {text}", TODAY).last == day


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("until 14 Dec, Ola stands in", TypedAbsence(TODAY, LAST, "", "Ola")),
        ("until 14 Dec, Ola Berg stands in", TypedAbsence(TODAY, LAST, "", "Ola Berg")),
        ("from 20 Dec until 4 Jan", TypedAbsence(date(2026, 12, 20), date(2027, 1, 4))),
        ("from 7 Dec for a week", TypedAbsence(date(2026, 12, 7), date(2026, 12, 13))),
        ("until 3/4 <@U0OLA>", TypedAbsence(TODAY, None, OLA)),
        ("from Monday <@U0OLA>", TypedAbsence(date(2026, 12, 7), None, OLA)),
        ("starting 7 Dec", TypedAbsence(date(2026, 12, 7), None)),
        ("on 3 Dec", TypedAbsence(date(2026, 12, 3), date(2026, 12, 3))),
        ("back on 15 Dec", TypedAbsence(TODAY, LAST)),
        ("from 7 Dec, back 15 Dec", TypedAbsence(date(2026, 12, 7), LAST)),
        ("for 0 days <@U0OLA>", TypedAbsence(TODAY, None, OLA)),
        ("", TypedAbsence(TODAY, None)),
    ],
)
def test_what_isnt_whole_is_left_to_the_window(text: str, found: TypedAbsence) -> None:
    """A name is kept to ask who that is."""
    assert read_absence(text, TODAY) == found
