"""A window of a new use case was sent, or somebody is asked for a section."""

from typing import Any

from slack_bolt import Ack
from slack_sdk.models.views import View

from assessments.errors import InvalidFieldsError
from assessments.use_cases.asks import LONGEST_REASON, SectionAsk, ask_for_section
from assessments.use_cases.contract.codes import Code
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.drafts import draft_of
from ground.refusals import Refusal
from handlers.blocks.use_cases.asks import ASK_VIEW, PERSON_BLOCK, SECTION_BLOCK, WHY_BLOCK
from handlers.blocks.use_cases.beginnings import (
    IDEA_VIEW,
    MENU_VIEW,
    PICK_BLOCK,
    TITLE,
    idea_window,
)
from handlers.blocks.use_cases.conflict_windows import conflict_window
from handlers.blocks.use_cases.section_windows import CHOOSER, idea_fields
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import OldButtonError, tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import as_id, chosen_person, metadata, presser, typed
from handlers.permissions import WRITE_USE_CASE, Press, permitted
from handlers.surfaces.use_cases import show_asks, show_use_case
from handlers.use_cases.forms import Where, draw_chooser, draw_chosen, known_section
from handlers.use_cases.reading import refuse_hidden
from handlers.views.use_case_section import (
    Sent,
    at_blocks,
    conflict_card,
    inputs_in,
    write,
)
from handlers.windows import update_answer

Body = dict[str, Any]
BEGUN = "Your idea is saved. Go on with a section, or close this window: the rest may wait."


def write_idea(ack: Ack, body: Body, view: Body, deps: Dependencies) -> None:
    """Keep what an idea needs; the second window follows the first, then all sections."""
    refuse_hidden(view)
    known, rules = metadata(view), load_rules()
    page, drawn = known.number("page"), known.number("drawn")
    fields = idea_fields(rules, page)
    if not fields or page not in {1, 2}:
        raise OldButtonError
    asked = inputs_in(rules, fields)
    where = Where(fields[0].section, CHOOSER, drawn)
    sent = Sent(known, where, view, asked, drawn)
    press = Press(presser(body), "use_case.write", known.id("use_case_id"))

    def do(work: UnitOfWork) -> View:
        conflicts = write(work, sent, press, needed=(TITLE,) if page == 1 else ())
        draft = draft_of(work.session, press.object_id)
        if conflicts:
            return conflict_window(conflict_card(rules, sent, conflicts, draft.number))
        if page == 1:
            return idea_window(rules, press.object_id, draft.document, 2, draft.number)
        return draw_chooser(work.session, press.object_id, deps.now(), [BEGUN])

    try:
        following = permitted(deps, WRITE_USE_CASE, press, do)
    except InvalidFieldsError as error:
        tell_at_fields(ack, at_blocks(error.problems, [one.name for one in asked], drawn))
        return
    ack(update_answer(following))


def send_ask(ack: Ack, body: Body, view: Body, deps: Dependencies) -> None:
    """Ask somebody for a section, in a direct message."""
    press = Press(presser(body), "use_case.ask_section", metadata(view).id("use_case_id"))
    why = typed(view, WHY_BLOCK, LONGEST_REASON)
    person, section = chosen_person(view, PERSON_BLOCK), typed(view, SECTION_BLOCK)
    empty = [
        name for name, value in ((SECTION_BLOCK, section), (PERSON_BLOCK, person)) if not value
    ]
    if empty:
        tell_at_fields(ack, dict.fromkeys(empty, Refusal(Code.CELL_MISSING)))
        return
    ask = SectionAsk(known_section(load_rules(), section), person, why)

    def do(work: UnitOfWork) -> None:
        use_case = lock_use_case(work.session, press.object_id)
        show_asks(work, [ask_for_section(work.session, use_case, ask, press.user_id, work.now)])
        show_use_case(work, use_case)

    permitted(deps, WRITE_USE_CASE, press, do)
    ack()


def open_chosen(ack: Ack, body: Body, view: Body, deps: Dependencies) -> None:
    """Show the sections of the use case that was chosen by its name."""
    chosen = typed(view, PICK_BLOCK)
    if not chosen:
        tell_at_fields(ack, {PICK_BLOCK: Refusal(Code.CELL_MISSING)})
        return
    section = metadata(view).word("section")
    ack(update_answer(draw_chosen(deps, presser(body), as_id(chosen), section)))


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(MENU_VIEW, open_chosen)
    app.view(IDEA_VIEW, write_idea)
    app.view(ASK_VIEW, send_ask)
