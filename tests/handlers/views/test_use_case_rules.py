"""Each rule V01 to V15 is said at its field, in the window in which somebody breaks it."""

from typing import Any

import pytest

from assessments.use_cases.contract.validation import VALIDATIONS
from tests.handlers.views.desk import RULES, Desk, example

pytestmark = pytest.mark.sqlite_alone
HIGH = {**RULES.example["risk_answers"], "RQ3": "yes_"}
ROWS: dict[str, tuple[str, str, int, dict[str, Any], str]] = {
    "V01": ("business", "kpis", 0, {"target_date": "2020-01-01"}, "in the future"),
    "V02": ("business", "kpis", 0, {"target": "3"}, "below today's value"),
    "V03": ("acceptance", "acceptance_criteria", 0, {"comparator": "<="}, "should be a minimum"),
    "V04": ("acceptance", "acceptance_criteria", 0, {"threshold": "30"}, "0.3"),
    "V06": ("acceptance", "acceptance_criteria", 0, {"threshold": "30% to 40%"}, "one limit"),
    "V07": ("running", "signals", 0, {"act_at": "0.05"}, "further from good"),
    "V08": ("running", "signals", 1, {"watches": "AC-99"}, "AC-99"),
    "V11": ("data", "data_sources", 0, {"permitted_use": None}, "permitted use"),
    "V15": ("acceptance", "acceptance_criteria", 2, {"segment": "all"}, "across:"),
}  # fmt: skip
"""Section, rows, which one, what is typed, and words of the sentence at that cell."""
FIELDS: dict[str, tuple[str, dict[str, Any], str]] = {
    "V09": ("running", {"rollback_decider": ["U0TECH"]}, "stand-in"),
    "V10": ("identity", {"sponsor": "U0DS"}, "lead data scientist"),
    "V11": ("data", {"retention": None}, "kept"),
    "V12": ("people", {"explain_form": "not_needed", "explain_when": "not_needed"}, "form"),
    "V14": ("business", {"human_role": "fully_automatic"}, "step in"),
}


@pytest.fixture(autouse=True)
def whole(desk: Desk) -> None:
    """The worked example is written."""
    desk.takes_in(**example().values)


@pytest.mark.parametrize("rule", ROWS)
def test_a_row_that_breaks_a_rule_says_so_at_the_cell(desk: Desk, rule: str) -> None:
    """Nothing is saved until it's mended."""
    section, field, index, typed, words = ROWS[rule]
    before = desk.draft()

    told = desk.changes_row(section, field, index, **typed)

    (name, *_) = typed
    assert words in told[name], told
    assert desk.draft() == before


@pytest.mark.parametrize("rule", FIELDS)
def test_a_field_that_breaks_a_rule_says_so(desk: Desk, rule: str) -> None:
    """Nothing is saved until it's mended."""
    section, typed, words = FIELDS[rule]
    desk.takes_in(risk_answers=HIGH)
    before = desk.draft()

    told = desk.changes(section, **typed)

    (name, *_) = typed
    assert words in told[name], told
    assert desk.draft() == before


def test_a_rule_about_all_rows_is_said_under_them(desk: Desk) -> None:
    """V13: the truth comes late, and drift is watched monthly; that is saved and pointed out."""
    told = desk.changes_row("running", "signals", 0, cadence="monthly")

    with desk.transactions.reading() as session:
        shown = str(desk.window(session, "running"))
    assert told == {}
    assert "The truth comes late" in shown or "drift signal" in shown


def test_a_row_that_exists_already_is_said(desk: Desk) -> None:
    """V05: the same metric for the same cases, period and stage."""
    (first, *_) = example().rows("acceptance_criteria")

    desk.adds_row("acceptance", "acceptance_criteria", first)

    told = "AC-01 already has this metric for the same cases, period and stage."
    assert desk.errors() == {"metric": told}


def test_every_rule_is_here() -> None:
    """A new rule needs its line."""
    assert {*ROWS, *FIELDS, "V05", "V13"} == set(VALIDATIONS)
