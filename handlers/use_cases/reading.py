"""Reads what a use case's windows sent: every input of the rules, by its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assessments.use_cases.contract.codes import Place
from assessments.use_cases.contract.content import Kind, Rules
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.values import Value, is_filled
from ground.refusals import Refusal
from handlers.blocks.use_cases.asked import Asked
from handlers.blocks.use_cases.field_inputs import (
    CUSTOM,
    OWN_METRIC,
    block_id,
    cells_of,
    own_metric_inputs,
)
from handlers.blocks.use_cases.row_windows import METRIC, row_inputs, shown_value
from handlers.blocks.use_cases.widgets import read_value, widget_of
from handlers.inputs import as_object, input_of, inputs
from handlers.payload import typed

View = Mapping[str, Any]


@dataclass
class Reading:
    """What was read: values by place, and what is wrong by the place's name."""

    values: dict[Place, Value] = field(default_factory=dict)
    problems: dict[str, Refusal] = field(default_factory=dict)


def read_inputs(
    view: View, asked: Sequence[Asked], before: Mapping[Place, Value], mark: object
) -> Reading:
    """Read inputs of a window.

    Args:
        view: The window as it was sent.
        asked: Its inputs; one that it doesn't have keeps its value.
        before: What each showed.
        mark: What its inputs' ids end with.

    """
    found = Reading()
    for one in asked:
        name = block_id(one.place, mark)
        value = read_value(one, _state(view, name, one), before.get(one.place))
        if isinstance(value, Refusal):
            found.problems[one.name] = value
        else:
            found.values[one.place] = value
    return found


def refuse_hidden(view: View) -> None:
    """Refuse a window with a hidden character in one of its inputs.

    Raises:
        FieldError: There is one.
    """
    for name in inputs(view):
        typed(view, name)


def read_row(view: View, rules: Rules, field_id: str, before: Row, mark: object) -> Reading:
    """Read a row; its metric decides what else is asked, and in which unit.

    Returns:
        Every cell by its name; a figure of one's own under its own name.
    """
    row = with_metric(view, rules, field_id, before, mark)
    asked = row_inputs(rules, field_id, row)
    shown = {one.place: shown_value(rules, one, before) for one in asked}
    found = read_inputs(view, asked, shown, mark)
    found.values.pop((OWN_METRIC,), None)
    if is_filled(row.get(METRIC)):
        found.values[METRIC,] = row[METRIC]
    found.values |= {(name,): unit for name, unit in unit_given(rules, field_id, row).items()}
    return found


def unit_given(rules: Rules, field_id: str, row: Row) -> dict[str, Value]:
    """Return the unit that a row's metric brings; nothing for a figure of one's own."""
    metric = rules.metric(str(row.get(METRIC) or ""))
    has_unit = metric is not None and "unit" in rules.row_cells(field_id)
    return {"unit": metric.unit} if metric is not None and has_unit else {}


def by_field(values: Mapping[Place, Value], seen: Document) -> dict[str, Value]:
    """Put what was read together by field; answers that a window didn't hold stay."""
    found: dict[str, Value] = {}
    for (field_id, *inside), value in values.items():
        name = str(field_id)
        if not inside:
            found[name] = value
            continue
        known = found.get(name)
        answers = dict(known if isinstance(known, dict) else seen.answers(name))
        answers.pop(str(inside[0]), None)
        found[name] = answers | ({} if value is None else {str(inside[0]): value})
    return found


def with_metric(view: View, rules: Rules, field_id: str, before: Row, mark: object) -> Row:
    """Return a row with the metric that is chosen in its window; `custom` until it has a name."""
    asked = next(
        (one for one in cells_of(rules, field_id, before) if one.spec.type is Kind.METRIC), None
    )
    if asked is None:
        return before
    own = [one for one in own_metric_inputs(rules, field_id) if one.name == OWN_METRIC]
    shown = {one.place: shown_value(rules, one, before) for one in (asked, *own)}
    values = read_inputs(view, [asked, *own], shown, mark).values
    chosen = values.get((METRIC,))
    if chosen == CUSTOM:
        chosen = values.get((OWN_METRIC,)) or CUSTOM
    return {**before, METRIC: chosen}


def has_input(view: View, name: str) -> bool:
    """Return whether a window has an input, sent or not."""
    return name in inputs(view) or bool(_block(view, name))


def _state(view: View, name: str, asked: Asked) -> Mapping[str, object] | None:
    """Return what an input holds; where Slack sent nothing of it, what it showed."""
    sent, key = input_of(view, name), widget_of(asked).state
    if key in sent:
        return sent
    element = as_object(_block(view, name).get("element"))
    initial = "initial_value" if key == "value" else key.replace("selected_", "initial_")
    return {key: element[initial]} if initial in element else None


def _block(view: View, name: str) -> Mapping[str, Any]:
    blocks = view.get("blocks")
    found = blocks if isinstance(blocks, list) else []
    return next((one for one in map(as_object, found) if one.get("block_id") == name), {})
