"""Asks the language model, where there is one, within its budget; keeps what left the house."""

import time
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from assistant.answer import Reply
from assistant.finding import Finding
from assistant.keeping import keep_call
from assistant.language_model import LanguageModel, ProviderError
from assistant.said import people_in
from assistant.tables import ProviderCall
from assistant.tools import all_tools
from assistant.wording import MAY_WORD, Labels, Wording
from bot.delivery.names import names_of
from bot.jobs.asker import Sight, desk_of
from bot.jobs.job import JobContext

log = structlog.get_logger()
WITHIN_SECONDS = 8.0
"""Of the ten that an answer may take."""
LONGEST_KEPT, LETTERS_A_TOKEN = 20_000, 4
OK = "ok"


@dataclass(frozen=True)
class Question:
    """What a model's tools need of a question: who sees what, under what, after what."""

    sight: Sight
    subject_key: str
    before: str


def worded(context: JobContext, reply: Reply, asked: Question, now: datetime) -> Reply:
    """Have an answer worded by the model; where it can't, return the answer as it is."""
    model, user_id = context.language.model, asked.sight.asker.user_id
    if model is None or reply.kind not in MAY_WORD:
        return reply
    with context.transactions.reading() as session:
        if not context.language.budget.is_left(session, user_id, now):
            return replace(reply, is_limited=True)

    def call(name: str, argument: str) -> Finding:
        with context.transactions.reading() as session:
            desk = desk_of(session, asked.sight, now, asked.subject_key)
            return all_tools()[name].answer(desk, argument)

    wording = Wording(model, call, _labels(context, reply, user_id))
    began_at, outcome = time.monotonic(), OK
    try:
        return wording.word(reply, asked.before, WITHIN_SECONDS)
    except ProviderError as error:
        outcome = str(error)
        log.warning("language_model_not_used", reason=error.failure.value)
        return reply
    finally:
        seconds = time.monotonic() - began_at
        kept = Call(user_id, "answer", "\n---\n".join(wording.sent), outcome)
        note_call(context, model, kept, wording.tokens, seconds)


@dataclass(frozen=True)
class Call:
    """What is kept of a call."""

    user_id: str
    purpose: str
    sent: str
    outcome: str


def note_call(
    context: JobContext, model: LanguageModel, call: Call, tokens: int, seconds: float
) -> None:
    """Keep what left the house, and what it cost; an unknown number of tokens is estimated."""
    with context.transactions.begin() as work:
        kept = ProviderCall(
            user_id=call.user_id,
            purpose=call.purpose,
            endpoint=model.endpoint,
            model=model.name,
            sent=call.sent[:LONGEST_KEPT],
            outcome=call.outcome,
            tokens=tokens or len(call.sent) // LETTERS_A_TOKEN,
            seconds=seconds,
            called_at=work.now,
        )
        keep_call(work.session, kept)


def _labels(context: JobContext, reply: Reply, user_id: str) -> Labels:
    """Give people labels, and names where those may leave."""
    people = [person for found in reply.findings for person in people_in(found.text)]
    names = names_of(context.slack, dict.fromkeys([*people, user_id]))
    return Labels(hidden=names) if context.language.is_masked else Labels(names)
