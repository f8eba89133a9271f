"""The window behind a rejection."""

from typing import Any

from slack_bolt import Ack

from deployments.errors import DeploymentError
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import DeploymentRequest, SignOffVerdict
from ground.refusals import Refusal
from handlers.blocks.releases.release import REASON_BLOCK, REJECT_VIEW
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.payload import metadata, presser, typed
from handlers.permissions import decided
from handlers.surfaces.releases import show_request
from handlers.wording.presses import Code


def reject(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Record a rejection with its reason."""
    reason = typed(view, REASON_BLOCK).strip()
    if not reason:
        tell_at_fields(ack, {REASON_BLOCK: Refusal(Code.REASON_MISSING)})
        return
    request_id = metadata(view).id("request_id")
    attempt = SignOffAttempt(request_id, SignOffVerdict.REJECT, presser(body), reason)

    def do(work: UnitOfWork) -> DeploymentRequest | Refusal:
        outcome = record_sign_off(work.session, attempt, deps.now())
        show_request(work, request_id)
        return outcome

    try:
        decided(deps, do)
    except DeploymentError as error:
        tell_at_fields(ack, {REASON_BLOCK: error.refusal})
        return
    ack()


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(REJECT_VIEW, reject)
