"""Presses on a release request: approve, reject."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import DeploymentRequest, SignOffVerdict
from ground.refusals import Refusal
from handlers.blocks.releases.release import (
    APPROVE_DEPLOYMENT,
    REJECT_DEPLOYMENT,
    reject_window,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import pressed_id, presser
from handlers.permissions import SIGN_REQUEST, Press, decided, permitted
from handlers.surfaces.release_cards import card_of
from handlers.surfaces.releases import show_request
from handlers.windows import open_view


def approve_deployment(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Record the presser's sign-off on a requested model version."""
    attempt = SignOffAttempt(pressed_id(body), SignOffVerdict.APPROVE, presser(body))

    def do(work: UnitOfWork) -> DeploymentRequest | Refusal:
        outcome = record_sign_off(work.session, attempt, deps.now())
        show_request(work, attempt.request_id)
        if not isinstance(outcome, Refusal):
            work.enqueue(
                JobKind.RELEASE,
                key=str(attempt.request_id),
                payload={"request_id": str(attempt.request_id)},
            )
        return outcome

    decided(deps, do)
    ack()


def ask_to_reject(ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies) -> None:
    """Ask a decider why the release is rejected."""
    press = Press(presser(body), "sign_off", pressed_id(body))
    view = permitted(
        deps,
        SIGN_REQUEST,
        press,
        lambda work: reject_window(card_of(work.session, press.object_id)),
    )
    open_view(client, body["trigger_id"], view)
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(APPROVE_DEPLOYMENT, approve_deployment)
    app.action(REJECT_DEPLOYMENT, ask_to_reject)
