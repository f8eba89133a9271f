"""The window behind a rejection."""

from typing import Any

from slack_bolt import Ack

from deployments.errors import DeploymentError
from deployments.refusals import Refusal
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import Verdict
from handlers.blocks.refusals import refusal_sentence
from handlers.blocks.releases.release import REASON_BLOCK, REJECT_VIEW
from handlers.dependencies import Dependencies
from handlers.errors import NotDoneError
from handlers.guarded_app import GuardedApp
from handlers.payload import as_id, metadata, presser, typed
from handlers.surfaces.releases import show_request


def reject(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Record a rejection with its reason."""
    reason = typed(view, REASON_BLOCK).strip()
    if not reason:
        ack(response_action="errors", errors={REASON_BLOCK: "Please say why."})
        return
    request_id = as_id(metadata(view)["request_id"])
    attempt = SignOffAttempt(request_id, Verdict.REJECT, presser(body), reason)
    try:
        with deps.unit_of_work() as work:
            outcome = record_sign_off(work.session, attempt, deps.now())
            show_request(work, request_id)
    except DeploymentError as error:
        ack(response_action="errors", errors={REASON_BLOCK: str(error)})
        return
    if isinstance(outcome, Refusal):
        raise NotDoneError(refusal_sentence(outcome))
    ack()


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(REJECT_VIEW, reject)
