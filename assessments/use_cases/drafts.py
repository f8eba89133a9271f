"""The draft of a use case: what its edits come to, who wrote each field, and writing more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from assessments.recorded import note
from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.document import Document
from assessments.use_cases.contract.values import Value, is_filled
from assessments.use_cases.figures import figures_of
from assessments.use_cases.status_steps import become_defined
from assessments.use_cases.tables import UseCase, UseCaseEdit
from assessments.use_cases.waiting import withdraw_outdated


@dataclass(frozen=True)
class Written:
    """Who wrote a field last, and when; `number` counts the edits of the use case."""

    number: int
    value: Value
    written_by: str
    written_at: datetime


@dataclass(frozen=True)
class Draft:
    """What is written of a use case now.

    Attributes:
        document: Every filled field.
        fields: Each written field's last edit, also of those that were emptied.
        number: How many edits there are; a window keeps it, to tell what was written since.
    """

    document: Document
    fields: Mapping[str, Written]
    number: int


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed at once: both texts are there to choose from."""

    field: str
    before: Value
    mine: Value
    theirs: Written


@dataclass(frozen=True)
class Typed:
    """What a person sends of a section.

    Attributes:
        values: Each field that the window held; None or empty where it was emptied.
        seen: The draft's number when the window was drawn.
    """

    values: Mapping[str, Value]
    seen: int


def draft_of(session: Session, use_case_id: UUID, upto: int | None = None) -> Draft:
    """Return the draft, or what it was after its first `upto` edits."""
    query = select(UseCaseEdit).where(UseCaseEdit.use_case_id == use_case_id)
    if upto is not None:
        query = query.where(UseCaseEdit.number <= upto)
    return _draft(session.exec(query.order_by(col(UseCaseEdit.number))).all())


def draft_and_seen(session: Session, use_case_id: UUID, seen: int) -> tuple[Draft, Draft]:
    """Return the draft, and what it was after its first `seen` edits; both by one query."""
    query = select(UseCaseEdit).where(UseCaseEdit.use_case_id == use_case_id)
    edits = session.exec(query.order_by(col(UseCaseEdit.number))).all()
    return _draft(edits), _draft([edit for edit in edits if edit.number <= seen])


def _draft(edits: Sequence[UseCaseEdit]) -> Draft:
    fields = {
        edit.field: Written(edit.number, edit.value, edit.written_by, edit.written_at)
        for edit in edits
    }
    filled = {name: found.value for name, found in fields.items() if is_filled(found.value)}
    return Draft(Document(filled), fields, edits[-1].number if edits else 0)


def merged(
    draft: Draft, seen: Draft, values: Mapping[str, Value]
) -> tuple[dict[str, Value], list[Conflict]]:
    """Put what a person sends together with what was written since their window was drawn.

    Answers that one field holds are put together one by one.

    Args:
        draft: What is written now.
        seen: What was when the window was drawn.
        values: What the window held.

    Returns:
        What to write, and the fields that both changed; of answers, only those.
    """
    changed: dict[str, Value] = {}
    conflicts = []
    for field, value in values.items():
        before, now = seen.document.get(field), draft.document.get(field)
        mine = value if is_filled(value) else None
        if mine in (before, now):
            continue
        last = draft.fields.get(field)
        if last is None or last.number <= seen.number:
            changed[field] = mine
            continue
        whole, both = together(_answers(before), _answers(mine), _answers(now))
        if not whole and not both:
            conflicts.append(Conflict(field, before, mine, last))
            continue
        if whole != _answers(now):
            changed[field] = whole
        if both:
            theirs = replace(last, value={name: _answers(now).get(name) for name in both})
            of_mine = {name: _answers(mine).get(name) for name in both}
            conflicts.append(Conflict(field, before, of_mine, theirs))
    return changed, conflicts


def together(
    before: Mapping[str, Value], mine: Mapping[str, Value], theirs: Mapping[str, Value]
) -> tuple[dict[str, Value], list[str]]:
    """Put answers together; name those that both changed, which stay theirs."""
    names = dict.fromkeys([*theirs, *mine, *before])
    both = [
        name
        for name in names
        if mine.get(name) not in (before.get(name), theirs.get(name))
        and theirs.get(name) != before.get(name)
    ]
    whose = {
        name: theirs if mine.get(name) == before.get(name) or name in both else mine
        for name in names
    }
    values = {name: found.get(name) for name, found in whose.items()}
    return {name: value for name, value in values.items() if is_filled(value)}, both


def _answers(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, Mapping) else {}


def set_fields(
    session: Session,
    rules: Rules,
    use_case: UseCase,
    values: Mapping[str, Value],
    by: str,
    now: datetime,
) -> None:
    """Write fields whatever was there before, and what lists show of the use case.

    A version that waits for signatures is withdrawn where this changes what they are for; an
    idea becomes defined once it meets what that asks for.
    """
    if not values:
        return
    draft = draft_of(session, use_case.id)
    number = draft.number
    for field, value in values.items():
        number += 1
        session.add(
            UseCaseEdit(
                use_case_id=use_case.id,
                number=number,
                field=field,
                value=value,
                written_by=by,
                written_at=now,
            )
        )
    session.flush()
    after = {**draft.document.values, **values}
    document = Document({name: value for name, value in after.items() if is_filled(value)})
    use_case.title = document.text("title")
    become_defined(session, rules, use_case, document, by, now)
    use_case.figures = figures_of(rules, document, use_case.status, now.date())
    session.add(use_case)
    session.flush()
    note(session, "use_case.write", use_case.id, by, now, fields=sorted(values), number=number)
    withdraw_outdated(session, rules, use_case, document, by, now)
