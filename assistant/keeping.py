"""Keeps which questions were answered, so that each is once, and what people thought of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from assistant.answer import Reply
from assistant.tables import AssistantAnswer, ProviderCall

KEPT_FOR = timedelta(days=90)
USED = "ok"
"""The outcome of a call whose answer was used."""
BEGUN = "~"
"""Before the `ts` of an answer that isn't whole yet."""
CONTEXT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """A question as it came in.

    Attributes:
        place: Channel and time of its message, or the command's trigger: the same for repeats.
        thread: Channel and time of the first message of its thread; empty for a command.
    """

    place: str
    thread: str
    user_id: str
    question: str


def note_question(session: Session, asked: Asked, now: datetime) -> AssistantAnswer:
    """Note a question, or find it: one that was answered before has a `message_ts`."""
    known = session.exec(select(AssistantAnswer).where(AssistantAnswer.place == asked.place))
    found = known.one_or_none()
    if found is None:
        found = AssistantAnswer(
            place=asked.place,
            thread=asked.thread,
            user_id=asked.user_id,
            question=asked.question,
            asked_at=now,
        )
        session.add(found)
        session.flush()
    return found


def subject_before(session: Session, thread: str, now: datetime) -> str:
    """Return what was talked of last in a thread; empty where nothing was, or long ago."""
    if not thread:
        return ""
    query = select(AssistantAnswer.subject).where(
        AssistantAnswer.thread == thread,
        AssistantAnswer.subject != "",
        col(AssistantAnswer.asked_at) > now - CONTEXT_FOR,
    )
    found = session.exec(query.order_by(col(AssistantAnswer.asked_at).desc()).limit(1)).first()
    return found or ""


def note_stream(session: Session, answer_id: UUID, ts: str) -> None:
    """Note where an answer begins to appear, so that one that breaks off is finished there."""
    session.get_one(AssistantAnswer, answer_id).message_ts = f"{BEGUN}{ts}"


def note_answer(session: Session, answer_id: UUID, reply: Reply, message_ts: str) -> None:
    """Note that a question was answered, how, and where the answer stands."""
    found = session.get_one(AssistantAnswer, answer_id)
    found.kind, found.subject = reply.kind.value, reply.subject
    found.tools = [finding.title for finding in reply.findings]
    found.is_by_provider, found.message_ts = bool(reply.text), message_ts


def rate_answer(
    session: Session, answer_id: UUID, now: datetime, *, has_helped: bool
) -> AssistantAnswer | None:
    """Keep a thumb; the newest counts. None where the answer isn't kept any more."""
    found = session.get(AssistantAnswer, answer_id)
    if found is not None:
        found.has_helped, found.rated_at = has_helped, now
    return found


def keep_call(session: Session, call: ProviderCall) -> None:
    """Keep what left the house."""
    session.add(call)


def forget_old_answers(session: Session, now: datetime) -> None:
    """Forget questions, answers and what left the house after 90 days."""
    for table, at in (
        (AssistantAnswer, col(AssistantAnswer.asked_at)),
        (ProviderCall, col(ProviderCall.called_at)),
    ):
        session.connection().execute(delete(table).where(at < now - KEPT_FOR))


@dataclass(frozen=True)
class Figures:
    """How the assistant does, over what is kept.

    Attributes:
        failures_by_reason: Calls without a usable answer, by what was the matter.
        seconds: How long all calls took together.
    """

    questions: int
    helped: int
    not_helped: int
    calls: int
    failures: int
    tokens: int
    failures_by_reason: Mapping[str, int]
    seconds: float


def figures(session: Session) -> Figures:
    """Count questions, thumbs, and calls to a provider."""
    rated = col(AssistantAnswer.has_helped)
    questions, helped, not_helped = session.exec(
        select(
            func.count(),
            func.count().filter(rated.is_(True)),
            func.count().filter(rated.is_(False)),
        )
        .select_from(AssistantAnswer)
        .where(AssistantAnswer.message_ts != "")
    ).one()
    called = select(
        ProviderCall.outcome,
        func.count(),
        func.coalesce(func.sum(col(ProviderCall.tokens)), 0),
        func.coalesce(func.sum(col(ProviderCall.seconds)), 0.0),
    ).group_by(ProviderCall.outcome)
    calls, tokens, seconds, reasons = 0, 0, 0.0, Counter[str]()
    for outcome, count, its_tokens, its_seconds in session.exec(called):
        calls, tokens, seconds = calls + count, tokens + its_tokens, seconds + its_seconds
        reasons[outcome.partition(":")[0]] += count
    del reasons[USED]
    return Figures(
        questions, helped, not_helped, calls, reasons.total(), tokens, dict(reasons), seconds
    )
