"""Rows of a use case: KPIs, users, pass marks, sources, signals; added, changed, moved, removed.

An edit is of one row, so that a row which somebody else added meanwhile stays.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from assessments.errors import AssessmentError, InvalidFieldsError
from assessments.errors import Code as StoreCode
from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.document import Document, Row
from assessments.use_cases.contract.validation import broken_rules
from assessments.use_cases.contract.values import Value, is_filled
from assessments.use_cases.drafts import (
    Draft,
    Written,
    draft_and_seen,
    draft_of,
    set_fields,
    together,
)
from assessments.use_cases.saving import value_problem
from assessments.use_cases.tables import UseCase
from ground.refusals import Refusal

ID, ID_FORM = "id", re.compile(r"\^([A-Z]+-)\[0-9\]\{2\}\$")


class RowMove(StrEnum):
    """What can be done to a row besides changing it."""

    UP = "up"
    DOWN = "down"
    REMOVE = "remove"


@dataclass(frozen=True)
class RowPlace:
    """A row as a window showed it; `index` is None for a new one."""

    field: str
    index: int | None
    seen: int


@dataclass(frozen=True)
class RowConflict:
    """Cells of a row that two people changed at once.

    Attributes:
        mine: As this person sent them; the whole row where it was removed.
        theirs: As they are saved; None where the row was removed.
        index: Where the row stands now; None where it was removed.
        written: Who wrote these rows last.
    """

    mine: Row
    theirs: Row | None
    index: int | None
    written: Written | None = None


def row_at(session: Session, use_case: UseCase, place: RowPlace) -> Row:
    """Return a row as the window showed it; empty for a new one.

    Raises:
        AssessmentError: There was none.
    """
    return _row_of(draft_of(session, use_case.id, place.seen), place)


def _row_of(seen: Draft, place: RowPlace) -> Row:
    if place.index is None:
        return {}
    rows = seen.document.rows(place.field)
    if not 0 <= place.index < len(rows):
        raise AssessmentError(StoreCode.ROW_GONE)
    return rows[place.index]


def save_row(
    session: Session,
    rules: Rules,
    use_case: UseCase,
    sent: tuple[RowPlace, Row],
    by: str,
    now: datetime,
) -> RowConflict | None:
    """Add a row, or change the cells of one that the person changed.

    Args:
        session: A transaction; the use case's row was locked in it.
        rules: The rules for use cases.
        use_case: The use case.
        sent: Which row, and its cells as sent; None or empty where one was emptied.
        by: Who writes.
        now: When.

    Returns:
        The cells that somebody else changed meanwhile; theirs stay, and so does a removal.
        Where theirs and the rest of mine don't go together, all that I changed.

    Raises:
        InvalidFieldsError: A cell is beyond its limits or breaks a rule, by its name.
    """
    place, given = sent
    draft, seen = draft_and_seen(session, use_case.id, place.seen)
    before = _row_of(seen, place)
    mine = {name: value for name, value in {**before, **given}.items() if is_filled(value)}
    rows = draft.document.rows(place.field)
    if place.index is None:
        added = _new(rules, place.field, mine, rows)
        _check(rules, draft, (place.field, len(rows)), added, now)
        set_fields(session, rules, use_case, {place.field: [*rows, added]}, by, now)
        return None
    written = draft.fields.get(place.field)
    index = _find(rows, seen.document.rows(place.field), place.index)
    if index is None:
        return RowConflict(mine, None, None, written)
    row, both = together(before, mine, rows[index])
    try:
        _check(rules, draft, (place.field, index), row, now)
    except InvalidFieldsError:
        if not both:
            raise
        names = dict.fromkeys([*before, *mine])
        row, both = dict(rows[index]), [one for one in names if before.get(one) != mine.get(one)]
    if row != rows[index]:
        changed = [*rows[:index], row, *rows[index + 1 :]]
        set_fields(session, rules, use_case, {place.field: changed}, by, now)
    if not both:
        return None
    theirs = {name: rows[index].get(name) for name in both}
    return RowConflict({name: mine.get(name) for name in both}, theirs, index, written)


def move_row(
    session: Session,
    rules: Rules,
    use_case: UseCase,
    moved: tuple[RowPlace, RowMove],
    by: str,
    now: datetime,
) -> Refusal | None:
    """Move a row up or down, or remove it.

    Returns:
        Why it isn't: somebody changed it meanwhile.
    """
    place, move = moved
    draft, before = draft_and_seen(session, use_case.id, place.seen)
    rows, seen = draft.document.rows(place.field), before.document.rows(place.field)
    index = None if place.index is None else _find(rows, seen, place.index)
    if index is None:
        return Refusal(StoreCode.ROW_GONE)
    others = [*rows[:index], *rows[index + 1 :]]
    to = {RowMove.UP: max(index - 1, 0), RowMove.DOWN: index + 1}.get(move)
    changed = others if to is None else [*others[:to], rows[index], *others[to:]]
    if changed != rows:
        set_fields(session, rules, use_case, {place.field: changed}, by, now)
    return None


def next_id(rules: Rules, field: str, rows: Sequence[Row]) -> str:
    """Return the next free id of a field's rows, such as AC-04; empty where they have none."""
    cell = rules.row_cells(field).get(ID)
    form = ID_FORM.fullmatch(cell.pattern) if cell else None
    if form is None:
        return ""
    taken = {row.get(ID) for row in rows}
    names = (f"{form[1]}{count:02}" for count in range(1, 100))
    return next((name for name in names if name not in taken), "")


def _find(rows: Sequence[Row], seen: Sequence[Row], index: int) -> int | None:
    """Find where a row stands now: by its id, else the same one of the rows that are like it."""
    if not 0 <= index < len(seen):
        return None
    row = seen[index]
    if is_filled(row.get(ID)):
        return next((at for at, one in enumerate(rows) if one.get(ID) == row[ID]), None)
    if (
        len(rows) == len(seen)
        and rows[:index] == seen[:index]
        and rows[index + 1 :] == seen[index + 1 :]
    ):
        return index
    alike = [at for at, one in enumerate(rows) if one == row]
    count = seen[:index].count(row)
    return alike[count] if count < len(alike) else None


def _new(rules: Rules, field: str, mine: Row, rows: Sequence[Row]) -> Row:
    """Give a new row its id."""
    free = next_id(rules, field, rows)
    return {ID: free, **{name: mine[name] for name in mine if name != ID}} if free else mine


def _check(rules: Rules, draft: Draft, place: tuple[str, int], row: Row, now: datetime) -> None:
    field, index = place
    spec, cells = rules.by_id[field], rules.row_cells(field)
    rows = draft.document.rows(field)
    problems = {
        name: problem
        for name, cell in cells.items()
        if (problem := value_problem(cell, row.get(name)))
        and (index >= len(rows) or rows[index].get(name) != row.get(name))
    }
    if not row.keys() - {ID}:
        problems[_first(cells)] = Refusal(Code.CELL_MISSING)
    if spec.max_items is not None and index >= spec.max_items:
        problems[_first(cells)] = Refusal(Code.TOO_MANY_ROWS, most=spec.max_items)
    if not problems:
        after = {**draft.document.values, field: [*rows[:index], row, *rows[index + 1 :]]}
        known = _broken(rules, draft.document, place, now.date())
        found = _broken(rules, Document(after), place, now.date())
        problems = {name: reason for name, reason in found.items() if known.get(name) != reason}
    if problems:
        raise InvalidFieldsError(problems)


def _first(cells: Mapping[str, Value]) -> str:
    return next(name for name in cells if name != ID)


def _broken(
    rules: Rules, document: Document, place: tuple[str, int], today: date
) -> dict[str, Refusal]:
    """Return which rules a row breaks, by the cell to change; an id stands for the first cell."""
    cells = rules.row_cells(place[0])
    found: dict[str, Refusal] = {}
    for broken in broken_rules(rules, document, today):
        name = str(broken.finding.place[-1])
        if broken.finding.place[:2] == place and name in cells:
            found.setdefault(_first(cells) if name == ID else name, broken.finding.reason)
    return found
