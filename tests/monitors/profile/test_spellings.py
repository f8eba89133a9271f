"""Other ways to write the same period, day, time of day or number."""

from datetime import date

import pytest

from monitors.profile.spellings import clock_of, first_day_of, moment_of, number_of, period_of
from monitors.profile.values import met

PERIODS = {
    "2025-03": ["2025-03", "2025-3", "2025/03", "2025.03", "202503", "2025M03", "2025-m3",
                "03/2025", "3-2025", "03.2025", "003.2025", "M03/2025", "Mar 2025", "March 2025",
                "MAR-25",
                "Mar '25", "2025-Mar", "2025 March", "März 2025", "mars 2025", "marzo de 2025",
                "2025年3月", "2025년 3월"],
    "2025-Q1": ["Q1 2025", "2025Q1", "2025-Q1", "2025 q1", "Q1-2025", "Q1/25", "Q1'25", "1Q2025",
                "1Q25", "2025:Q1", "1st quarter 2025", "1. Quartal 2025", "T1 2025",
                "Quarter 1, 2025", "2025 1Q"],
    "2025-W07": ["2025-W07", "2025W07", "2025-W7", "W07 2025", "W7/2025", "KW 7/2025", "CW07 2025",
                 "Week 7, 2025", "2025 wk 7", "7. KW 2025"],
    "": ["2025-13", "2025-00", "00/2025", "Foo 2025", "2025", "Q5 2025", "2025-W54", "1/2/2025",
         "March", "3", "", "a-2025"],
}  # fmt: skip
CLOCKS = {
    "15:15:00": ["15:15", "15:15:00", "03:15 PM", "3:15pm", "3:15 p.m.", "3:15:00 PM", "15h15",
                 "15.15 Uhr", "15:15:00.000"],
    "00:30:00": ["00:30", "0:30", "12:30 AM", "12:30am"],
    "12:30:00": ["12:30", "12:30 pm"],
    "15:00:00": ["3 PM", "15:00", "15 h"],
    "03:15:07.5": ["3:15:07.5", "03:15:07.500 AM"],
    "": ["15:60", "25:00", "13:00 PM", "0:30 am", "7", "24:00", "noon", ""],
}  # fmt: skip
MOMENTS = {
    "2025-03-04T00:00:00": ["2025-03-04", "4/3/2025", "04.03.25", "4. 3. 2025", "20250304",
                            "2025/3/4", "4 Mar 2025", "4-MAR-25", "March 4, 2025",
                            "4th March 2025",
                            "2025-Mar-04", "4. März 2025", "2025年3月4日", "2025-W10-2",
                            "2025-03-04T00:00:00Z", "4/3/2025 12:00 AM"],
    "2025-03-04T15:15:00": ["2025-03-04 15:15", "2025-03-04T15:15:00Z", "4/3/2025 3:15 PM",
                            "4 Mar 2025, 3:15pm", "2025-03-04 17:15+02:00",
                            "2025-03-04T10:15:00-0500", "Mar 4, 2025 15:15 UTC",
                            "Tue, 04 Mar 2025 15:15:00 +0000", "20250304T151500Z"],
    "2025-03-01T00:00:00": ["2025-03", "03/2025"],
    "": ["2025-02-30", "31/4/2025", "4/13/2025", "hello", "2025-03-04 25:00", "12", ""],
}  # fmt: skip
NUMBERS = {
    "1234.5": "1.234,50", "-3.5": "-3,5", "12.0": "12", "100000.0": "1e5", "0.0": "-0",
    "": "1.234.50", "0.5": "0,5",
}  # fmt: skip


def listed(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Set each text beside its value."""
    return [(text, value) for value, texts in table.items() for text in texts]


@pytest.mark.parametrize(("text", "value"), listed(PERIODS))
def test_months_quarters_and_weeks(text: str, value: str) -> None:
    """In words, in either order, with any mark between."""
    assert period_of(text) == value


@pytest.mark.parametrize(("text", "value"), listed(CLOCKS))
def test_times_of_day(text: str, value: str) -> None:
    """Of 12 and of 24 hours."""
    assert clock_of(text) == value


@pytest.mark.parametrize(("text", "value"), listed(MOMENTS))
def test_days(text: str, value: str) -> None:
    """With and without a time of day; one with a zone is in UTC."""
    assert moment_of(text, is_day_first=True) == value


@pytest.mark.parametrize(("value", "text"), NUMBERS.items())
def test_numbers_with_a_comma(value: str, text: str) -> None:
    """In one spelling, as text."""
    assert number_of(text, has_comma=True) == value


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Q2 2025", date(2025, 4, 1)),
        ("2025-W01", date(2024, 12, 30)),
        ("12/2025", date(2025, 12, 1)),
        ("2025-W53", None),
        ("soon", None),
    ],
)
def test_periods_begin_on_a_day(text: str, day: date | None) -> None:
    """A year without a 53rd week has none."""
    assert first_day_of(text) == day


SPELLINGS = [
    ("{y}-{m:02}", "{m:02}/{y}"), ("{y}-{m:02}-05", "5.{m}.{y}"), ("{m}/14/{y}", "14/{m}/{y}"),
    ("Q{q} {y}", "{y}-Q{q}"), ("{m:02}:15 PM", "{h}:15"), ("{y}-W{m:02}", "KW {m}/{y}"),
    ("{m},50", "{m}.5"), ("{y}-{m:02}-01", "{y}-{m:02}"),
]  # fmt: skip


def levels_of(form: str, months: range) -> dict[str, int]:
    """Write the months of a year, and a word that both tables have."""
    written = [form.format(y=2025, m=month, q=(month + 2) // 3, h=month + 12) for month in months]
    return dict.fromkeys([*written, "unknown"], 1)


@pytest.mark.parametrize("forms", SPELLINGS, ids=[one for one, _ in SPELLINGS])
@pytest.mark.parametrize("turn", [list, reversed])
def test_levels_meet_in_another_spelling(forms: tuple[str, str], turn: type[list[str]]) -> None:
    """Under the first table's name."""
    before, now = (levels_of(form, range(1, 12)) for form in turn(forms))

    first, second = met([before, now])

    assert (first.keys(), second) == (before.keys(), before)


@pytest.mark.parametrize("forms", SPELLINGS, ids=[one for one, _ in SPELLINGS])
def test_other_values_stay_new(forms: tuple[str, str]) -> None:
    """However they are written."""
    before, now = levels_of(forms[0], range(1, 4)), levels_of(forms[1], range(7, 11))

    first, second = met([before, now])

    assert first.keys() & second.keys() == {"unknown"}


def test_zeros_in_front_make_another_value() -> None:
    """A code that has lost them is news."""
    assert number_of("007", has_comma=False) == ""
    assert met([{"007": 1, "012": 1}, {"7": 1, "12": 1}])[1] == {"7": 1, "12": 1}


def test_a_spelling_beside_another_in_one_table_stays() -> None:
    """Where values meet as they are, a second spelling is news."""
    before = levels_of("{y}-{m:02}", range(1, 5))
    now = before | {"03/2025": 1}

    assert met([before, now]) == [before, now]
