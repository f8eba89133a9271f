"""The windows behind an alert: keep with a reason, roll back to a version with a reason."""

from typing import Any

from slack_bolt import Ack

from deployments.errors import DeploymentError
from deployments.refusals import Refusal
from handlers.blocks.alerts.alert_windows import (
    KEEP_VIEW,
    REASON_BLOCK,
    ROLL_BACK_VIEW,
    VERSION_BLOCK,
)
from handlers.blocks.refusals import refusal_sentence
from handlers.dependencies import Dependencies
from handlers.errors import NotDoneError
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import as_id, metadata, presser, typed
from handlers.surfaces.alerts import show_alert
from monitors.alerts.decisions import AlertDecision, keep_model, roll_back_model
from monitors.errors import MonitorError


def keep(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Decide that the model stays."""
    decision = _decision(body, view)
    try:
        with deps.unit_of_work() as work:
            outcome = keep_model(work.session, decision, deps.now())
            show_alert(work, decision.alert_id)
    except MonitorError as error:
        ack(response_action="errors", errors={REASON_BLOCK: str(error)})
        return
    if isinstance(outcome, Refusal):
        raise NotDoneError(refusal_sentence(outcome))
    ack()


def roll_back(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Decide to go back; the registry is moved by a job that this asks for."""
    decision = _decision(body, view)
    try:
        with deps.unit_of_work() as work:
            outcome = roll_back_model(
                work.session, decision, typed(view, VERSION_BLOCK), deps.now()
            )
            show_alert(work, decision.alert_id)
            if not isinstance(outcome, Refusal):
                work.enqueue(
                    JobKind.ROLL_BACK,
                    key=str(outcome.id),
                    payload={"rollback_id": str(outcome.id)},
                )
    except (MonitorError, DeploymentError) as error:
        ack(response_action="errors", errors={REASON_BLOCK: str(error)})
        return
    if isinstance(outcome, Refusal):
        raise NotDoneError(refusal_sentence(outcome))
    ack()


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(KEEP_VIEW, keep)
    app.view(ROLL_BACK_VIEW, roll_back)


def _decision(body: dict[str, Any], view: dict[str, Any]) -> AlertDecision:
    return AlertDecision(
        as_id(metadata(view)["alert_id"]), presser(body), typed(view, REASON_BLOCK)
    )
