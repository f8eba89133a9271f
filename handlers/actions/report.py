"""The press on "Send me the report": the files arrive as a direct message."""

from typing import Any

from slack_bolt import Ack

from assessments.results.report.sending import note_report
from handlers.blocks.rounds.maturity import SEND_REPORT
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import pressed_id, presser
from handlers.permissions import GET_REPORT, Press, permitted

ON_ITS_WAY = "Your report is on its way: check your direct messages."


def send_report(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Queue the report for the presser, if they're part of the round."""
    press = Press(presser(body), "assessment.report", pressed_id(body))

    def do(work: UnitOfWork) -> None:
        note_report(work.session, press.object_id, press.user_id, deps.now())
        work.enqueue(
            JobKind.SEND_REPORT,
            key=f"{press.object_id}:{press.user_id}:{body['trigger_id']}",
            payload={
                "assessment_id": str(press.object_id),
                "user_id": press.user_id,
                "asked_at": deps.now().isoformat(),
            },
        )

    permitted(deps, GET_REPORT, press, do)
    ack()
    deps.talk.tell(ON_ITS_WAY)


def register(app: GuardedApp) -> None:
    """Register the press."""
    app.action(SEND_REPORT, send_report)
