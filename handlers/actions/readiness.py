"""Presses around a readiness round: begin or resume, go back, close, start one from Home."""

from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from assessments.interview import close_assessment, next_step, participants, step_at
from deployments.audit import record
from handlers.blocks.readiness import (
    ANSWER_QUESTIONS,
    CLOSE_ROUND,
    SHOW_PREVIOUS_QUESTION,
    START_ASSESSMENT,
    question,
)
from handlers.dependencies import Dependencies
from handlers.listeners import GuardedApp
from handlers.opening import open_participants, open_view, view_answer
from handlers.payload import as_id, pressed_id, presser, read_ids


def answer_questions(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Open the first question without an answer, or the first one when all have one."""
    assessment_id, user_id = pressed_id(body), presser(body)
    with deps.unit_of_work() as work:
        step = next_step(work.session, assessment_id, user_id) or step_at(
            work.session, assessment_id, user_id, 1
        )
        view = question(step)
    open_view(client, body["trigger_id"], view)
    ack()


def show_previous_question(
    ack: Ack, body: dict[str, Any], client: WebClient, deps: Dependencies
) -> None:
    """Show the question before, with the answer it has."""
    known = read_ids(str(body["actions"][0].get("value", "")))
    assessment_id = as_id(known["assessment_id"])
    with deps.unit_of_work() as work:
        step = step_at(work.session, assessment_id, presser(body), int(known["position"]) - 1)
        view = question(step)
    client.views_update(
        view_id=body["view"]["id"], hash=body["view"]["hash"], view=view_answer(view)
    )
    ack()


def close_round(ack: Ack, body: dict[str, Any], deps: Dependencies) -> None:
    """End the round now; the facilitator alone may."""
    assessment_id, user_id = pressed_id(body), presser(body)
    with deps.unit_of_work() as work:
        close_assessment(work.session, assessment_id, user_id, deps.now())
        record(
            work.session,
            actor=user_id,
            action="assessment.close",
            subject=f"assessment:{assessment_id}",
            detail={},
            now=deps.now(),
        )
        work.show("round", assessment_id)
        for person in participants(work.session, assessment_id):
            work.show("invitation", person.id)
            work.show("home", person.user_id)
    ack()


def start_assessment(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    """Ask who should be heard; the result goes to the person who starts it."""
    open_participants(client, body["trigger_id"], presser(body))
    ack()


def register(app: GuardedApp) -> None:
    """Register the presses."""
    app.action(ANSWER_QUESTIONS, answer_questions)
    app.action(SHOW_PREVIOUS_QUESTION, show_previous_question)
    app.action(CLOSE_ROUND, close_round)
    app.action(START_ASSESSMENT, start_assessment)
