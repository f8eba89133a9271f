"""Editing a use case: choose a section and open it; ask somebody; discard a draft."""

from typing import Any
from uuid import UUID

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View
from sqlmodel import Session

from assessments.errors import Code
from assessments.use_cases.asks import find_ask, open_asks
from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import find_use_case, lock_use_case, use_case_card
from assessments.use_cases.discarding import bring_back, discard
from deployments.models import model_names
from ground.refusals import People, Refusal
from handlers.blocks.use_cases.asks import ANSWER_ASK, ask_window
from handlers.blocks.use_cases.section_windows import ASK_FOR_SECTION, CHOOSER, OPEN_SECTION
from handlers.blocks.use_cases.use_case import (
    ASK_SOMEBODY,
    DISCARD_USE_CASE,
    EDIT_USE_CASE,
    RESTORE_USE_CASE,
)
from handlers.blocks.use_cases.use_case_windows import good_enough_window
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import metadata, pressed_id, pressed_window, presser
from handlers.permissions import DISCARD_USE_CASE as MAY_DISCARD
from handlers.permissions import WRITE_USE_CASE, Permission, Press, permitted
from handlers.surfaces.kinds import SurfaceKind
from handlers.surfaces.use_cases import show_asks, show_use_case
from handlers.use_cases.forms import (
    Where,
    draw_chooser,
    draw_section,
    known_section,
    person_to_ask,
    sections_to_ask,
)
from handlers.windows import open_view

Body = dict[str, Any]
WRITE, DISCARD, BRING_BACK = "use_case.write", "use_case.discard", "use_case.bring_back"


def edit(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open the window to choose a section in."""
    press = Press(presser(body), WRITE, pressed_id(body))
    now = deps.now()
    view = permitted(
        deps, WRITE_USE_CASE, press, lambda work: draw_chooser(work.session, press.object_id, now)
    )
    open_view(client, body["trigger_id"], view)
    ack()


def open_section(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Show a section in place of the window that it was chosen in."""
    window = pressed_window(body)
    section = known_section(load_rules(), body["actions"][0].get("value"))
    press = Press(presser(body), WRITE, metadata(window).id("use_case_id"))
    where, now = Where(section, CHOOSER), deps.now()

    def do(work: UnitOfWork) -> View:
        return draw_section(work.session, find_use_case(work.session, press.object_id), where, now)

    client.views_update(view_id=window["id"], view=permitted(deps, WRITE_USE_CASE, press, do))
    ack()


def ask_somebody(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open the window that asks somebody for a section."""
    press = Press(presser(body), WRITE, pressed_id(body))

    def do(work: UnitOfWork) -> View:
        use_case = find_use_case(work.session, press.object_id)
        return ask_window(use_case.id, sections_to_ask(work.session, use_case))

    open_view(client, body["trigger_id"], permitted(deps, WRITE_USE_CASE, press, do))
    ack()


def ask_for_section(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Lay the window that asks somebody over the section it is about; suggest who knows best."""
    section = known_section(load_rules(), body["actions"][0].get("value"))
    known = metadata(pressed_window(body))
    press = Press(presser(body), WRITE, known.id("use_case_id"))

    def do(work: UnitOfWork) -> View:
        use_case = find_use_case(work.session, press.object_id)
        person = person_to_ask(work.session, use_case, section, deps.now())
        listed = sections_to_ask(work.session, use_case)
        return ask_window(use_case.id, listed, person if person != press.user_id else "", section)

    view = permitted(deps, WRITE_USE_CASE, press, do)
    client.views_push(trigger_id=body["trigger_id"], view=view)
    ack()


def answer_ask(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open just the section that a person was asked for."""
    press = Press(presser(body), WRITE, pressed_id(body))

    def do(work: UnitOfWork) -> View:
        ask = find_ask(work.session, press.object_id)
        use_case = find_use_case(work.session, ask.use_case_id)
        card = use_case_card(work.session, use_case.id)
        if card.is_quick and ask.section == load_rules().by_id[ACCEPTANCE].section:
            return good_enough_window(card, model_names(work.session))
        where = Where(known_section(load_rules(), ask.section))
        return draw_section(work.session, use_case, where, deps.now())

    open_view(client, body["trigger_id"], permitted(deps, ANSWER, press, do))
    ack()


def discard_draft(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Discard a draft; nobody is asked about it any more."""
    press = Press(presser(body), DISCARD, pressed_id(body))

    def do(work: UnitOfWork) -> Refusal | None:
        use_case = lock_use_case(work.session, press.object_id)
        refusal = discard(work.session, use_case, press.user_id, deps.now())
        _show_all(work, use_case.id)
        return refusal

    permitted(deps, MAY_DISCARD, press, do)
    ack()


def restore_draft(ack: Ack, body: Body, deps: Dependencies) -> None:
    """Bring a discarded draft back."""
    press = Press(presser(body), BRING_BACK, pressed_id(body))

    def do(work: UnitOfWork) -> Refusal | None:
        use_case = lock_use_case(work.session, press.object_id)
        refusal = bring_back(work.session, use_case, press.user_id, deps.now())
        _show_all(work, use_case.id)
        return refusal

    permitted(deps, MAY_DISCARD, press, do)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(EDIT_USE_CASE, edit)
    app.action(OPEN_SECTION, open_section)
    app.action(ASK_SOMEBODY, ask_somebody)
    app.action(ASK_FOR_SECTION, ask_for_section)
    app.action(ANSWER_ASK, answer_ask)
    app.action(DISCARD_USE_CASE, discard_draft)
    app.action(RESTORE_USE_CASE, restore_draft)


def _refusal_to_answer(session: Session, ask_id: UUID, user_id: str) -> Refusal | None:
    """Let the asked person in, and nobody else by this button."""
    ask = find_ask(session, ask_id)
    if ask.asked_of != user_id:
        return Refusal(Code.ASK_OF_ANOTHER, people=People([ask.asked_of]))
    return WRITE_USE_CASE.rule(session, ask.use_case_id, user_id)


ANSWER = Permission("use_case_ask", _refusal_to_answer)


def _show_all(work: UnitOfWork, use_case_id: UUID) -> None:
    use_case = find_use_case(work.session, use_case_id)
    show_use_case(work, use_case)
    show_asks(work, open_asks(work.session, use_case_id))
    work.show(SurfaceKind.HOME, use_case.created_by)
