"""Rows of a use case in its section: each read back as a line, with a menu of what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    OverflowMenuElement,
)

from assessments.use_cases.contract.content import ACCEPTANCE, FieldSpec, Rules
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.pass_mark_rows import pass_mark_rows
from assessments.use_cases.contract.values import is_filled, is_number, read_date
from handlers.blocks.parts import button, context, option, section
from handlers.blocks.text import amount, cut, escape, mention
from handlers.wording.days import day_text
from handlers.wording.metrics import metric_in_sentence
from handlers.wording.pass_marks import pass_mark_sentence, signal_figure
from handlers.wording.use_case_fields import cell_in_words, choice_in_words, row_in_words

ADD_ROW, ROW_MENU = "use_case_add_row", "use_case_row"
EDIT, COPY, UP, DOWN, REMOVE = "edit", "copy", "up", "down", "remove"
MENU = {EDIT: "Edit", COPY: "Copy", UP: "Move up", DOWN: "Move down", REMOVE: "Delete…"}
LONGEST_LINE, MOST_OF_NAME = 400, 100


def row_blocks(
    rules: Rules, spec: FieldSpec, rows: Sequence[Row], measured: Mapping[str, str]
) -> list[Block]:
    """Draw a field's rows, and the button to add one."""
    blocks: list[Block] = [section(f"*{escape(spec.label)}*"), *_help(spec)]
    for index, row in enumerate(rows):
        told = measured.get(str(row.get("id", "")), "")
        line = section(row_line(rules, spec.id, row) + (f"\n_{escape(told)}_" if told else ""))
        line.accessory = OverflowMenuElement(
            action_id=ROW_MENU,
            options=[option(text, f"{what}:{spec.id}:{index}") for what, text in MENU.items()],
        )
        blocks.append(line)
    if spec.max_items is None or len(rows) < spec.max_items:
        add, _ = row_in_words(spec.row)
        blocks.append(ActionsBlock(elements=[button(add, ADD_ROW, spec.id)]))
    return blocks


def row_line(rules: Rules, field: str, row: Row) -> str:
    """Read a row back as a line of mrkdwn, with what is still missing."""
    kind = rules.by_id[field].row
    told = LINES.get(kind, _any_row)(rules, field, row)
    cells = rules.row_cells(field)
    row_type = rules.row_type(field)
    defaults = row_type.defaults if row_type else {}
    missing = [
        cell_in_words(kind, name).rstrip("?…")
        for name, cell in cells.items()
        if name != "id" and cell.required and not is_filled({**defaults, **row}.get(name))
    ]
    rest = f"\nStill missing: {escape(', '.join(missing))}" if missing else ""
    return f"{told}{rest}"


def _help(spec: FieldSpec) -> list[Block]:
    return [context(escape(spec.help))] if spec.help else []


def _name(row: Row, cell: str, otherwise: str = "") -> str:
    value = row.get(cell)
    return escape(cut(str(value), LONGEST_LINE)) if is_filled(value) else otherwise


def _who(row: Row, cell: str) -> str:
    value = row.get(cell)
    return mention(str(value)) if is_filled(value) else "nobody yet"


def _figure(value: Any) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, list):
        return " to ".join(map(_figure, value))
    return amount(value) if is_number(value) else "?"


def _pass_mark(rules: Rules, field: str, row: Row) -> str:
    del field
    given = {"id": "New", **row}
    whole = next(iter(pass_mark_rows(rules, Document({ACCEPTANCE: [given]}))), None)
    name = f"*{_name(row, 'id', 'New')}*"
    if whole is None:
        metric = metric_in_sentence(str(row.get("metric") or "Not chosen yet"))
        return f"{name} {escape(cut(metric, MOST_OF_NAME))}"
    return f"{name} {escape(cut(pass_mark_sentence(whole), LONGEST_LINE))}"


def _kpi(rules: Rules, field: str, row: Row) -> str:
    del rules, field
    day = read_date(row.get("target_date"))
    by = day_text(day) if day else _name(row, "target_date")
    figures = f"{_figure(row.get('baseline'))} → {_figure(row.get('target'))}"
    return (
        f"*{_name(row, 'name', 'No name yet')}*: {figures} {_name(row, 'unit')}"
        f"{f' by {by}' if by else ''}, answered for by {_who(row, 'owner')}"
    )


def _consumer(rules: Rules, field: str, row: Row) -> str:
    del rules, field
    people = row.get("people")
    count = f" ({people:,})" if isinstance(people, int) else ""
    use = _name(row, "uses_result_to")
    return (
        f"*{_name(row, 'who', 'No name yet')}*{count}{f', to {use}' if use else ''}. "
        f"{_who(row, 'speaker')} speaks for them."
    )


def _source(rules: Rules, field: str, row: Row) -> str:
    del rules, field
    kind = escape(choice_in_words(str(row.get("personal_data") or "none")))
    use = _name(row, "permitted_use")
    return (
        f"*{_name(row, 'name', 'No name yet')}*, owned by {_name(row, 'owner', 'nobody yet')}. "
        f"{kind}.{f' May be used for: {use}.' if use else ''}"
    )


def _signal(rules: Rules, field: str, row: Row) -> str:
    del field
    watched = f" of {_name(row, 'watches', '?')}"
    return (
        f"*{_name(row, 'id', 'New')}* {_signal_metric(row)}{watched}: {_signal_limits(rules, row)}"
    )


def signal_for_readers(rules: Rules, row: Row) -> str:
    """Read a signal back without IDs, its own or a pass mark's: readers don't know them."""
    watched = str(row.get("watches") or "")
    of = "" if not watched or watched.startswith("AC-") else f" of {escape(cut(watched, 100))}"
    return f"{_signal_metric(row)}{of}: {_signal_limits(rules, row)}"


def _signal_metric(row: Row) -> str:
    return escape(cut(metric_in_sentence(str(row.get("metric") or "Not chosen yet")), 100))


def _signal_limits(rules: Rules, row: Row) -> str:
    return (
        f"notice at {escape(signal_figure(rules, row, 'warn_at'))}, "
        f"decision at {escape(signal_figure(rules, row, 'act_at'))}, "
        f"{_name(row, 'cadence', 'no rhythm yet')}, to {_who(row, 'responder')}"
    )


def _any_row(rules: Rules, field: str, row: Row) -> str:
    kind = rules.by_id[field].row
    told = [
        f"{escape(cell_in_words(kind, name))}: {_name(row, name)}"
        for name in rules.row_cells(field)
        if is_filled(row.get(name))
    ]
    return cut("; ".join(told) or "Empty", LONGEST_LINE)


LINES = {
    "row_acceptance": _pass_mark,
    "row_kpi": _kpi,
    "row_consumer": _consumer,
    "row_source": _source,
    "row_signal": _signal,
}
