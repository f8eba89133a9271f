"""Presses on roadmap actions: each opens a short window."""

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.actions.roadmap import find_action, suggested_due_date
from assessments.rounds.cards import ActionCard, action_card
from handlers.blocks.rounds.roadmap import (
    AGREE_ACTION,
    DECLINE_ACTION,
    DROP_ACTION,
    FINISH_ACTION,
    POSTPONE_ACTION,
    RATE_ACTION,
    agree_action_window,
    decline_action_window,
    drop_action_window,
    finish_action_window,
    postpone_action_window,
    rate_action_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, presser
from handlers.permissions import (
    CARRY_OUT_ACTION,
    SETTLE_ACTION,
    Permission,
    Press,
    note_opening,
    permitted,
)
from handlers.windows import open_view

PLAIN: dict[str, tuple[Permission, Callable[[ActionCard], View]]] = {
    DECLINE_ACTION: (SETTLE_ACTION, decline_action_window),
    FINISH_ACTION: (CARRY_OUT_ACTION, finish_action_window),
    DROP_ACTION: (CARRY_OUT_ACTION, drop_action_window),
    RATE_ACTION: (CARRY_OUT_ACTION, rate_action_window),
}
DATED: dict[str, tuple[Permission, Callable[[ActionCard, date], View]]] = {
    AGREE_ACTION: (SETTLE_ACTION, agree_action_window),
    POSTPONE_ACTION: (CARRY_OUT_ACTION, postpone_action_window),
}


def ask(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the pressed button's window."""
    permission, draw = PLAIN[_pressed(body)]
    card = _card(body, deps, permission)
    open_view(client, body["trigger_id"], draw(card))
    ack()


def ask_for_date(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the pressed button's window, with a suggested date."""
    permission, draw = DATED[_pressed(body)]
    card = _card(body, deps, permission)
    view = draw(card, suggested_due_date(card.action, deps.now()))
    open_view(client, body["trigger_id"], view)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    for action_id in PLAIN:
        app.action(action_id, ask)
    for action_id in DATED:
        app.action(action_id, ask_for_date)


def _card(body: dict[str, Any], deps: Dependencies, permission: Permission) -> ActionCard:
    action = f"roadmap_action.ask.{_pressed(body)}"
    press = Press(presser(body), action, pressed_id(body))

    def do(work: UnitOfWork) -> ActionCard:
        note_opening(work, permission, press, deps)
        return action_card(work.session, find_action(work.session, press.object_id))

    return permitted(deps, permission, press, do)


def _pressed(body: dict[str, Any]) -> str:
    return str(body["actions"][0]["action_id"])
