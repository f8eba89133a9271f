"""Presses on a release request: approve, reject."""

from typing import Any
from uuid import UUID

from slack_bolt import Ack
from slack_sdk import WebClient

from assessments.use_cases.definition import pass_marks_for_model
from deployments.refusals import Refusal
from deployments.requests.requests import RequestCard, find_request, request_card
from deployments.requests.sign_offs import SignOffAttempt, ask_to_sign, record_sign_off
from deployments.tables import RegisteredModel, Verdict
from handlers.blocks.refusals import refusal_sentence
from handlers.blocks.releases.release import (
    APPROVE_DEPLOYMENT,
    REJECT_DEPLOYMENT,
    reject_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import NotDoneError
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import pressed_id, presser
from handlers.surfaces.releases import show_request
from handlers.windows import open_view


def approve_deployment(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Record the presser's sign-off on a requested model version."""
    attempt = SignOffAttempt(pressed_id(body), Verdict.APPROVE, presser(body))
    with deps.unit_of_work() as work:
        outcome = record_sign_off(work.session, attempt, deps.now())
        show_request(work, attempt.request_id)
        if not isinstance(outcome, Refusal):
            work.enqueue(
                JobKind.RELEASE,
                key=str(attempt.request_id),
                payload={"request_id": str(attempt.request_id)},
            )
    if isinstance(outcome, Refusal):
        raise NotDoneError(refusal_sentence(outcome))
    ack()


def ask_to_reject(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Ask a decider why the release is rejected."""
    attempt = SignOffAttempt(pressed_id(body), Verdict.REJECT, presser(body))
    with deps.unit_of_work() as work:
        refusal = ask_to_sign(work.session, attempt, deps.now())
        show_request(work, attempt.request_id)
        card = _card(work, attempt.request_id)
    if refusal is not None:
        raise NotDoneError(refusal_sentence(refusal))
    open_view(client, body["trigger_id"], reject_window(card))
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(APPROVE_DEPLOYMENT, approve_deployment)
    app.action(REJECT_DEPLOYMENT, ask_to_reject)


def _card(work: UnitOfWork, request_id: UUID) -> RequestCard:
    request = find_request(work.session, request_id)
    model = work.session.get_one(RegisteredModel, request.model_id)
    return request_card(work.session, request_id, pass_marks_for_model(work.session, model.name))
