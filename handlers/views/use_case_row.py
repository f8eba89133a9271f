"""A row of a use case was sent, its deletion confirmed, or it was chosen whose cells count."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.errors import InvalidFieldsError
from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.contract.values import is_filled
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.loose import is_loose
from assessments.use_cases.row_defaults import defaults_for
from assessments.use_cases.rows import RowConflict, RowMove, RowPlace, move_row, row_at, save_row
from assessments.use_cases.tables import UseCase
from ground.refusals import Refusal
from handlers.blocks.use_cases.conflict_windows import (
    ROW_CONFLICT_VIEW,
    ConflictCard,
    ConflictLine,
    conflict_window,
)
from handlers.blocks.use_cases.field_inputs import CUSTOM, block_id
from handlers.blocks.use_cases.row_windows import (
    METRIC,
    REMOVE_VIEW,
    ROW_VIEW,
    conflict_inputs,
    row_inputs,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.inputs import inputs
from handlers.payload import metadata, presser
from handlers.permissions import WRITE_USE_CASE, Press, permitted
from handlers.use_cases.forms import draw_section, saved, show_under, where_of
from handlers.use_cases.reading import has_input, read_inputs, read_row, refuse_hidden, unit_given
from handlers.use_cases.rows import NEW, RowIds, draw_row, row_ids
from handlers.views.use_case_section import at_blocks, is_mine
from handlers.windows import update_answer

Body = dict[str, Any]
Shown = tuple[View | None, View]
"""What follows in the row's window, if anything; and the section under it."""
GONE = "Somebody deleted this meanwhile. Save it to add it again, or go back to leave it out."
LOOSE = (
    "With this limit, nearly everything passes. If that's what you want, press Save once more. "
    "Otherwise, change it."
)


def save(ack: Ack, body: Body, view: Body, client: WebClient, deps: Dependencies) -> None:
    """Add or change a row; a very loose pass mark is asked about once more."""
    refuse_hidden(view)
    known = metadata(view)
    ids, mark, sure = row_ids(known), known.number("mark"), known.word("sure")

    def do(work: UnitOfWork) -> Shown:
        use_case = lock_use_case(work.session, ids.use_case_id)
        before = row_at(work.session, use_case, ids.place)
        row = _row_sent(view, ids, before, mark)
        ask = _question(work, view, ids, (before, row), (mark, sure))
        if ask is not None:
            return ask, _section(work, use_case, ids)
        return _save(work, use_case, ids, row, presser(body)), _section(work, use_case, ids)

    _answer(ack, body, view, client, (deps, ids, mark, do))


def choose(ack: Ack, body: Body, view: Body, client: WebClient, deps: Dependencies) -> None:
    """Keep one's own cells where that was chosen; the others' stay elsewhere."""
    refuse_hidden(view)
    known = metadata(view)
    ids, mark = row_ids(known), known.number("rows")

    def do(work: UnitOfWork) -> Shown:
        rules, use_case = load_rules(), lock_use_case(work.session, ids.use_case_id)
        now = row_at(work.session, use_case, ids.place)
        both = conflict_inputs(rules, ids.field, now, {METRIC: CUSTOM})
        asked = [one for one in both if is_mine(view, one, mark)]
        found = read_inputs(view, asked, {one.place: now.get(one.name) for one in asked}, mark)
        if found.problems:
            raise InvalidFieldsError(found.problems)
        row = {str(place[0]): value for place, value in found.values.items()}
        row |= unit_given(rules, ids.field, row)
        return _save(work, use_case, ids, row, presser(body)), _section(work, use_case, ids)

    _answer(ack, body, view, client, (deps, ids, mark, do))


def remove(ack: Ack, body: Body, view: Body, client: WebClient, deps: Dependencies) -> None:
    """Delete a row."""
    ids = row_ids(metadata(view))

    def do(work: UnitOfWork) -> View | Refusal:
        use_case = lock_use_case(work.session, ids.use_case_id)
        removal = (ids.place, RowMove.REMOVE)
        refusal = move_row(work.session, load_rules(), use_case, removal, presser(body), work.now)
        if refusal is not None:
            return refusal
        _saved(work, use_case, ids, presser(body))
        return _section(work, use_case, ids)

    under = permitted(deps, WRITE_USE_CASE, _press(body, ids), do)
    ack()
    if isinstance(under, View):
        show_under(client, view, under)


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(ROW_VIEW, save)
    app.view(ROW_CONFLICT_VIEW, choose)
    app.view(REMOVE_VIEW, remove)


def _answer(
    ack: Ack,
    body: Body,
    view: Body,
    client: WebClient,
    what: tuple[Dependencies, RowIds, int, Callable[[UnitOfWork], Shown]],
) -> None:
    deps, ids, mark, do = what
    try:
        following, under = permitted(deps, WRITE_USE_CASE, _press(body, ids), do)
    except InvalidFieldsError as error:
        names = [name.rpartition(":")[0] for name in inputs(view)]
        tell_at_fields(ack, at_blocks(error.problems, names, mark))
        return
    if following is None:
        ack()
    else:
        ack(update_answer(following))
    show_under(client, view, under)


def _row_sent(view: Mapping[str, Any], ids: RowIds, before: Row, mark: int) -> Row:
    """Read the cells.

    Raises:
        InvalidFieldsError: One can't be read, or no metric is chosen.
    """
    found = read_row(view, load_rules(), ids.field, before, mark)
    row = {str(place[0]): value for place, value in found.values.items()}
    if METRIC in load_rules().row_cells(ids.field) and not is_filled(row.get(METRIC)):
        found.problems[METRIC] = Refusal(Code.CELL_MISSING)
    if found.problems:
        raise InvalidFieldsError(found.problems)
    return row


def _question(
    work: UnitOfWork,
    view: Mapping[str, Any],
    ids: RowIds,
    rows: tuple[Row, Row],
    told: tuple[int, str],
) -> View | None:
    """Return what is asked before a row is saved: its cells, or whether its limit is meant."""
    rules, (before, row), (mark, sure) = load_rules(), rows, told
    asked = row_inputs(rules, ids.field, {**before, **row})
    if not all(has_input(view, block_id(one.place, mark)) for one in asked):
        start = {**before, **row, **defaults_for(rules, ids.field, str(row.get(METRIC) or ""))}
        return draw_row(work.session, ids, start, mark=mark + 1)
    limit = f"{row.get('comparator')} {row.get('threshold')}"
    is_asked = ids.field == ACCEPTANCE and is_loose(rules, row) and limit != sure
    if not is_asked or is_loose(rules, before):
        return None
    return draw_row(work.session, ids, row, mark=mark + 1, told=LOOSE, sure=limit)


def _save(work: UnitOfWork, use_case: UseCase, ids: RowIds, row: Row, by: str) -> View | None:
    conflict = save_row(work.session, load_rules(), use_case, (ids.place, row), by, work.now)
    _saved(work, use_case, ids, by)
    if conflict is None:
        return None
    if conflict.theirs is None:
        again = RowIds(ids.known, ids.field, NEW)
        return draw_row(work.session, again, conflict.mine, told=GONE)
    return _both(work, use_case, ids, conflict)


def _both(work: UnitOfWork, use_case: UseCase, ids: RowIds, conflict: RowConflict) -> View:
    rules, draft = load_rules(), draft_of(work.session, use_case.id)
    now = row_at(work.session, use_case, RowPlace(ids.field, conflict.index, draft.number))
    theirs, written = conflict.theirs or {}, conflict.written
    lines = [
        ConflictLine(
            one,
            theirs.get(one.name),
            conflict.mine.get(one.name),
            written.written_by if written else "",
            written.written_at if written else work.now,
        )
        for one in conflict_inputs(rules, ids.field, now, conflict.mine)
        if one.name in conflict.mine
    ]
    carried = {**ids.as_json(), "rows": draft.number, "row": str(conflict.index)}
    return conflict_window(ConflictCard(carried, lines, draft.number, is_row=True))


def _saved(work: UnitOfWork, use_case: UseCase, ids: RowIds, by: str) -> None:
    saved(work, use_case, where_of(ids.known).section, by, is_sent=False)


def _section(work: UnitOfWork, use_case: UseCase, ids: RowIds) -> View:
    return draw_section(work.session, use_case, where_of(ids.known), work.now)


def _press(body: Body, ids: RowIds) -> Press:
    return Press(presser(body), "use_case.write", ids.use_case_id)
