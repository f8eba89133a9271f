"""Presses on the rows of a use case's section: add, edit, copy, move, delete, choose a metric."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View
from sqlmodel import Session

from assessments.use_cases.contract.document import Row
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case, lock_use_case
from assessments.use_cases.row_defaults import defaults_for
from assessments.use_cases.rows import RowMove, move_row, row_at
from assessments.use_cases.tables import UseCase
from ground.refusals import Refusal
from handlers.blocks.use_cases.field_inputs import CHOOSE_METRIC
from handlers.blocks.use_cases.row_blocks import ADD_ROW, COPY, DOWN, EDIT, REMOVE, ROW_MENU, UP
from handlers.blocks.use_cases.row_windows import METRIC, RowCard, remove_window
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import OldButtonError
from handlers.guarded_app import GuardedApp
from handlers.inputs import as_object
from handlers.payload import Carried, metadata, pressed_window, presser
from handlers.permissions import WRITE_USE_CASE, Press, permitted
from handlers.use_cases.forms import draw_section, rows_field, saved, where_of
from handlers.use_cases.reading import read_row, with_metric
from handlers.use_cases.rows import NEW, RowIds, draw_row, row_ids

Body = dict[str, Any]
MOVES = {UP: RowMove.UP, DOWN: RowMove.DOWN}
COPIED = "This is a copy: change what should differ, then save it."


def add_row(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open the window of a new row."""
    known = metadata(pressed_window(body))
    field = rows_field(load_rules(), body["actions"][0].get("value"))
    ids = RowIds(known, field, NEW)

    def do(work: UnitOfWork) -> View:
        row = defaults_for(load_rules(), field, "")
        return draw_row(work.session, ids, _without_metric(row))

    _push(client, body, permitted(deps, WRITE_USE_CASE, _press(body, known), do))
    ack()


def use_row_menu(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Do what was chosen in a row's menu."""
    window = pressed_window(body)
    known = metadata(window)
    what, field, index = _chosen(body)
    ids = RowIds(known, field, index)

    def do(work: UnitOfWork) -> View | Refusal:
        use_case = lock_use_case(work.session, known.id("use_case_id"))
        if what in MOVES:
            return _move(work, known, ids, MOVES[what], presser(body))
        return _open_row(work.session, use_case, ids, what)

    view = permitted(deps, WRITE_USE_CASE, _press(body, known), do)
    if isinstance(view, View) and what in MOVES:
        client.views_update(view_id=window["id"], view=view)
    elif isinstance(view, View):
        _push(client, body, view)
    ack()


def choose_metric(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Show what a metric means, with a sensible start for what depends on it."""
    window = pressed_window(body)
    known = metadata(window)
    ids, mark = row_ids(known), known.number("mark")

    def do(work: UnitOfWork) -> View:
        rules = load_rules()
        before = row_at(work.session, find_use_case(work.session, ids.use_case_id), ids.place)
        chosen = with_metric(window, rules, ids.field, before, mark)
        read = read_row(window, rules, ids.field, before, mark)
        typed = {str(place[0]): value for place, value in read.values.items()}
        row = {**typed, **defaults_for(rules, ids.field, str(chosen.get(METRIC) or ""))}
        return draw_row(work.session, ids, row, mark=mark + 1)

    view = permitted(deps, WRITE_USE_CASE, _press(body, known), do)
    client.views_update(view_id=window["id"], view=view)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(ADD_ROW, add_row)
    app.action(ROW_MENU, use_row_menu)
    app.action(CHOOSE_METRIC, choose_metric)


def _open_row(session: Session, use_case: UseCase, ids: RowIds, what: str) -> View:
    row = row_at(session, use_case, ids.place)
    if what == REMOVE:
        return remove_window(load_rules(), RowCard(ids.as_json(), ids.field, row, 0))
    if what == COPY:
        copy = RowIds(ids.known, ids.field, NEW)
        without_id = {name: value for name, value in row.items() if name != "id"}
        return draw_row(session, copy, without_id, told=COPIED)
    return draw_row(session, ids, row)


def _move(work: UnitOfWork, known: Carried, ids: RowIds, move: RowMove, by: str) -> View | Refusal:
    use_case = lock_use_case(work.session, ids.use_case_id)
    refusal = move_row(work.session, load_rules(), use_case, (ids.place, move), by, work.now)
    if refusal is not None:
        return refusal
    saved(work, use_case, where_of(known).section, by, is_sent=False)
    return draw_section(work.session, use_case, where_of(known), work.now)


def _chosen(body: Body) -> tuple[str, str, int]:
    """Read what was chosen of which row.

    Raises:
        OldButtonError: It is no entry of this version's menus.
    """
    value = as_object(body["actions"][0].get("selected_option")).get("value")
    parts = value.split(":") if isinstance(value, str) else []
    known = {EDIT, COPY, UP, DOWN, REMOVE}
    if len(parts) != len(("what", "field", "index")) or parts[0] not in known:
        raise OldButtonError
    if not parts[2].isdecimal() or len(parts[2]) > len("99"):
        raise OldButtonError
    return parts[0], rows_field(load_rules(), parts[1]), int(parts[2])


def _without_metric(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != METRIC}


def _push(client: WebClient, body: Mapping[str, Any], view: View) -> None:
    client.views_push(trigger_id=body["trigger_id"], view=view)


def _press(body: Body, known: Carried) -> Press:
    return Press(presser(body), "use_case.write", known.id("use_case_id"))
