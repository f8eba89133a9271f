"""Presses on an alert: acknowledge, keep, roll back."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.portfolio.dependence import affected_by
from deployments.errors import Code, DeploymentError
from deployments.models import champion_of, find_model, rollback_targets
from ground.refusals import Refusal
from handlers.blocks.alerts.alert import (
    ACKNOWLEDGE_ALERT,
    KEEP_MODEL,
    ROLL_BACK_MODEL,
    TAKE_OVER_ALERT,
)
from handlers.blocks.alerts.alert_windows import keep_model_window, roll_back_window
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, presser
from handlers.permissions import DECIDE_ALERT, Press, decided, permitted
from handlers.surfaces.alerts import show_alert
from handlers.windows import open_view
from monitors.alerts.card import alert_card
from monitors.alerts.decisions import AlertDecision, acknowledge_alert, take_over_alert
from monitors.tables import Alert


def acknowledge(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Record that the presser is looking into it."""
    decision = AlertDecision(pressed_id(body), presser(body))

    def do(work: UnitOfWork) -> Alert | Refusal:
        outcome = acknowledge_alert(work.session, decision, deps.now())
        show_alert(work, decision.alert_id)
        return outcome

    decided(deps, do)
    ack()


def take_over(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Record that the presser is looking into it instead of whoever acknowledged it."""
    decision = AlertDecision(pressed_id(body), presser(body))

    def do(work: UnitOfWork) -> Alert | Refusal:
        outcome = take_over_alert(work.session, decision, deps.now())
        show_alert(work, decision.alert_id)
        return outcome

    decided(deps, do)
    ack()


def ask_to_keep(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window that asks why the model is kept."""
    press = Press(presser(body), "alert.keep", pressed_id(body))
    view = permitted(
        deps,
        DECIDE_ALERT,
        press,
        lambda work: keep_model_window(alert_card(work.session, press.object_id)),
    )
    open_view(client, body["trigger_id"], view)
    ack()


def ask_to_roll_back(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Open the window that asks for a version and a reason."""
    press = Press(presser(body), "alert.roll_back", pressed_id(body))

    def do(work: UnitOfWork) -> View:
        card = alert_card(work.session, press.object_id)
        model = find_model(work.session, card.model_name)
        versions = rollback_targets(work.session, model)
        if not versions:
            raise DeploymentError(Code.NO_OLDER_VERSION)
        affected = affected_by(work.session, card.model_name)
        return roll_back_window(card, versions, champion_of(work.session, model), affected)

    open_view(client, body["trigger_id"], permitted(deps, DECIDE_ALERT, press, do))
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(ACKNOWLEDGE_ALERT, acknowledge)
    app.action(TAKE_OVER_ALERT, take_over)
    app.action(KEEP_MODEL, ask_to_keep)
    app.action(ROLL_BACK_MODEL, ask_to_roll_back)
