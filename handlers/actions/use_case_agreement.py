"""Presses on a use case's pass marks: who may agree them, and sending them there."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.use_cases.asks import SectionAsk, ask_for_section
from assessments.use_cases.contract.content import ACCEPTANCE
from assessments.use_cases.contract.reading import load_rules
from assessments.use_cases.definition import lock_use_case
from assessments.use_cases.writers import keepers_of_pass_marks
from handlers.blocks.use_cases.agreement import (
    MOST_PEOPLE,
    OFFER_MARKS,
    SEND_MARKS,
    agreement_window,
    sent_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import OldButtonError
from handlers.guarded_app import GuardedApp
from handlers.payload import metadata, pressed_id, pressed_window, presser
from handlers.permissions import WRITE_USE_CASE, Press, permitted
from handlers.surfaces.signers import kept_by_others, owners_of
from handlers.surfaces.use_cases import show_asks, show_use_case
from handlers.windows import open_view
from handlers.wording.use_cases import AGREE_MARKS

Body = dict[str, Any]


def offer(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Show who may agree pass marks for which model."""
    press = Press(presser(body), "use_case.write", pressed_id(body))

    def do(work: UnitOfWork) -> View:
        return agreement_window(press.object_id, kept_by_others(work.session, press.user_id))

    open_view(client, body["trigger_id"], permitted(deps, WRITE_USE_CASE, press, do))
    ack()


def send(ack: Ack, body: Body, client: WebClient, deps: Dependencies) -> None:
    """Ask who keeps a model's pass marks for these ones."""
    window, model = pressed_window(body), body["actions"][0].get("value")
    press = Press(presser(body), "use_case.ask_section", metadata(window).id("use_case_id"))

    def do(work: UnitOfWork) -> View:
        session = work.session
        keepers = keepers_of_pass_marks(session, str(model), owners_of(session, str(model)))
        people = [person for person in keepers if person != press.user_id][:MOST_PEOPLE]
        if not people:
            raise OldButtonError
        use_case = lock_use_case(session, press.object_id)
        section, why = load_rules().by_id[ACCEPTANCE].section, AGREE_MARKS.format(model=model)
        asks = [
            ask_for_section(
                session, use_case, SectionAsk(section, person, why), press.user_id, work.now
            )
            for person in people
        ]
        show_asks(work, asks)
        show_use_case(work, use_case)
        return sent_window(str(model), [ask.asked_of for ask in asks])

    view = permitted(deps, WRITE_USE_CASE, press, do)
    client.views_update(view_id=window["id"], view=view)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(OFFER_MARKS, offer)
    app.action(SEND_MARKS, send)
