"""Reads a use case out of a text, a thread or a file, where there is a language model."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from assessments.use_cases.contract.reading import load_rules
from assistant.drafting import LONGEST_TEXT, Proposed, drafting_prompt, proposals_in
from assistant.language_model import ProviderError
from assistant.proposals import Drawn, keep_proposal
from assistant.tables import UseCaseProposal
from assistant.unread import Unread
from bot.delivery.attachments import UnreadableFileError, read_attachment
from bot.delivery.conversation import replies
from bot.jobs.asker import sight_of
from bot.jobs.job import JobContext, Payload
from bot.jobs.wording import OK, Call, note_call
from handlers.events.message import attached
from handlers.job_kinds import JobKind
from handlers.surfaces.drafting import kept_text
from handlers.surfaces.kinds import SurfaceKind

MOST_FILES = 3
WITHIN_SECONDS = 30.0
"""A person waits for a direct message, not for an answer."""


def draft(context: JobContext, payload: Payload, now: datetime) -> None:
    """Read a text, keep what it proposes, and tell who asked."""
    proposal_id = uuid5(NAMESPACE_URL, payload["place"])
    if _is_known(context, proposal_id):
        return
    if sight_of(context, payload, is_overheard=False).refusal is not None:
        return
    source = _source(context, payload)
    texts, unread = _texts(context, source.files)
    whole = "\n".join([source.text, *texts])
    text = whole[:LONGEST_TEXT]
    if len(whole.rstrip()) > LONGEST_TEXT:
        unread.append((Unread.REST, ""))
    found = _read(context, payload["user_id"], text, now)
    kept = kept_text(text, has_model=found is not None, unread=unread)
    drawn = Drawn(payload["user_id"], payload["channel_id"], kept)
    with context.transactions.begin(now=now) as work:
        keep_proposal(work.session, proposal_id, drawn, found or [], now)
        work.show(SurfaceKind.USE_CASE_DRAFT, proposal_id)


def _is_known(context: JobContext, proposal_id: UUID) -> bool:
    with context.transactions.reading() as session:
        return session.get(UseCaseProposal, proposal_id) is not None


@dataclass(frozen=True)
class _Source:
    """What people wrote: typed, in a thread; and the files that they attached."""

    text: str
    files: Sequence[Mapping[str, str]]


def _source(context: JobContext, payload: Payload) -> _Source:
    told, files = [str(payload.get("text") or "")], list(payload.get("files") or [])
    if payload.get("thread_ts"):
        messages = replies(context.slack, payload["channel_id"], payload["thread_ts"])
        theirs = [one for one in messages if not one.get("bot_id")]
        told += [str(one.get("text") or "") for one in theirs]
        files += [file for one in theirs for file in attached(one)]
    known = {file["id"]: file for file in files}
    return _Source("\n".join(dict.fromkeys(filter(None, told))), list(known.values()))


def _texts(
    context: JobContext, files: Sequence[Mapping[str, str]]
) -> tuple[list[str], list[tuple[Unread, str]]]:
    """Return the texts of files, and the names of those without one, with why."""
    texts: list[str] = []
    unread = [(Unread.MANY, str(file["name"])) for file in files[MOST_FILES:]]
    for file in files[:MOST_FILES]:
        try:
            texts.append(read_attachment(context.slack, file["id"]))
        except UnreadableFileError as error:
            unread.append((error.why, str(file["name"])))
    return texts, unread


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
