"""What App Home says of models: alerts and releases to decide about, with their buttons."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block

from deployments.requests.requests import WaitingRequest
from handlers.blocks.alerts.alert import (
    ACKNOWLEDGE_ALERT,
    KEEP_MODEL,
    ROLL_BACK_MODEL,
    TAKE_OVER_ALERT,
)
from handlers.blocks.alerts.model_health import NEEDS_SOMEBODY, models_text
from handlers.blocks.alerts.verdict import alert_title
from handlers.blocks.parts import button, header, section
from handlers.blocks.releases.release import approve_button, reject_button
from handlers.blocks.releases.title import release_name
from handlers.blocks.text import escape, mention, moment
from monitors.alerts.model_health import ModelHealth
from monitors.alerts.waiting import WaitingAlert
from monitors.tables import AlertState

RESTORE_ALERT, RESTORE_REQUEST = "restore_alert", "restore_request"


def alert_at_home(card: WaitingAlert, now: datetime | None = None) -> list[Block]:
    """Build an alert: its verdict, who decides by when, who looks into it, and the buttons."""
    what = "Please decide" if card.may_decide else f"{mention(card.owner_user_id)} decides"
    asked = _by_when(what, card.due_at, now)
    told = f"*{escape(alert_title(card))}*\n{asked}, in <#{card.channel_id}>.{_looked_into(card)}"
    is_open = card.state is AlertState.OPEN
    look = button(
        "Acknowledge" if is_open else "Take over",
        ACKNOWLEDGE_ALERT if is_open else TAKE_OVER_ALERT,
        card.alert_id,
    )
    decide = [
        button("Keep", KEEP_MODEL, card.alert_id),
        button("Roll back", ROLL_BACK_MODEL, card.alert_id, style="danger"),
    ]
    restore = button("Show message", RESTORE_ALERT, card.alert_id)
    elements = [
        *([] if card.is_theirs else [look]),
        *(decide if card.may_decide else []),
        restore,
    ]
    return [section(told), ActionsBlock(elements=elements)]


def request_at_home(card: WaitingRequest, now: datetime | None = None) -> list[Block]:
    """Build a release request: what waits, by when, and the buttons."""
    told = (
        f"*Release request: {escape(release_name(card))}*\n"
        f"{_by_when('Please approve or reject', card.due_at, now)}, in <#{card.channel_id}>."
    )
    elements = [
        approve_button(card.request_id, card.version),
        reject_button(card.request_id),
        button("Show message", RESTORE_REQUEST, card.request_id),
    ]
    return [section(told), ActionsBlock(elements=elements)]


def models_at_home(models: Sequence[ModelHealth], now: datetime | None = None) -> list[Block]:
    """Build a person's models, a line each, the worst first; nothing without any."""
    return [header("Your models"), section(models_text(models, now))] if models else []


def is_all_well(models: Sequence[ModelHealth]) -> bool:
    """Return whether no model needs somebody."""
    return not any(model.health in NEEDS_SOMEBODY for model in models)


def _looked_into(card: WaitingAlert) -> str:
    if not card.acknowledged_by:
        return ""
    who = "You are" if card.is_theirs else f"{mention(card.acknowledged_by)} is"
    return f" {who} looking into it."


def _by_when(what: str, due_at: datetime, now: datetime | None) -> str:
    """Write what is asked by when; past that, since when it's overdue."""
    if now is not None and now >= due_at:
        return f"*Overdue* since {moment(due_at)}. {what}"
    return f"{what} by {moment(due_at)}"
