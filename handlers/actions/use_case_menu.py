"""The window of `/lamplighter usecase`: begin a use case, or open one."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View
from sqlmodel import Session

from assessments.actions.applying import section_for
from assessments.actions.roadmap import find_action
from assessments.portfolio.linking import link_round
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import start_use_case
from assessments.use_cases.drafts import draft_of
from assessments.use_cases.finding import FoundUseCase, all_names, named, use_cases_of
from handlers.blocks.use_cases.beginnings import (
    NEW_USE_CASE,
    OPEN_ONE,
    MenuCard,
    idea_window,
    menu_window,
)
from handlers.blocks.use_cases.use_case import APPLY_TO_USE_CASE, OPEN_USE_CASES
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.payload import as_id, metadata, pressed_id, pressed_window, presser
from handlers.use_cases.forms import draw_chosen
from handlers.windows import Asker, open_view

Body = dict[str, Any]


def open_menu(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open the window from Home; the card of a new use case comes as a direct message."""
    asker = Asker(presser(body), presser(body))
    open_view(client, body["trigger_id"], draw_menu(deps, asker))
    ack()


def apply_action(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Open the window to choose the use case that a roadmap action is applied to."""
    user_id = presser(body)
    with deps.reading() as session:
        action = find_action(session, pressed_id(body))
        card = _menu_card(session, Asker(user_id, user_id), section=section_for(action))
    grown = replace(card, round_id=str(action.assessment_id))
    open_view(client, body["trigger_id"], menu_window(grown))
    ack()


def begin(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Begin a use case and show its first window in place of the menu."""
    window = pressed_window(body)
    asker = Asker(presser(body), metadata(window).channel("channel_id"))
    round_id = metadata(window).word("round_id")
    view = new_use_case(deps, asker, as_id(round_id) if round_id else None)
    client.views_update(view_id=window["id"], view=view)
    ack()


def open_one(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Show the sections of the chosen use case in place of the menu."""
    window = pressed_window(body)
    section = metadata(window).word("section")
    view = draw_chosen(deps, presser(body), pressed_id(body), section)
    client.views_update(view_id=window["id"], view=view)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(OPEN_USE_CASES, open_menu)
    app.action(APPLY_TO_USE_CASE, apply_action)
    app.action(NEW_USE_CASE, begin)
    app.action(OPEN_ONE, open_one)


def draw_menu(deps: Dependencies, asker: Asker, looked_for: str = "") -> View:
    """Draw the window for a person, or what is found under some words."""
    with deps.unit_of_work() as work:
        return menu_window(_menu_card(work.session, asker, looked_for=looked_for))


def new_use_case(deps: Dependencies, asker: Asker, round_id: UUID | None = None) -> View:
    """Begin a use case, linked to the round that it grows from; draw its first window."""
    with deps.unit_of_work() as work:
        use_case = start_use_case(
            work.session, created_by=asker.user_id, channel_id=asker.channel_id, now=deps.now()
        )
        if round_id is not None:
            link_round(work.session, use_case.id, round_id, asker.user_id, deps.now())
        draft = draft_of(work.session, use_case.id)
        return idea_window(load_rules(), use_case.id, draft.document, 1, draft.number)


def _menu_card(
    session: Session, asker: Asker, section: str = "", looked_for: str = ""
) -> MenuCard:
    mine = named(session, looked_for) if looked_for else use_cases_of(session, asker.user_id)
    return MenuCard(asker.channel_id, _lines(mine), all_names(session), section, looked_for)


def _lines(found: list[FoundUseCase]) -> list[tuple[UUID, str, str, int]]:
    return [(one.id, one.title, one.status.value, one.percent) for one in found]
