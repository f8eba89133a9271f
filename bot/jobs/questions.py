"""Answers people who asked or wrote something."""

from datetime import datetime

from assistant.answer import answer_question
from bot.delivery.slack_errors import SlackRefusedError
from bot.jobs.job import JobContext, Payload
from bot.jobs.passages import passages
from handlers.blocks.replies import answer_text
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind


def answer(context: JobContext, payload: Payload, now: datetime) -> None:
    """Answer a question where it was asked, for the asker alone; else as a direct message."""
    del now
    text = answer_text(answer_question(payload["question"], passages()))
    slack, user_id = context.slack, payload["user_id"]
    response_url = payload.get("response_url")  # missing in jobs that an earlier version queued
    if response_url and slack.respond(response_url, text):
        return
    try:
        slack.tell(payload["channel_id"], user_id, text)
    except SlackRefusedError:
        slack.write_to(user_id, text)


def greet(context: JobContext, payload: Payload, now: datetime) -> None:
    """Have a person greeted who wrote before greetings were surfaces."""
    del now
    with context.transactions.begin() as work:
        work.show(SurfaceKind.GREETING, payload["channel_id"])


JOBS = {JobKind.ANSWER_QUESTION: answer, JobKind.GREET: greet}
