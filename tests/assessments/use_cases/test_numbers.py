"""What we write as a number, we also read."""

from collections.abc import Callable

import pytest

from assessments.use_cases.numbers import (
    NumberError,
    read_number,
    read_share,
    without_limit_words,
)


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1450 people", "people", 1450),
        ("1 450 People", "people", 1450),
        ("1450", "people", 1450),
        ("12 %", "%", 12),
        ("12,5 percent", "%", 12.5),
        ("12%", "percent", 12),
        ("400 EUR", "EUR", 400),
        ("3 days", "days", 3),
        (" -2.5 ", "", -2.5),
    ],
)
def test_a_number_may_have_its_unit(text: str, unit: str, number: float) -> None:
    """As the message shows it."""
    assert read_number(text, unit) == pytest.approx(number)


@pytest.mark.parametrize("text", ["1450 people", "12 %", "people", "", "at most 12"])
def test_another_unit_is_no_number(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(NumberError):
        read_number(text, "cases")


@pytest.mark.parametrize(
    ("text", "comparator", "read", "limit"),
    [
        ("at least 80%", ">=", read_share, 0.8),
        (">= 80 %", ">=", read_share, 0.8),
        ("\u2265 0,8", ">=", read_share, 0.8),
        ("At least 80 percent", ">=", read_share, 0.8),
        ("80", ">=", read_share, 0.8),
        ("at most 0.25", "<=", read_number, 0.25),
    ],
)
def test_a_limit_may_have_its_words(
    text: str, comparator: str, read: Callable[[str], float], limit: float
) -> None:
    """As the message shows it."""
    assert read(without_limit_words(text, comparator)) == pytest.approx(limit)


def test_the_other_way_round_is_no_limit() -> None:
    """An accuracy of at most 80% isn't taken for at least 80%."""
    with pytest.raises(NumberError):
        read_share(without_limit_words("at most 80%", ">="))
