"""Presses about a use case: start one from Home, continue one from its message."""

from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import UseCaseCard, use_case_card
from deployments.models import model_names
from handlers.blocks.use_cases.use_case import CONTINUE_USE_CASE, START_USE_CASE
from handlers.blocks.use_cases.use_case_windows import (
    good_enough_window,
    kpi_window,
    purpose_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.inputs import as_object
from handlers.payload import metadata, pressed_id, pressed_window, presser
from handlers.permissions import WRITE_USE_CASE, Press, permitted
from handlers.use_cases.forms import draw_chooser
from handlers.use_cases.measured import measured_in_words
from handlers.windows import Asker, open_view, quick_use_case


def begin_use_case(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Start a use case the quick way, in place of the window that this was pressed in.

    Pressed in Home or a message, its card goes to the person who starts it.
    """
    user_id, view = presser(body), as_object(body.get("view"))
    if view.get("type") == "modal":
        window = pressed_window(body)
        asker = Asker(user_id, metadata(window).channel("channel_id"))
        client.views_update(view_id=window["id"], view=quick_use_case(deps, asker))
    else:
        first = quick_use_case(deps, Asker(user_id, user_id))
        open_view(client, body["trigger_id"], first)
    ack()


def continue_use_case(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Open the window where the person left off; once all are filled in, the first one."""
    press = Press(presser(body), "use_case.write", pressed_id(body))

    def do(work: UnitOfWork) -> View:
        card = use_case_card(work.session, press.object_id)
        if not card.is_quick:
            return draw_chooser(work.session, press.object_id, deps.now())
        names = model_names(work.session)
        measured = measured_in_words(work.session, load_rules(), card.model_name)
        return _where_they_left_off(card, names, measured)

    open_view(client, body["trigger_id"], permitted(deps, WRITE_USE_CASE, press, do))
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(START_USE_CASE, begin_use_case)
    app.action(CONTINUE_USE_CASE, continue_use_case)


def _where_they_left_off(
    card: UseCaseCard, names: Sequence[str], measured: Mapping[str, str]
) -> View:
    if card.is_defined or not card.title:
        return purpose_window(card)
    if card.kpi is None or not names:
        return kpi_window(card)
    return good_enough_window(card, names, measured)
