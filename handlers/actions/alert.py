"""Presses on an alert: acknowledge, keep, roll back."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from deployments.models import champion_of, find_model, rollback_targets
from deployments.refusals import Refusal
from handlers.blocks.alerts.alert import ACKNOWLEDGE_ALERT, KEEP_MODEL, ROLL_BACK_MODEL
from handlers.blocks.alerts.alert_windows import keep_model_window, roll_back_window
from handlers.blocks.refusals import refusal_sentence
from handlers.dependencies import Dependencies
from handlers.errors import NotDoneError
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, presser
from handlers.surfaces.alerts import show_alert
from handlers.windows import open_view
from monitors.alerts.card import alert_card
from monitors.alerts.decisions import AlertDecision, acknowledge_alert, ask_to_decide


def acknowledge(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Record that the presser is looking into it."""
    decision = AlertDecision(pressed_id(body), presser(body))
    with deps.unit_of_work() as work:
        outcome = acknowledge_alert(work.session, decision, deps.now())
        show_alert(work, decision.alert_id)
    if isinstance(outcome, Refusal):
        raise NotDoneError(refusal_sentence(outcome))
    ack()


def ask_to_keep(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window that asks why the model is kept."""
    decision = AlertDecision(pressed_id(body), presser(body))
    with deps.unit_of_work() as work:
        refusal = ask_to_decide(work.session, decision, "alert.keep", deps.now())
        show_alert(work, decision.alert_id)
        card = alert_card(work.session, decision.alert_id)
    if refusal is not None:
        raise NotDoneError(refusal_sentence(refusal))
    open_view(client, body["trigger_id"], keep_model_window(card))
    ack()


def ask_to_roll_back(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Open the window that asks for a version and a reason."""
    decision = AlertDecision(pressed_id(body), presser(body))
    with deps.unit_of_work() as work:
        refusal = ask_to_decide(work.session, decision, "alert.roll_back", deps.now())
        show_alert(work, decision.alert_id)
        card = alert_card(work.session, decision.alert_id)
        model = find_model(work.session, card.model_name)
        versions = rollback_targets(work.session, model)
        champion = champion_of(work.session, model)
    if refusal is not None:
        raise NotDoneError(refusal_sentence(refusal))
    if not versions:
        raise NotDoneError("There is no older version to go back to. Nothing was changed.")
    open_view(client, body["trigger_id"], roll_back_window(card, versions, champion))
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(ACKNOWLEDGE_ALERT, acknowledge)
    app.action(KEEP_MODEL, ask_to_keep)
    app.action(ROLL_BACK_MODEL, ask_to_roll_back)
