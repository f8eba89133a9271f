"""Reads a use case out of a text or a thread, where there is a language model."""

import time
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from assessments.use_cases.contract.reading import load_rules
from assistant.drafting import LONGEST_TEXT, Proposed, drafting_prompt, proposals_in
from assistant.language_model import ProviderError
from assistant.proposals import Drawn, keep_proposal
from assistant.tables import UseCaseProposal
from bot.delivery.conversation import replies
from bot.jobs.asker import sight_of
from bot.jobs.job import JobContext, Payload
from bot.jobs.wording import OK, Call, note_call
from handlers.job_kinds import JobKind
from handlers.surfaces.drafting import NO_MODEL
from handlers.surfaces.kinds import SurfaceKind

WITHIN_SECONDS = 30.0
"""A person waits for a direct message, not for an answer."""


def draft(context: JobContext, payload: Payload, now: datetime) -> None:
    """Read a text, keep what it proposes, and tell who asked."""
    proposal_id = uuid5(NAMESPACE_URL, payload["place"])
    if _is_known(context, proposal_id):
        return
    if sight_of(context, payload, is_overheard=False).refusal is not None:
        return
    text = _text(context, payload)
    found = _read(context, payload["user_id"], text, now)
    kept = text if found is not None else f"{NO_MODEL} {text}"
    drawn = Drawn(payload["user_id"], payload["channel_id"], kept)
    with context.transactions.begin(now=now) as work:
        keep_proposal(work.session, proposal_id, drawn, found or [], now)
        work.show(SurfaceKind.USE_CASE_DRAFT, proposal_id)


def _is_known(context: JobContext, proposal_id: UUID) -> bool:
    with context.transactions.reading() as session:
        return session.get(UseCaseProposal, proposal_id) is not None


def _text(context: JobContext, payload: Payload) -> str:
    """Return what was typed, and of a thread what people wrote in it."""
    told = [str(payload.get("text") or "")]
    if payload.get("thread_ts"):
        messages = replies(context.slack, payload["channel_id"], payload["thread_ts"])
        told += [str(one.get("text") or "") for one in messages if not one.get("bot_id")]
    return "\n".join(dict.fromkeys(filter(None, told)))[:LONGEST_TEXT]


def _read(context: JobContext, user_id: str, text: str, now: datetime) -> list[Proposed] | None:
    """Have a model read a text; None where there is none, or it gave nothing usable."""
    model, rules = context.language.model, load_rules()
    with context.transactions.reading() as session:
        is_left = context.language.budget.is_left(session, user_id, now)
    if model is None or not is_left or not text.strip():
        return None
    prompt = drafting_prompt(rules, text)
    began_at, outcome, tokens = time.monotonic(), OK, 0
    try:
        worded = model.write_json(prompt, WITHIN_SECONDS)
        tokens = worded.tokens
        return proposals_in(rules, text, worded.text)
    except ProviderError as error:
        outcome = str(error)
        return None
    finally:
        call = Call(user_id, "draft", f"{prompt.instructions}\n{prompt.data}", outcome)
        note_call(context, model, call, tokens, time.monotonic() - began_at)


JOBS = {JobKind.DRAFT_USE_CASE: draft}
