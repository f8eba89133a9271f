"""What a use case's fields and rows ask, from the data of the rules."""

from collections.abc import Sequence

from slack_sdk.models.blocks import InputBlock

from assessments.use_cases.contract.codes import Place
from assessments.use_cases.contract.content import (
    Cell,
    FieldSpec,
    Kind,
    PriorityInput,
    Rules,
    Typed,
)
from assessments.use_cases.contract.document import Document, Row, parts_of
from assessments.use_cases.contract.pass_mark_rows import unit_of
from assessments.use_cases.contract.values import Value
from handlers.blocks.parts import text_input
from handlers.blocks.use_cases.asked import Asked, Choice
from handlers.blocks.use_cases.widgets import PERCENT, element_of
from handlers.wording.metrics import explanation_of, metric_in_sentence
from handlers.wording.use_case_fields import (
    FIELD_HINTS,
    HINTS,
    cell_in_words,
    choice_in_words,
)

LONG, RADIO = "multiline", "radio_buttons"
YES_OR_NO = (Choice("yes", "Yes"), Choice("no", "No"))
CUSTOM, CHOOSE_METRIC = "custom", "use_case_metric"
OWN_METRIC, GIVEN = "own_metric", {"id", "unit"}
NOT_ASKED = {Kind.ROWS, Kind.SIGN_OFFS}
LONGEST_OWN = 75
"""Characters of a figure of one's own, which also stands in menus."""
LIMITS = {"threshold", "warn_at", "act_at"}


def inputs_of(rules: Rules, field: FieldSpec) -> list[Asked]:
    """Return the inputs of a field: one, one for each answer it holds, or none for rows."""
    if field.type in NOT_ASKED:
        return []
    if field.type in {Kind.RISK, Kind.PRIORITY}:
        return [_part(rules, field, name) for name in parts_of(rules, field)]
    is_percentage = "(%)" in field.label
    return [
        Asked(
            (field.id,),
            field.label,
            field,
            " ".join(filter(None, (field.help, FIELD_HINTS.get(field.id)))),
            _choices(field),
            PERCENT if is_percentage else "",
            is_long=field.widget == LONG,
            is_radio=field.widget == RADIO,
        )
    ]


def value_at(document: Document, place: Place) -> Value:
    """Return the value at an input's place: a field's, or an answer's within it."""
    name, *inside = place
    if not inside:
        return document.get(str(name))
    return document.answers(str(name)).get(str(inside[0]))


def cells_of(rules: Rules, field_id: str, row: Row) -> list[Asked]:
    """Return the inputs of a row; its metric decides on units and on what else is asked."""
    kind = rules.by_id[field_id].row
    cells = rules.row_cells(field_id)
    metric = rules.metric(str(row.get("metric", "")))
    found = []
    for name, cell in cells.items():
        if name in GIVEN and (name == "id" or "metric" in cells):
            continue
        unit = unit_of(metric, row) if name in LIMITS else ""
        found.append(_cell(rules, kind, (name, cell), unit))
    return found


def own_metric_inputs(rules: Rules, field_id: str) -> list[Asked]:
    """Return what is asked besides of a figure that isn't in the catalogue: name and unit."""
    cells = rules.row_cells(field_id)
    asked = [
        Asked((OWN_METRIC,), "Name of your own figure", Cell(type=Kind.TEXT, max=LONGEST_OWN))
    ]
    if "unit" in cells:
        hint = "share for 0 to 1, percent, ms, hours, EUR…"
        asked.append(Asked(("unit",), "Its unit", cells["unit"], hint))
    return asked


def input_block(asked: Asked, value: Value, mark: object, *, optional: bool = True) -> InputBlock:
    """Draw an input; `mark` is part of its id, so that another mark shows another text."""
    return text_input(
        asked.label,
        element_of(asked, value),
        block_id=block_id(asked.place, mark),
        hint=asked.hint,
        optional=optional,
        tells=bool(asked.tells),
    )


def block_id(place: Place, mark: object) -> str:
    """Name an input's block."""
    return f"{'.'.join(map(str, place))}:{mark}"


def _part(rules: Rules, field: FieldSpec, name: str) -> Asked:
    spec = parts_of(rules, field)[name]
    place = (field.id, name)
    if isinstance(spec, PriorityInput):
        anchors = [Choice(str(at), f"{at}: {text}") for at, text in enumerate(spec.anchors, 1)]
        choices = anchors if spec.type is Kind.SCALE else _choices(spec)
        return Asked(place, spec.label, spec, "", choices, is_radio=spec.type is Kind.YES_NO)
    question = next(found for found in rules.risk.questions if found.id == name)
    return Asked(place, question.question, spec, "", _choices(spec), is_radio=True)


def _cell(rules: Rules, kind: str, named: tuple[str, Cell], unit: str) -> Asked:
    name, cell = named
    is_metric = cell.type is Kind.METRIC
    return Asked(
        (name,),
        cell_in_words(kind, name),
        cell,
        HINTS.get(f"{kind}.{name}", ""),
        _metrics(rules) if is_metric else _choices(cell),
        unit,
        tells=CHOOSE_METRIC if is_metric else "",
    )


def _choices(spec: Typed) -> Sequence[Choice]:
    if spec.type is Kind.YES_NO:
        return YES_OR_NO
    return [Choice(value, choice_in_words(value)) for value in spec.values]


def _metrics(rules: Rules) -> list[Choice]:
    """List the catalogue, each metric with its plain explanation."""
    return [
        Choice(name, metric_in_sentence(name), explanation_of(name))
        if name != CUSTOM
        else Choice(CUSTOM, "Another figure of your own")
        for name in rules.metrics
    ]
