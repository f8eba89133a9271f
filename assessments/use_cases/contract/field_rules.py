"""The rules for a rules file's fields: what goes with a type, and what a window can show."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from assessments.use_cases.contract.conditions import ConditionError, Literal, read_condition
from assessments.use_cases.contract.content import FieldSpec, Kind, Rules, Status
from assessments.use_cases.contract.document import parts_of
from ground.yaml_files import Place, Problem

MOST_INPUTS, MOST_SECTIONS, MOST_OPTIONS, LONGEST_OPTION = 60, 40, 100, 75
"""Slack's limits on windows and menus; a window of 100 blocks also has rows and notes."""
TAKEN = {"model_name": "the choice of the model"}
"""IDs of what a window asks beside its fields."""
ONCE = {Kind.RISK, Kind.PRIORITY, Kind.SIGN_OFFS}
SEVERAL = {Kind.TEXTS, Kind.CHOICES, Kind.PEOPLE}
NUMBERS = {Kind.WHOLE, Kind.NUMBER, Kind.NUMBER_OR_PAIR}
MENU, NUMBER = ("static_select", "radio_buttons"), ("number_input", "plain_text_input")
WIDGETS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.TEXT: ("plain_text_input", "multiline"),
        Kind.TEXTS: ("multiline",),
        Kind.CHOICE: MENU,
        Kind.CHOICES: ("multi_static_select",),
        Kind.YES_NO: MENU,
        Kind.WHOLE: NUMBER,
        Kind.NUMBER: NUMBER,
        Kind.NUMBER_OR_PAIR: NUMBER,
        Kind.DATE: ("datepicker",),
        Kind.TIME: ("timepicker",),
        Kind.PERSON: ("users_select",),
        Kind.PEOPLE: ("multi_users_select",),
        Kind.PERSON_OR_GROUP: ("users_select",),
        Kind.CHANNEL: ("conversations_select",),
        Kind.ROWS: ("row_editor",),
        Kind.RISK: ("radio_buttons",),
        Kind.PRIORITY: ("static_select",),
        Kind.SIGN_OFFS: ("buttons",),
    }
)
"""How a field of a type may be asked for; a type that isn't here is for cells and answers."""
LIMITS: Mapping[str, set[Kind]] = MappingProxyType(
    {
        "values": {Kind.CHOICE, Kind.CHOICES},
        "pattern": {Kind.TEXT},
        "min": NUMBERS,
        "max": {*NUMBERS, Kind.TEXT},
        "min_items": {*SEVERAL, Kind.ROWS},
        "max_items": {*SEVERAL, Kind.ROWS},
    }
)
"""Which types a limit is for."""
EQUAL, ORDER = ("==", "!=", "in"), ("<", "<=", ">", ">=")


def widgets_fit(rules: Rules) -> Iterator[Problem]:
    """A field's type can be asked for, and its widget is one for that type."""
    seen: set[Kind] = set()
    for index, field in enumerate(rules.fields):
        place: Place = ("fields", index)
        known = WIDGETS.get(field.type, ())
        if not known or (field.type in ONCE and field.type in seen):
            yield Problem((*place, "type"), f"a field can't have the type {field.type}")
        elif field.widget not in known:
            rule = f"the type {field.type} is asked with {' or '.join(known)}"
            yield Problem((*place, "widget"), rule)
        if field.required_at is Status.RETIRED:
            yield Problem((*place, "required_at"), "nothing is required of a retired one")
        if field.id in TAKEN:
            yield Problem((*place, "id"), f"{field.id} is {TAKEN[field.id]}")
        seen.add(field.type)


def limits_fit(rules: Rules) -> Iterator[Problem]:
    """A limit is one for the field's type, and can be kept."""
    for index, field in enumerate(rules.fields):
        for name, rule in _limit_problems(field):
            yield Problem(("fields", index, name), rule)


def _limit_problems(field: FieldSpec) -> Iterator[tuple[str, str]]:
    for name, kinds in LIMITS.items():
        if getattr(field, name) not in (None, "", 0, []) and field.type not in kinds:
            yield name, f"the type {field.type} has no {name}"
    longest = field.max if field.type is Kind.TEXT else None
    if longest is not None and (longest < 1 or not longest.is_integer()):
        yield "max", "the characters of a text should be a whole number from 1"
    if field.max_items is not None and field.max_items < max(field.min_items, 1):
        yield "max_items", "this is below min_items, or below 1"
    if len(set(field.values)) < len(field.values):
        yield "values", "a value appears twice"
    if any(not value.strip() or len(value) > LONGEST_OPTION for value in field.values):
        yield "values", f"a value should have 1 to {LONGEST_OPTION} characters"


def menus_hold_all(rules: Rules) -> Iterator[Problem]:
    """A menu has room for every choice."""
    for index, field in enumerate(rules.fields):
        if len(field.values) > MOST_OPTIONS:
            yield Problem(("fields", index, "values"), f"a menu shows at most {MOST_OPTIONS}")
    if len(rules.metrics) > MOST_OPTIONS:
        rule = f"a menu shows at most {MOST_OPTIONS} metrics, ours among them"
        yield Problem(("metrics",), rule)


def windows_hold_all(rules: Rules) -> Iterator[Problem]:
    """A section has fields, and its window has room for their inputs."""
    if len(rules.sections) > MOST_SECTIONS:
        yield Problem(("sections",), f"there can be at most {MOST_SECTIONS}, ours among them")
    for index, section in enumerate(rules.sections):
        fields = [field for field in rules.fields if field.section == section.id]
        if not fields:
            yield Problem(("sections", index, "id"), f"no field is in the section {section.id}")
        count = sum(_inputs(rules, field) for field in fields)
        if count > MOST_INPUTS:
            last = rules.fields.index(fields[-1])
            rule = f"the section {section.id} asks {count} things; a window holds {MOST_INPUTS}"
            yield Problem(("fields", last, "section"), rule)


def _inputs(rules: Rules, field: FieldSpec) -> int:
    several = {Kind.RISK, Kind.PRIORITY}
    return len(parts_of(rules, field)) if field.type in several else 1


def conditions_can_hold(rules: Rules) -> Iterator[Problem]:
    """A condition can be read, and be true of the fields that it names."""
    for index, field in enumerate(rules.fields):
        place: Place = ("fields", index, "required_if")
        try:
            condition = read_condition(field.required_if)
        except ConditionError as error:
            yield Problem(place, str(error))
            continue
        for name, sign, literal in condition.compared:
            if rule := _never(rules, field, (name, sign, literal)):
                yield Problem(place, rule)


def _never(rules: Rules, field: FieldSpec, compared: tuple[str, str, Literal]) -> str:
    """Return why a comparison can't be true; empty where it can."""
    name, sign, literal = compared
    if name not in rules.by_id:
        return f"there is no field {name}; choose from {', '.join(sorted(rules.by_id))}"
    if name == field.id:
        return "this is the field itself"
    asked = rules.by_id[name]
    signs = _signs(asked.type)
    if sign not in signs:
        return f"{name} can't be compared with {sign}; use {', '.join(signs) or 'another field'}"
    return "" if _is_possible(asked, literal) else f"{name} never is {_written(literal)}"


def _signs(kind: Kind) -> tuple[str, ...]:
    if kind in SEVERAL:
        return ("contains",)
    if kind in {*ONCE, Kind.ROWS}:
        return ()
    return (*EQUAL, *ORDER) if kind in NUMBERS else EQUAL


def _is_possible(field: FieldSpec, literal: Literal) -> bool:
    if field.type in LIMITS["values"]:
        return literal in field.values
    if field.type is Kind.YES_NO or isinstance(literal, bool):
        return field.type is Kind.YES_NO and isinstance(literal, bool)
    return isinstance(literal, str) != (field.type in NUMBERS)


def _written(literal: Literal) -> str:
    return str(literal).lower() if isinstance(literal, bool) else str(literal)
