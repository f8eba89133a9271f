"""A person answered a question: keep it, ask the next one."""

from typing import Any
from uuid import UUID

from slack_bolt import Ack

from assessments.interview import (
    Reply,
    find_assessment,
    next_step,
    participants,
    record_answer,
    step_at,
)
from handlers.blocks.readiness import (
    ANSWER_BLOCK,
    EVIDENCE_BLOCK,
    QUESTION_VIEW,
    question,
    thanks,
)
from handlers.dependencies import Dependencies, UnitOfWork
from handlers.listeners import GuardedApp
from handlers.opening import view_answer
from handlers.payload import as_id, metadata, presser, typed


def answer_question(
    ack: Ack, body: dict[str, Any], view: dict[str, Any], deps: Dependencies
) -> None:
    """Keep the answer and show what comes next."""
    known = metadata(view)
    assessment_id, question_id = as_id(known["assessment_id"]), str(known["question_id"])
    position = int(known["position"])
    user_id = presser(body)
    reply = Reply(
        question_id,
        typed(view, f"{ANSWER_BLOCK}_{question_id}"),
        typed(view, f"{EVIDENCE_BLOCK}_{question_id}").strip(),
    )
    with deps.unit_of_work() as work:
        reached = record_answer(work.session, assessment_id, user_id, reply, deps.now())
        _show_progress(work, assessment_id, user_id)
        if reached.is_complete:
            following = None
        elif user_id in reached.finished:
            total = step_at(work.session, assessment_id, user_id, position).total
            following = (
                step_at(work.session, assessment_id, user_id, position + 1)
                if position < total
                else None
            )
        else:
            following = next_step(work.session, assessment_id, user_id)
    shown = question(following) if following else thanks(is_last=reached.is_complete)
    ack(response_action="update", view=view_answer(shown))


def register(app: GuardedApp) -> None:
    """Register the window."""
    app.view(QUESTION_VIEW, answer_question)


def _show_progress(work: UnitOfWork, assessment_id: UUID, user_id: str) -> None:
    work.show("round", assessment_id)
    is_closed = find_assessment(work.session, assessment_id).closed_at is not None
    for person in participants(work.session, assessment_id):
        if is_closed or person.user_id == user_id:
            work.show("invitation", person.id)
            work.show("home", person.user_id)
