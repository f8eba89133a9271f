"""Reads a window's answers, and shows others what they change."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.views import View

from assessments.answers.interview import Interview
from assessments.answers.progress import is_complete
from assessments.answers.replies import Reply
from assessments.rounds.closing import close_if_complete
from handlers.blocks.rounds.farewell import thanks_window
from handlers.blocks.rounds.interview import ANSWER_BLOCK, EVIDENCE_BLOCK, REASON_BLOCK
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.inputs import inputs
from handlers.payload import typed
from handlers.surfaces.rounds import (
    show_everyone,
    show_how_far,
    show_invitation,
    show_person,
    show_reminders,
)


def given_replies(view: Mapping[str, Any]) -> list[Reply]:
    """Read a window's answers; a skipped question gives an empty one."""
    prefix = f"{ANSWER_BLOCK}_"
    asked = [block for block in inputs(view) if block.startswith(prefix)]
    return [given_reply(view, block_id.removeprefix(prefix)) for block_id in asked]


def given_reply(view: Mapping[str, Any], question_id: str) -> Reply:
    """Read a window's answer to one question."""
    return Reply(
        question_id,
        typed(view, f"{ANSWER_BLOCK}_{question_id}"),
        typed(view, f"{EVIDENCE_BLOCK}_{question_id}").strip(),
        typed(view, f"{REASON_BLOCK}_{question_id}").strip(),
    )


def thanks_of(interview: Interview, *, is_last: bool) -> View:
    """Build the window that ends an interview."""
    asked = interview.assessment
    return thanks_window(
        is_last=is_last,
        channel_id=asked.channel_id,
        ends_at=asked.ends_at,
        closes=interview.closes,
    )


def show_progress(
    work: UnitOfWork, before: Interview, interview: Interview, deps: Dependencies
) -> bool:
    """Show what the answers changed: to others, only that a person has finished.

    Home is drawn again whenever it's opened, so it need not follow each window.

    Returns:
        Whether these were the round's last answers; a reopened round stays open.
    """
    if before.is_finished or not interview.is_finished:
        show_invitation(work, interview.participant)
        return False
    show_person(work, interview.participant)
    show_reminders(work, [interview.participant])
    if close_if_complete(work.session, interview.assessment, deps.now()):
        show_everyone(work, interview.assessment.id)
        return True
    show_how_far(work, interview.assessment)
    return interview.closes is not None and is_complete(work.session, interview.assessment.id)
