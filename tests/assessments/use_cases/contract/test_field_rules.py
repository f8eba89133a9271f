"""What a company's own fields, menus and windows may be; a mistake names its line."""

from pathlib import Path

import pytest

from assessments.use_cases.contract.reading import read_rules
from ground.yaml_files import YamlFileError

META = "meta: {id: own, version: '2'}\n"
FIELD = "id: f, section: data, label: F, required_at: defined, weight: 1, group: business"
NUMBERED = f"{FIELD.replace('id: f, ', '')}, id: f"
TEXT = "type: string, widget: multiline"
MANY = ", ".join(f"v{number}" for number in range(101))


def problem(tmp_path: Path, text: str) -> str:
    """Read a company's own file, and return what is said of it; empty where all is well."""
    path = tmp_path / "own.yaml"
    path.write_text(META + text, encoding="utf-8")
    try:
        read_rules(path)
    except YamlFileError as error:
        return str(error)
    return ""


def field(more: str, given: str = FIELD) -> str:
    """Write a company's one field."""
    return f"fields:\n- {{{given}, {more}}}\n"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ("type: string, widget: hologram", "widget: the type string is asked with plain_text_"),
        ("type: slack_user, widget: datepicker", "widget: the type slack_user is asked with"),
        ("type: scale_1_5, widget: static_select", "type: a field can't have the type scale_1_5"),
        ("type: enum_or_custom, widget: static_select", "type: a field can't have the type enum_"),
        ("type: risk_answers, widget: radio_buttons", "type: a field can't have the type risk_"),
        ("type: sign_offs, widget: buttons", "type: a field can't have the type sign_offs"),
        ("type: integer, widget: number_input, pattern: x", "pattern: the type integer has"),
        (f"{TEXT}, values: [a]", "values: the type string has no values"),
        (f"{TEXT}, min: 2", "min: the type string has no min"),
        (f"{TEXT}, min_items: 2", "min_items: the type string has no min_items"),
        (f"{TEXT}, max: 0", "max: the characters of a text should be a whole number from 1"),
        (f"{TEXT}, max: 2.5", "max: the characters of a text should be a whole number from 1"),
        ("type: string_list, widget: multiline, max: 3", "max: the type string_list has no max"),
        (
            "type: string_list, widget: multiline, min_items: 2, max_items: 1",
            "max_items: this is below min_items",
        ),
        ("type: enum, widget: static_select, values: [a, a]", "values: a value appears twice"),
        ("type: enum, widget: static_select, values: ['']", "values: a value should have 1 to 75"),
        (f"type: enum, widget: static_select, values: [{MANY}]", "values: a menu shows at most"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_field_is_refused(tmp_path: Path, more: str, sentence: str) -> None:
    """Its type, its widget, its limits: nothing is taken and then left out of the window."""
    assert f"line 3: fields.0.{sentence}" in problem(tmp_path, field(more))


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("truth_delay_days == soon", "truth_delay_days never is soon"),
        ("title == 3", "title never is 3"),
        ("explain_for contains somebody", "explain_for never is somebody"),
        ("explain_for == nobody", "explain_for can't be compared with ==; use contains"),
        ("mode contains batch", "mode can't be compared with contains; use ==, !=, in"),
        ("mode < batch", "mode can't be compared with <"),
        ("affects_people > 0", "affects_people can't be compared with >"),
        ("kpis == 3", "kpis can't be compared with ==; use another field"),
        ("f == a", "this is the field itself"),
    ],
)
def test_a_condition_that_never_holds_is_refused(
    tmp_path: Path, condition: str, sentence: str
) -> None:
    """The field would never be asked for, and nobody would see why."""
    told = problem(tmp_path, field(f'{TEXT}, required_if: "{condition}"'))

    assert f"line 3: fields.0.required_if: {sentence}" in told


@pytest.mark.parametrize(
    "condition",
    [
        "truth_delay_days > 14 and mode != batch",
        "explain_for contains auditor or human_role in [fully_automatic]",
        "not affects_people == true",
        "functional contains 'a list' and currency == EUR",
    ],
)
def test_a_condition_that_may_hold_is_taken(tmp_path: Path, condition: str) -> None:
    """Every type is compared in its own way."""
    assert problem(tmp_path, field(f'{TEXT}, required_if: "{condition}"')) == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sections: [{id: p, title: P}]", "line 2: sections.0.id: no field is in the section p"),
        (
            "sections:\n" + "".join(f"- {{id: s{at}, title: S}}\n" for at in range(33)),
            "line 2: sections: there can be at most 40",
        ),
        (
            f"fields:\n{''.join(f'- {{{NUMBERED}{at}, {TEXT}}}' + chr(10) for at in range(60))}",
            "line 62: fields.59.section: the section data asks 64 things; a window holds 60",
        ),
        (
            "metrics:\n" + "".join(f"  m{at}: {{better: lower, unit: ms}}\n" for at in range(77)),
            "line 2: metrics: a menu shows at most 100 metrics",
        ),
        (field(TEXT, FIELD.replace("label: F", "label: ' '")), "line 3: fields.0.label: this is"),
        (field(TEXT, FIELD.replace("defined", "retired")), "fields.0.required_at: nothing is"),
        (field(TEXT, FIELD.replace("id: f", "id: model_name")), "fields.0.id: model_name is the"),
        (
            "risk:\n  classes: {high: {sign_off: [sponsor, sponsor, consumer_speaker]}}",
            "line 3: risk.classes.high.sign_off: a role appears twice",
        ),
        (
            "risk:\n  classes: {high: {review_every: 6 months}}",
            "line 3: risk.classes.high.review_every:",
        ),
        (
            "risk:\n  classes: {high: {fairness_rows: 1 if affects_folk}}",
            "line 3: risk.classes.high.fairness_rows: there is no yes-or-no field affects_folk",
        ),
    ],
)  # fmt: skip
def test_what_would_be_lost_without_a_word_is_refused(
    tmp_path: Path, text: str, sentence: str
) -> None:
    """Windows and menus that Slack wouldn't show, reviews and demands that would never come."""
    assert sentence in problem(tmp_path, text)
