"""One row of a use case as a window over its section, and the question before it is deleted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from assessments.use_cases.contract.content import Kind, Rules
from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.values import Value, is_filled
from handlers.blocks.parts import context, modal, section
from handlers.blocks.text import escape
from handlers.blocks.use_cases.asked import Asked, Choice
from handlers.blocks.use_cases.field_inputs import (
    CUSTOM,
    LONGEST_OWN,
    OWN_METRIC,
    cells_of,
    input_block,
    own_metric_inputs,
)
from handlers.blocks.use_cases.row_blocks import row_line
from handlers.wording.metrics import explanation_of, metric_in_sentence
from handlers.wording.use_case_fields import row_in_words

ROW_VIEW, REMOVE_VIEW = "use_case_row_sent", "use_case_row_removed"
METRIC, BETTER = "metric", {"higher": "Higher is better.", "lower": "Lower is better."}
LIMITS = {"threshold", "warn_at", "act_at"}


@dataclass(frozen=True)
class RowCard:
    """What a row's window shows.

    Attributes:
        ids: What it carries: the use case, the section under it, and which row.
        field: Which field's row.
        row: The row as it is shown.
        mark: What its inputs' ids end with; another one shows other texts.
        told: What is said at its head.
        measured: What was measured of this metric last.
    """

    ids: Mapping[str, str | int]
    field: str
    row: Row
    mark: int
    told: Sequence[str] = ()
    measured: str = ""


def row_inputs(rules: Rules, field: str, row: Row) -> list[Asked]:
    """Return what a row's window asks; a metric comes first, and alone until it's chosen."""
    asked = cells_of(rules, field, row)
    metric = next((one for one in asked if one.spec.type is Kind.METRIC), None)
    if metric is None:
        return asked
    chosen = str(row.get(METRIC) or "")
    if not chosen:
        return [metric]
    is_own = rules.metric(chosen) is None
    own = own_metric_inputs(rules, field) if is_own else []
    return [metric, *own, *(one for one in asked if one is not metric)]


def conflict_inputs(rules: Rules, field: str, row: Row, mine: Row) -> list[Asked]:
    """Return what is asked where two people changed a row: any cell that either has.

    A figure of one's own is one of the metrics to choose from there, and brings its unit.
    """
    named = dict.fromkeys(str(one[METRIC]) for one in (row, mine) if is_filled(one.get(METRIC)))
    own = [
        Choice(name, name)
        for name in named
        if rules.metric(name) is None and len(name) <= LONGEST_OWN
    ]
    units = own_metric_inputs(rules, field) if own else []
    asked = {one.name: one for one in (*units, *row_inputs(rules, field, row))}
    asked.pop(OWN_METRIC, None)
    if METRIC in asked:
        found = asked.pop(METRIC)
        asked = {METRIC: replace(found, choices=[*own, *found.choices]), **asked}
    return list(asked.values())


def shown_value(rules: Rules, asked: Asked, row: Row) -> Value:
    """Return what an input shows of a row; a figure of one's own is `custom` in the menu."""
    name = asked.name
    metric = row.get(METRIC)
    is_own = is_filled(metric) and rules.metric(str(metric)) is None
    if name == METRIC:
        return CUSTOM if is_own else metric
    if name == OWN_METRIC:
        return None if metric == CUSTOM else metric
    return row.get(name)


def row_window(rules: Rules, card: RowCard) -> View:
    """Build the window of a row."""
    _, title = row_in_words(rules.by_id[card.field].row)
    blocks: list[Block] = [section(escape(told)) for told in card.told]
    asked = row_inputs(rules, card.field, card.row)
    for one in asked:
        blocks.append(input_block(one, shown_value(rules, one, card.row), card.mark))
        if one.name == METRIC:
            blocks += _about_metric(rules, card)
        if one.name in LIMITS and card.measured:
            blocks.append(context(f"Today: {escape(card.measured)}"))
    if len(asked) > 1 and card.row:
        blocks.append(context(f"It reads: {row_line(rules, card.field, card.row)}"))
    return modal(
        title,
        blocks,
        callback_id=ROW_VIEW,
        private_metadata=json.dumps({**card.ids, "mark": card.mark}),
        submit="Save",
        close="Back",
    )


def remove_window(rules: Rules, card: RowCard) -> View:
    """Build the question that comes before a row is deleted."""
    return modal(
        "Delete this?",
        [section(row_line(rules, card.field, card.row))],
        callback_id=REMOVE_VIEW,
        private_metadata=json.dumps(dict(card.ids)),
        submit="Delete",
        close="Keep it",
    )


def _about_metric(rules: Rules, card: RowCard) -> list[Block]:
    name = str(card.row.get(METRIC) or "")
    metric = rules.metric(name)
    if metric is None:
        told = "Choose one to see what it means." if not name else ""
        return [context(told)] if told else []
    unit = {"share": "a share: 80% or 0.8", "percent": "a percentage: 80"}.get(metric.unit)
    explained = f"*{escape(metric_in_sentence(name))}*: {escape(explanation_of(name))}"
    return [
        context(f"{explained} {BETTER[metric.better]} Its unit is {escape(unit or metric.unit)}.")
    ]
