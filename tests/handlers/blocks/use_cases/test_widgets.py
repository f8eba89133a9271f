"""Each type of value is drawn, and read back as what it was or as what was typed."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from assessments.use_cases.contract.content import ACCEPTANCE, Kind, Typed
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.reading import load_rules
from bot.local_slack.strict import check_view
from ground.refusals import Refusal
from handlers.blocks.parts import modal
from handlers.blocks.use_cases.asked import Asked, Choice
from handlers.blocks.use_cases.field_inputs import cells_of, input_block, inputs_of, value_at
from handlers.blocks.use_cases.section_windows import SectionCard, section_window
from handlers.blocks.use_cases.widgets import element_of, read_value, widget_of
from handlers.wording.sentences import plain_sentence
from tests.handlers.blocks.use_cases.drawn import untouched
from tests.handlers.use_case_form_samples import EXAMPLE

RULES = load_rules()
FIELDS = [one for spec in RULES.fields for one in inputs_of(RULES, spec)]
CELLS = [
    (one, row.get(one.name))
    for spec in RULES.fields
    for row in EXAMPLE.rows(spec.id)
    for one in cells_of(RULES, spec.id, row)
]
SHOWN = [(one, value_at(EXAMPLE, one.place)) for one in FIELDS] + CELLS
PLAIN_TEXT = some.text(some.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]))


def number(unit: str = "", kind: Kind = Kind.NUMBER_OR_PAIR) -> Asked:
    """An input for a number."""
    return Asked(("threshold",), "Limit", Typed(type=kind), unit=unit)


@pytest.mark.parametrize(("asked", "value"), SHOWN, ids=lambda found: getattr(found, "name", ""))
def test_what_nobody_touched_is_no_edit(asked: Asked, value: Any) -> None:  # noqa: ANN401 - JSON
    """Every field and cell of the rules: filled in as in the example, or empty."""
    for shown in (value, None):
        element = element_of(asked, shown).to_dict()

        assert read_value(asked, untouched(element), shown) == shown
        assert read_value(asked, None, shown) == shown, "Slack may send nothing of it"


@pytest.mark.parametrize(("asked", "value"), SHOWN, ids=lambda found: getattr(found, "name", ""))
def test_what_was_filled_in_is_read_back(asked: Asked, value: Any) -> None:  # noqa: ANN401 - JSON
    """What is typed into an empty field is read as the value that it shows."""
    element = element_of(asked, value).to_dict()

    assert read_value(asked, untouched(element), None) == value


def test_every_type_of_the_rules_has_its_input() -> None:
    """None falls back on a text field but texts."""
    texts = [one.name for one in FIELDS if widget_of(one) is widget_of(number(kind=Kind.TEXT))]

    assert {RULES.by_id[name].type for name in texts if name in RULES.by_id} == {Kind.TEXT}


@pytest.mark.parametrize("spec", RULES.sections, ids=lambda found: found.id)
def test_windows_are_what_slack_takes(spec: Any) -> None:  # noqa: ANN401 - a section
    """Each section, filled in with the example."""
    asked = [
        one
        for field in RULES.fields
        if field.section == spec.id
        for one in inputs_of(RULES, field)
    ]
    blocks = [input_block(one, value_at(EXAMPLE, one.place), 7) for one in asked]

    check_view(modal(spec.title, blocks, callback_id="x", submit="Save").to_dict())


@given(PLAIN_TEXT)
def test_any_text_that_is_shown_and_sent_untouched_is_no_edit(text: str) -> None:
    """Also one with blanks around it, or beyond its limit."""
    asked = FIELDS[0]

    assert read_value(asked, untouched(element_of(asked, text).to_dict()), text) == text


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param(Kind.TEXT, "a" * 3_500, id="longer-than-slack-holds"),
        pytest.param(Kind.TEXTS, ["a" * 2_000, "b" * 2_000], id="lines-longer-than-slack-holds"),
        pytest.param(Kind.TEXT, "a\u202eb", id="a-sign-that-nobody-sees"),
        pytest.param(Kind.TEXTS, ["a\nb", "c"], id="a-line-of-two"),
        pytest.param(Kind.CHOICES, ["x", "x"], id="a-choice-twice"),
        pytest.param(Kind.PEOPLE, ["U0DAN", "U0DAN"], id="a-person-twice"),
    ],
)
def test_what_a_file_brought_and_nobody_touched_is_no_edit(kind: Kind, value: object) -> None:
    """It can't be shown as it is; sending the window leaves it as it is all the same."""
    asked = Asked(("f",), "F", Typed(type=kind), choices=[Choice("x", "X")])
    element = element_of(asked, value).to_dict()

    assert read_value(asked, untouched(element), value) == value


def test_notes_give_way_to_inputs() -> None:
    """A section with more than Slack's hundred blocks keeps every input, and its button."""
    marks = [{**EXAMPLE.rows(ACCEPTANCE)[0], "id": f"AC-{at:02}"} for at in range(92)]
    notes = {ACCEPTANCE: ["Too many."] * 3, "acceptance_agreed_by": ["Who?"] * 3}
    card = SectionCard(UUID(int=7), "T", "acceptance", Document({ACCEPTANCE: marks}), 1, 1, notes)

    drawn = section_window(RULES, card).to_dict()

    assert sum(block["type"] == "input" for block in check_view(drawn)["blocks"]) == 1


@given(some.lists(some.floats(-1e9, 1e9, allow_nan=False), min_size=1, max_size=2))
def test_any_number_that_is_shown_and_sent_untouched_is_no_edit(numbers: list[float]) -> None:
    """A share, a percentage, a plain one; alone or two of them."""
    value = numbers if numbers[1:] else numbers[0]
    for unit in ("share", "percent", "ms"):
        element = element_of(number(unit), value).to_dict()

        assert read_value(number(unit), untouched(element), value) == value


@pytest.mark.parametrize(
    ("unit", "typed", "value"),
    [
        pytest.param("share", "80 %", 0.8, id="percent-sign"),
        pytest.param("share", "84.3%", 0.843, id="exactly"),
        pytest.param("share", "0,8", 0.8, id="decimal-comma"),
        pytest.param("share", "85", 85, id="asked-by-V04"),
        pytest.param("share", "84.3 percent", 0.843, id="in-words"),
        pytest.param("ms", "120 ms", 120, id="with-its-unit"),
        pytest.param("ms", "120 to 200 ms", [120, 200], id="a-range-as-it-is-shown"),
        pytest.param("percent", "40 %", 40, id="a-percentage"),
        pytest.param("ms", "1 200", 1200, id="thousands"),
        pytest.param("value", "0.8 to 1.2", [0.8, 1.2], id="range"),
        pytest.param("value", "0.8; 1.2", [0.8, 1.2], id="semicolon"),
        pytest.param("share", "80% to 90%", [0.8, 0.9], id="range-of-shares"),
        pytest.param("value", "-2 - -1", [-2, -1], id="negative-range"),
        pytest.param("value", "\N{MINUS SIGN}2", -2, id="minus-sign"),
        pytest.param("value", "1e-5", 1e-5, id="an-exponent-is-no-range"),
        pytest.param("ms", "80-90", [80, 90], id="range-without-blanks"),
        pytest.param("share", "80%\N{EN DASH}90%", [0.8, 0.9], id="range-of-shares-with-a-dash"),
        pytest.param("share", "80 to 90 %", [0.8, 0.9], id="a-sign-for-both"),
        pytest.param("share", "80% to 90", [0.8, 0.9], id="a-sign-at-the-first"),
        pytest.param("ms", "between 80 and 90 ms", [80, 90], id="range-in-words"),
    ],
)
def test_numbers_as_people_type_them(unit: str, typed: str, value: object) -> None:
    """A limit is read in the unit of its metric."""
    assert read_value(number(unit), {"value": typed}, None) == value


@pytest.mark.parametrize(
    ("unit", "typed", "sentence"),
    [
        pytest.param("ms", "1,200", "Do you mean 1200 or 1.2?", id="in-doubt"),
        pytest.param("ms", "5 %", "isn't a number", id="percent-of-what"),
        pytest.param("value", "1 to 2 to 3", "should be a number, or two", id="three"),
        pytest.param("value", "nan", "Enter a number", id="nan"),
        pytest.param("value", "soon", "isn't a number", id="words"),
    ],
)
def test_what_is_no_number_is_said(unit: str, typed: str, sentence: str) -> None:
    """At its field, in a sentence."""
    problem = read_value(number(unit), {"value": typed}, None)

    assert isinstance(problem, Refusal)
    assert sentence in plain_sentence(problem)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        pytest.param(Kind.WHOLE, {"value": "12.5"}, id="no-whole-number"),
        pytest.param(Kind.PERSON, {"selected_user": "somebody"}, id="nobody-in-slack"),
        pytest.param(Kind.CHANNEL, {"selected_conversation": "x"}, id="no-channel"),
        pytest.param(Kind.CHOICE, {"selected_option": {"value": "x"}}, id="no-choice"),
        pytest.param(Kind.YES_NO, {"selected_option": {"value": "maybe"}}, id="neither"),
        pytest.param(Kind.DATE, {"selected_date": "soon"}, id="no-date"),
        pytest.param(Kind.TIME, {"selected_time": "25:00"}, id="no-time"),
        pytest.param(Kind.SCALE, {"selected_option": {"value": "6"}}, id="off-the-scale"),
    ],
)
def test_what_nobody_can_choose_is_refused(kind: Kind, state: dict[str, Any]) -> None:
    """Whoever forges a window gets a sentence too."""
    assert isinstance(read_value(number(kind=kind), state, None), Refusal)


def test_what_can_not_be_shown_stays() -> None:
    """A user group is no person that a menu could show: untouched, it is still there."""
    asked = Asked(("responder",), "Who?", Typed(type=Kind.PERSON_OR_GROUP))
    element = element_of(asked, "S0TEAM").to_dict()

    assert "initial_user" not in element
    assert read_value(asked, untouched(element), "S0TEAM") == "S0TEAM"
    assert read_value(asked, {"selected_user": "U0DAN"}, "S0TEAM") == "U0DAN"
