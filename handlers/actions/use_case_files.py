"""The press on "Send me the files": a use case arrives as a direct message."""

from typing import Any

from slack_bolt import Ack

from assessments.use_cases.exporting import note_export
from handlers.blocks.use_cases.use_case import SEND_USE_CASE
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.payload import pressed_id, presser

ON_THEIR_WAY = "The files are on their way: check your direct messages."


def send_use_case(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """Queue the files for the presser; a use case is open to everybody in the workspace."""
    use_case_id, user_id = pressed_id(body), presser(body)
    with deps.unit_of_work() as work:
        note_export(work.session, use_case_id, user_id, deps.now())
        work.enqueue(
            JobKind.SEND_USE_CASE,
            key=f"{use_case_id}:{user_id}:{body['trigger_id']}",
            payload={
                "use_case_id": str(use_case_id),
                "user_id": user_id,
                "asked_at": deps.now().isoformat(),
            },
        )
    ack()
    deps.talk.tell(ON_THEIR_WAY)


def register(app: GuardedApp) -> None:
    """Register the press."""
    app.action(SEND_USE_CASE, send_use_case)
