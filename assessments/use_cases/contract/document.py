"""One use case as a document: a value for each field, rows as lists; and reading one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from assessments.use_cases.contract.codes import Code, Finding, Place, named
from assessments.use_cases.contract.conditions import read_condition
from assessments.use_cases.contract.content import Cell, FieldSpec, Kind, Rules, Status, Typed
from assessments.use_cases.contract.values import (
    Value,
    is_filled,
    limit_problems,
    plain,
    shown,
    type_problem,
)
from ground.refusals import Refusal

Row = Mapping[str, Value]
MOST_ROWS = 80
"""How many a section's window can show, and a person take out again."""


@dataclass(frozen=True)
class Document:
    """What is written of a use case.

    Attributes:
        values: Each filled field's value, as JSON has it; rows are lists of mappings.
    """

    values: Mapping[str, Value] = field(default_factory=dict)

    def get(self, field_id: str) -> Value:
        """Return a field's value; None if it's empty."""
        value = self.values.get(field_id)
        return value if is_filled(value) else None

    def text(self, field_id: str) -> str:
        """Return a field's text; empty if there is none."""
        value = self.get(field_id)
        return value if isinstance(value, str) else ""

    def texts(self, field_id: str) -> list[str]:
        """Return a field's list of texts."""
        value = self.get(field_id)
        return [str(one) for one in value] if isinstance(value, list) else []

    def rows(self, field_id: str) -> list[Row]:
        """Return a field's rows, as written."""
        value = self.get(field_id)
        return (
            [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        )

    def answers(self, field_id: str) -> Mapping[str, Value]:
        """Return the answers of a field that holds several, by question."""
        value = self.get(field_id)
        return value if isinstance(value, Mapping) else {}


def read_values(rules: Rules, given: object, place: Place = ()) -> tuple[Document, list[Finding]]:
    """Read a mapping of field ids to values, as YAML or JSON gives it.

    Args:
        rules: The rules for use cases.
        given: What was read.
        place: Where it stands in its file.

    Returns:
        The document, and what is wrong with it: unknown names and wrong types. Values beyond
        their limits are kept: a draft may have them.
    """
    if not isinstance(given, Mapping):
        return Document(), [Finding(place, Refusal(Code.NOT_A_SET, value=shown(given)))]
    values = {str(name): plain(value) for name, value in given.items()}
    findings = [
        Finding((*place, *found.place), found.reason)
        for name, value in values.items()
        for found in _type_findings(rules, name, value)
    ]
    wrong = {found.place[len(place)] for found in findings}
    kept = {name: value for name, value in values.items() if name not in wrong}
    filled = {name: _without_gaps(kept[name]) for name in rules.by_id if name in kept}
    return Document({name: value for name, value in filled.items() if is_filled(value)}), findings


def whole_rows(rules: Rules, document: Document, field_id: str) -> list[Row]:
    """Return a field's rows, each missing cell with its default."""
    row_type = rules.row_type(field_id)
    defaults = row_type.defaults if row_type else {}
    return [{**defaults, **row} for row in document.rows(field_id)]


def _without_gaps(value: Value) -> Value:
    """Leave empty cells and answers out, so that what is missing is missing."""
    if isinstance(value, Mapping):
        return {name: inner for name, inner in value.items() if is_filled(inner)}
    if isinstance(value, list):
        return [_without_gaps(inner) if isinstance(inner, Mapping) else inner for inner in value]
    return value


def _type_findings(rules: Rules, name: str, value: Value) -> Iterator[Finding]:
    spec = rules.by_id.get(name)
    if spec is None:
        yield Finding((name,), _unknown(name, list(rules.by_id)))
    elif spec.type is Kind.SIGN_OFFS:
        yield Finding((name,), Refusal(Code.NOT_WRITTEN_HERE))
    elif not is_filled(value):
        return
    elif spec.type is Kind.ROWS:
        yield from _row_findings(rules.row_cells(name), name, value)
    elif spec.type in {Kind.RISK, Kind.PRIORITY}:
        yield from _answers_findings(parts_of(rules, spec), name, value)
    elif problem := type_problem(spec, value):
        yield Finding((name,), problem)


def _row_findings(cells: Mapping[str, Cell], name: str, value: Value) -> Iterator[Finding]:
    if not isinstance(value, list):
        yield Finding((name,), Refusal(Code.NOT_ROWS, value=shown(value)))
        return
    if len(value) > MOST_ROWS:
        yield Finding((name,), Refusal(Code.TOO_MANY_ROWS, most=MOST_ROWS))
    for index, row in enumerate(value):
        if isinstance(row, Mapping):
            yield from _part_findings(cells, (name, index), row)
        else:
            yield Finding((name, index), Refusal(Code.NOT_A_SET, value=shown(row)))


def _answers_findings(parts: Mapping[str, Typed], name: str, value: Value) -> Iterator[Finding]:
    if isinstance(value, Mapping):
        yield from _part_findings(parts, (name,), value)
    else:
        yield Finding((name,), Refusal(Code.NOT_A_SET, value=shown(value)))


def _part_findings(
    parts: Mapping[str, Typed], place: Place, given: Mapping[str, Value]
) -> Iterator[Finding]:
    for name, value in given.items():
        if name not in parts:
            yield Finding((*place, name), _unknown(name, list(parts)))
        elif is_filled(value) and (problem := type_problem(parts[name], value)):
            yield Finding((*place, name), problem)


def parts_of(rules: Rules, spec: FieldSpec) -> Mapping[str, Typed]:
    """Return what a field of several answers holds: each question with its type."""
    if spec.type is Kind.PRIORITY:
        return rules.priority.inputs
    answer = Typed(type=Kind.CHOICE, values=rules.risk.answers)
    return {question.id: answer for question in rules.risk.questions}


def _unknown(name: str, known: Sequence[str]) -> Refusal:
    near = get_close_matches(name, known, n=1) or list(known)
    return Refusal(Code.UNKNOWN_NAME, name=shown(name), known=named(near))


def is_asked(spec: FieldSpec, status: Status, values: Mapping[str, Value]) -> bool:
    """Return whether a status needs a field, under the field's own condition."""
    is_due = spec.required_at.rank <= status.rank
    return is_due and read_condition(spec.required_if).holds(values)


def field_problems(rules: Rules, spec: FieldSpec, document: Document) -> list[Finding]:
    """List why a filled field isn't valid: limits, missing rows, missing cells.

    The rules V01 to V15 don't count here.
    """
    value = document.get(spec.id)
    if spec.type in {Kind.RISK, Kind.PRIORITY}:
        answers = document.answers(spec.id)
        return list(_gaps(parts_of(rules, spec), (spec.id,), answers))
    count = len(value) if isinstance(value, list) else None
    found = [Finding((spec.id,), problem) for problem in limit_problems(spec, value)]
    if count is not None and count < spec.min_items:
        found.append(Finding((spec.id,), Refusal(Code.TOO_FEW_ROWS, least=spec.min_items)))
    if count is not None and spec.max_items is not None and count > spec.max_items:
        found.append(Finding((spec.id,), Refusal(Code.TOO_MANY_ROWS, most=spec.max_items)))
    cells = rules.row_cells(spec.id)
    required = {name: cell for name, cell in cells.items() if cell.required}
    optional = {name: cell for name, cell in cells.items() if not cell.required}
    for index, row in enumerate(whole_rows(rules, document, spec.id)):
        found += _gaps(required, (spec.id, index), row)
        found += _limits(optional, (spec.id, index), row)
    return found


def _gaps(
    parts: Mapping[str, Typed], place: Place, given: Mapping[str, Value]
) -> Iterator[Finding]:
    for name in parts:
        if not is_filled(given.get(name)):
            yield Finding((*place, name), Refusal(Code.CELL_MISSING))
    yield from _limits(parts, place, given)


def _limits(
    parts: Mapping[str, Typed], place: Place, given: Mapping[str, Value]
) -> Iterator[Finding]:
    for name, spec in parts.items():
        for problem in limit_problems(spec, given.get(name)):
            yield Finding((*place, name), problem)
