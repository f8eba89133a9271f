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
from handlers.permissions.audited_step import AuditedStep, as_approver, as_owner
from handlers.windows import open_view

Permission = Callable[[Dependencies, AuditedStep, Callable[[UnitOfWork], View]], View]
PLAIN: dict[str, tuple[Permission, Callable[[ActionCard], View]]] = {
    DECLINE_ACTION: (as_approver, decline_action_window),
    FINISH_ACTION: (as_owner, finish_action_window),
    DROP_ACTION: (as_owner, drop_action_window),
    RATE_ACTION: (as_owner, rate_action_window),
}
DATED: dict[str, tuple[Permission, Callable[[ActionCard, date], View]]] = {
    AGREE_ACTION: (as_approver, agree_action_window),
    POSTPONE_ACTION: (as_owner, postpone_action_window),
}


def ask(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the pressed button's window."""
    step = _step(body)
    permitted, draw = PLAIN[_pressed(body)]
    view = permitted(deps, step, lambda work: draw(_card(work, step)))
    open_view(client, body["trigger_id"], view)
    ack()


def ask_for_date(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the pressed button's window, with a suggested date."""
    step = _step(body)
    permitted, draw = DATED[_pressed(body)]

    def do(work: UnitOfWork) -> View:
        card = _card(work, step)
        return draw(card, suggested_due_date(card.action, deps.now()))

    open_view(client, body["trigger_id"], permitted(deps, step, do))
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    for action_id in PLAIN:
        app.action(action_id, ask)
    for action_id in DATED:
        app.action(action_id, ask_for_date)


def _card(work: UnitOfWork, step: AuditedStep) -> ActionCard:
    return action_card(work.session, find_action(work.session, step.object_id))


def _step(body: dict[str, Any]) -> AuditedStep:
    return AuditedStep(presser(body), f"roadmap_action.ask.{_pressed(body)}", pressed_id(body))


def _pressed(body: dict[str, Any]) -> str:
    return str(body["actions"][0]["action_id"])
