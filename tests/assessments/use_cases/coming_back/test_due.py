"""When people come back to a use case: pure dates."""

from datetime import date

import pytest

from assessments.use_cases.coming_back.due import add_months, attestation_day, months_between
from assessments.use_cases.contract.content import RiskClass
from assessments.use_cases.contract.reading import load_rules


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        pytest.param(date(2026, 1, 31), 12, date(2027, 1, 31), id="a year after 31 January"),
        pytest.param(date(2026, 1, 31), 3, date(2026, 4, 30), id="April has no 31st"),
        pytest.param(date(2026, 8, 31), 6, date(2027, 2, 28), id="nor February, over new year"),
        pytest.param(date(2027, 8, 31), 6, date(2028, 2, 29), id="nor in a leap year"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="a year after 29 February"),
        pytest.param(date(2028, 2, 29), 48, date(2032, 2, 29), id="four years after it"),
        pytest.param(date(2026, 12, 15), 1, date(2027, 1, 15), id="over new year"),
        pytest.param(date(2026, 6, 30), 6, date(2026, 12, 30), id="in December"),
    ],
)
def test_the_same_day_some_months_later(day: date, months: int, due: date) -> None:
    """Where the month has no such day, its last."""
    assert add_months(day, months) == due


@pytest.mark.parametrize(
    ("risk_class", "months"),
    [
        (RiskClass.MINIMAL, 12),
        (RiskClass.LIMITED, 6),
        (RiskClass.HIGH, 3),
        pytest.param(RiskClass.STOP, 0, id="what is stopped is never looked at"),
        pytest.param(None, 12, id="an open question counts as the lowest class"),
    ],
)
def test_how_often_a_class_is_looked_at(risk_class: RiskClass | None, months: int) -> None:
    """As the rules of the class say."""
    assert months_between(load_rules(), risk_class) == months


@pytest.mark.parametrize(
    ("today", "due"),
    [
        pytest.param(date(2026, 2, 1), date(2026, 4, 30), id="the first is ahead"),
        pytest.param(date(2026, 4, 30), date(2026, 4, 30), id="its day"),
        pytest.param(date(2026, 7, 30), date(2026, 4, 30), id="until the next"),
        pytest.param(date(2026, 7, 31), date(2026, 7, 31), id="the next keeps the 31st"),
        pytest.param(date(2031, 3, 1), date(2031, 1, 31), id="after years, the newest alone"),
    ],
)
def test_what_was_missed_is_asked_once(today: date, due: date) -> None:
    """Every three months from 31 January, wherever the bot has been meanwhile."""
    assert attestation_day(date(2026, 1, 31), 3, today) == due
