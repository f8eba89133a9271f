"""The press on "Send me the report": the files arrive as a direct message."""

from typing import Any

from slack_bolt import Ack, Respond

from assessments.results.report.sending import may_have_report
from ground.audit import record
from handlers.blocks.rounds.maturity import SEND_REPORT
from handlers.dependencies import Dependencies
from handlers.errors import NotDoneError
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import pressed_id, presser

ON_ITS_WAY = "Your report is on its way: check your direct messages."
REFUSAL = "Only people in this round can get its report: those who were asked, and who started it."


def send_report(ack: Ack, body: dict[str, Any], respond: Respond, deps: Dependencies) -> None:
    """Queue the report for the presser, if they're part of the round."""
    assessment_id, user_id = pressed_id(body), presser(body)
    with deps.unit_of_work() as work:
        may = may_have_report(work.session, assessment_id, user_id)
        if may:
            work.enqueue(
                JobKind.SEND_REPORT,
                key=f"{assessment_id}:{user_id}:{body['trigger_id']}",
                payload={
                    "assessment_id": str(assessment_id),
                    "user_id": user_id,
                    "asked_at": deps.now().isoformat(),
                },
            )
        record(
            work.session,
            actor=user_id,
            action="assessment.report" if may else "assessment.report.refused",
            subject=f"assessment:{assessment_id}",
            detail={},
            now=deps.now(),
        )
    if not may:
        raise NotDoneError(REFUSAL)
    ack()
    respond(text=ON_ITS_WAY, response_type="ephemeral", replace_original=False)


def register(app: GuardedApp) -> None:
    """Register the press."""
    app.action(SEND_REPORT, send_report)
