"""Presses on what is asked about a use case: answer it, enter the figure of a number."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.models.views import View

from assessments.use_cases.coming_back.answering import find_revisit
from assessments.use_cases.coming_back.attestation import filled_in
from assessments.use_cases.coming_back.kpis import payoff_of
from assessments.use_cases.coming_back.questions import attestation_questions
from handlers.blocks.use_cases.coming_back import ANSWER_REVISIT, ENTER_KPI_FIGURE
from handlers.blocks.use_cases.coming_back_windows import (
    attestation_window,
    figure_window,
    payoff_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.payload import pressed_id, presser
from handlers.permissions import ANSWER_REVISIT as MAY_ANSWER
from handlers.permissions import ENTER_FIGURE, Press, permitted
from handlers.surfaces.coming_back import revisit_card
from handlers.windows import open_view


def answer(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window of a question, with what was measured."""
    press = Press(presser(body), "revisit.answer", pressed_id(body))

    def do(work: UnitOfWork) -> View:
        revisit = find_revisit(work.session, press.object_id)
        card = revisit_card(work.session, revisit, deps.now())
        if card.payoff is not None:
            return payoff_window(card, card.payoff)
        filled = filled_in(card.measured.counts())
        return attestation_window(card, attestation_questions(), filled)

    open_view(client, body["trigger_id"], permitted(deps, MAY_ANSWER, press, do))
    ack()


def ask_for_figure(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Open the window in which a figure is entered."""
    press = Press(presser(body), "revisit.figure", pressed_id(body))

    def do(work: UnitOfWork) -> View:
        revisit = find_revisit(work.session, press.object_id)
        card = revisit_card(work.session, revisit, deps.now())
        return figure_window(card, card.payoff or payoff_of(revisit), deps.now().date())

    open_view(client, body["trigger_id"], permitted(deps, ENTER_FIGURE, press, do))
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(ANSWER_REVISIT, answer)
    app.action(ENTER_KPI_FIGURE, ask_for_figure)
