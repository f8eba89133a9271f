"""The windows behind an alert: keep with a reason, roll back to a version with a reason."""

from typing import Any

from slack_bolt import Ack

from deployments.tables import Rollback
from ground.errors import CodedError
from ground.refusals import Refusal
from handlers.blocks.alerts.alert_windows import (
    KEEP_VIEW,
    REASON_BLOCK,
    ROLL_BACK_VIEW,
    VERSION_BLOCK,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.errors import tell_at_fields
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import metadata, presser, typed
from handlers.permissions import decided
from handlers.surfaces.alerts import show_alert
from monitors.alerts.decisions import AlertDecision, keep_model, roll_back_model
from monitors.errors import MonitorError
from monitors.tables import Alert


def keep(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Decide that the model stays."""
    decision = _decision(body, view)

    def do(work: UnitOfWork) -> Alert | Refusal:
        outcome = keep_model(work.session, decision, deps.now())
        show_alert(work, decision.alert_id)
        return outcome

    try:
        decided(deps, do)
    except MonitorError as error:
        tell_at_fields(ack, {REASON_BLOCK: error.refusal})
        return
    ack()


def roll_back(ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies) -> None:
    """Decide to go back; the registry is moved by a job that this asks for."""
    decision = _decision(body, view)

    def do(work: UnitOfWork) -> Rollback | Refusal:
        outcome = roll_back_model(work.session, decision, typed(view, VERSION_BLOCK), deps.now())
        show_alert(work, decision.alert_id)
        if not isinstance(outcome, Refusal):
            payload = {"rollback_id": str(outcome.id)}
            work.enqueue(JobKind.ROLL_BACK, key=str(outcome.id), payload=payload)
        return outcome

    try:
        decided(deps, do)
    except CodedError as error:
        tell_at_fields(ack, {REASON_BLOCK: error.refusal})
        return
    ack()


def register(app: GuardedApp) -> None:
    """Register the windows."""
    app.view(KEEP_VIEW, keep)
    app.view(ROLL_BACK_VIEW, roll_back)


def _decision(body: dict[str, Any], view: dict[str, Any]) -> AlertDecision:
    return AlertDecision(metadata(view).id("alert_id"), presser(body), typed(view, REASON_BLOCK))
