"""What one text of a CSV file means, by how its column is read."""

from collections.abc import Callable

import duckdb
import pytest

from bot.adapters.data_sources import text_values
from bot.adapters.data_sources.text_values import MISSING, present
from monitors.profile.sql import literal


def read(text: str, reader: Callable[[str], str]) -> object:
    """Read one text by the engine."""
    sql = f"SELECT {reader('v')} FROM (SELECT {present(literal(text), MISSING)} AS v)"  # noqa: S608 - ours
    with duckdb.connect() as connection:
        found = connection.execute(sql).fetchone()
    assert found is not None
    return found[0]


POINT = {
    "12.50": 12.5, "1,234.50": 1234.5, "1,234": 1234.0, "1.234": 1.234, "0.123": 0.123,
    "$1,234.50": 1234.5, "1,234.50 USD": 1234.5, "US$5": 5.0, "-$5": -5.0, "$-5": -5.0,
    "(12.50)": -12.5, "($1,000)": -1000.0, "12.50-": -12.5, "\u221212": -12.0, "+7": 7.0,
    "£ 3.10": 3.1, "1 234.5": 1234.5, "1\u00a0234.5": 1234.5, "1\u202f234.5": 1234.5,
    "1'234.5": 1234.5, "1\u2019234.5": 1234.5, "1,00,000.5": 100_000.5, "12.3%": 0.123,
    "12 %": 0.12, "CHF 5.-": 5.0, "5.\u2013": 5.0, "\uff11\uff12\uff0e\uff15": 12.5,
    "\u0661\u0662\u066b\u0665": 12.5, "\u06f1\u06f2": 12.0, "5-6": None, "12.-3": None,
    "1.5e3": 1500.0, "1E-2": 0.01, ".5": 0.5, "5.": 5.0, "007": 7.0, " 8 ": 8.0,
    "12,50": None, "1.234,50": None, "1,23,4": None, "a1": None, "1.2.3": None, "12:30": None,
    "-": None, "n/a": None, "#N/A": None, "?": None, "null": None, "None": None, "": None,
}  # fmt: skip
COMMA = {
    "12,50": 12.5, "1.234,50": 1234.5, "1.234": 1234.0, "1,234": 1.234, "1 234,50 €": 1234.5,
    "€ 1.234,50": 1234.5, "R$ 5,00": 5.0, "5,00 zł": 5.0, "12 kr": 12.0, "-3,5": -3.5,
    "(3,5)": -3.5, "12,3 %": 0.123, "1,5E3": 1500.0, ",5": 0.5, "1.234.567,8": 1_234_567.8,
    "1,234.50": None, "12.50": None, "0.123": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "number"), POINT.items(), ids=map(repr, POINT))
def test_numbers_with_a_decimal_point(text: str, number: float | None) -> None:
    """Signs of currency, percent and accountants, and every mark of thousands."""
    assert read(text, lambda value: text_values.number(value, has_comma=False)) == number


@pytest.mark.parametrize(("text", "number"), COMMA.items(), ids=map(repr, COMMA))
def test_numbers_with_a_decimal_comma(text: str, number: float | None) -> None:
    """As most of Europe and South America write them."""
    assert read(text, lambda value: text_values.number(value, has_comma=True)) == number


@pytest.mark.parametrize(
    "text",
    ["True", "t", "YES", "y", "1", "1.0", "ja", "wahr", "VERDADERO", "sí", "Sim", "Да", "是"],
)
def test_words_for_yes(text: str) -> None:
    """In several languages, in any case."""
    assert read(text, text_values.truth) is True


@pytest.mark.parametrize(
    ("text", "words", "is_there"),
    [
        ("-999", ("-999",), False),
        ("-999.0", ("-999",), False),
        ("-99", ("-999",), True),
        ("Unknown", ("unknown",), False),
        ("NA", (), True),
    ],
)
def test_what_a_person_says_is_missing(
    text: str,
    words: tuple[str, ...],
    is_there: bool,  # noqa: FBT001 - an expected value
) -> None:
    """A number in any spelling, a word in any case."""
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT {present(literal(text), words)}").fetchone()

    assert found is not None
    assert (found[0] is not None) is is_there
