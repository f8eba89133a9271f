"""Puts the reasons of a round into themes for its facilitator, in the thread of their message."""

import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from assessments.answers.interview import find_assessment, participants
from assessments.rounds.reasons import Reason, reasons_given
from assistant.language_model import ProviderError
from assistant.themes import Theme, by_topic, themes_in, themes_prompt
from bot.delivery.conversation import Thread, reply_once
from bot.delivery.names import names_of
from bot.jobs.job import JobContext, Payload
from bot.jobs.wording import OK, Call, note_call
from handlers.blocks.rounds.reasons import reasons_message
from handlers.job_kinds import JobKind

WITHIN_SECONDS = 30.0


def summarise(context: JobContext, payload: Payload, now: datetime) -> None:
    """Read a round's reasons, without names, and reply under the message that was pressed."""
    with context.transactions.reading() as session:
        assessment = find_assessment(session, UUID(payload["assessment_id"]))
        reasons = reasons_given(session, assessment)
        people = [person.user_id for person in participants(session, assessment.id)]
    names = list(names_of(context.slack, people).values()) if reasons else []
    themes = _themes(context, payload["user_id"], reasons, names, now) if reasons else []
    thread = Thread(payload["channel_id"], payload["thread_ts"], payload["user_id"], "")
    message = reasons_message(themes or by_topic(reasons, names))
    reply_once(context.slack, thread, message, f"reasons:{payload['key']}")


def _themes(
    context: JobContext,
    user_id: str,
    reasons: Sequence[Reason],
    names: Sequence[str],
    now: datetime,
) -> list[Theme]:
    """Ask the model; none where there is none, or it gave none that can be shown."""
    model = context.language.model
    with context.transactions.reading() as session:
        is_left = context.language.budget.is_left(session, user_id, now)
    if model is None or not is_left:
        return []
    prompt = themes_prompt(reasons, names)
    began_at, outcome, tokens = time.monotonic(), OK, 0
    try:
        worded = model.write_json(prompt, WITHIN_SECONDS)
        tokens = worded.tokens
        return themes_in(reasons, names, worded.text)
    except ProviderError as error:
        outcome = str(error)
        return []
    finally:
        call = Call(user_id, "summary", f"{prompt.instructions}\n{prompt.data}", outcome)
        note_call(context, model, call, tokens, time.monotonic() - began_at)


JOBS = {JobKind.SUMMARISE_REASONS: summarise}
