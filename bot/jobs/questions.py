"""Answers people who asked something: once each, where they asked, with sources."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from assistant.answer import Reply, answer_question, explain_alert
from assistant.keeping import BEGUN, Asked, note_answer, note_question, note_stream, subject_before
from bot.delivery.conversation import Stream, Thread, content_of, reply_once, think
from bot.delivery.slack_errors import SlackAwayError, SlackRefusedError
from bot.jobs.asker import Sight, desk_of, sight_of
from bot.jobs.job import JobContext, Payload
from bot.jobs.wording import Question, worded
from bot.queues.surfaces import Surface
from handlers.blocks.assistant import Links, answer_message, below_parts, markdown_parts
from handlers.blocks.parts import section
from handlers.blocks.refusals import refusal_sentence
from handlers.blocks.text import Message
from handlers.job_kinds import JobKind
from handlers.members import WHY_NOT, Standing
from handlers.surfaces.kinds import SurfaceKind
from handlers.wording.assistant import SHARED_CHANNEL, THINKING

ANSWERED = "answered"


def answer(context: JobContext, payload: Payload, now: datetime) -> None:
    """Answer a question where it was asked: in its thread, or for a command's asker alone."""
    asked = _asked(payload)
    with context.transactions.begin(now=now) as work:
        noted = note_question(work.session, asked, now)
        answer_id, stands = noted.id, noted.message_ts
        before = subject_before(work.session, asked.thread, now)
    if stands and not stands.startswith(BEGUN):
        return
    thread = _thread(context, payload)
    if thread is not None:
        think(context.slack, thread, THINKING, asked.question)
    sight = sight_of(context, payload, is_overheard=thread is not None and not thread.is_direct)
    if sight.refusal == WHY_NOT[Standing.BOT]:
        return  # two bots that answer each other never end
    if sentence := _why_not(sight, payload):
        _say(context, payload, thread, Message(sentence, [section(sentence)]), answer_id)
        return
    reply = _reply(context, payload, sight, before, now)
    message = answer_message(reply, answer_id, _links(context, reply))
    if thread is not None and (context.language.model is not None or stands):
        message_ts = _stream(context, thread, reply, message, Begun(answer_id, stands))
    else:
        message_ts = _say(context, payload, thread, message, answer_id)
    with context.transactions.begin(now=now) as work:
        note_answer(work.session, answer_id, reply, message_ts)


def _why_not(sight: Sight, payload: Payload) -> str:
    """Say why a question isn't answered; empty where it is. An alert's own thread explains it."""
    if sight.refusal is not None:
        return refusal_sentence(sight.refusal)
    return SHARED_CHANNEL if sight.is_shared and not payload.get("alert_id") else ""


def greet(context: JobContext, payload: Payload, now: datetime) -> None:
    """Have a person greeted who wrote before greetings were surfaces."""
    del now
    with context.transactions.begin() as work:
        work.show(SurfaceKind.GREETING, payload["channel_id"])


def _asked(payload: Payload) -> Asked:
    """Read a question; a job that an earlier version queued has no place."""
    place = payload.get("place") or f"{payload['channel_id']}:{payload['question'][:100]}"
    thread = f"{payload['channel_id']}:{payload['thread_ts']}" if payload.get("thread_ts") else ""
    return Asked(place, thread, payload["user_id"], payload["question"])


def _thread(context: JobContext, payload: Payload) -> Thread | None:
    if not payload.get("thread_ts"):
        return None
    team_id = context.slack.own_team()
    return Thread(payload["channel_id"], payload["thread_ts"], payload["user_id"], team_id)


def _reply(
    context: JobContext, payload: Payload, sight: Sight, before: str, now: datetime
) -> Reply:
    with context.transactions.reading() as session:
        key = payload.get("alert_id") or _alert_of_thread(session, payload)
        desk = desk_of(session, sight, now, key)
        if payload.get("alert_id"):
            reply = explain_alert(desk)
        else:
            reply = answer_question(payload["question"], desk, before)
    return worded(context, reply, Question(sight, key, before), now)


def _alert_of_thread(session: Session, payload: Payload) -> str:
    """Return the alert whose thread was asked in; empty for another thread."""
    query = select(Surface.object_id).where(
        Surface.kind == SurfaceKind.ALERT.value,
        Surface.channel_id == payload["channel_id"],
        Surface.message_ts == payload.get("thread_ts"),
    )
    return session.exec(query).first() or ""


def _links(context: JobContext, reply: Reply) -> Links:
    """Find the addresses of the messages that an answer rests on; who can't be asked, has none."""
    wanted = {(source.kind, source.key) for found in reply.findings for source in found.sources}
    found: dict[tuple[str, str], str] = {}
    for kind, key in wanted:
        place = _place(context, kind, key) if kind else None
        if place is not None:
            with suppress(Exception):  # an answer without a link is an answer
                found[kind, key] = context.slack.permalink(*place)
    return found


def _place(context: JobContext, kind: str, key: str) -> tuple[str, str] | None:
    with context.transactions.reading() as session:
        query = select(Surface).where(Surface.kind == kind, Surface.object_id == key)
        found = session.exec(query).first()
    if found is None or not found.channel_id or not found.message_ts:
        return None
    return found.channel_id, found.message_ts


def _say(
    context: JobContext,
    payload: Payload,
    thread: Thread | None,
    message: Message,
    answer_id: UUID,
) -> str:
    """Post an answer.

    Returns:
        Its `ts`, or a word where it has none.
    """
    slack = context.slack
    if thread is not None:
        return reply_once(slack, thread, message, f"answer:{answer_id}")
    written = content_of(message)
    response_url = payload.get("response_url")  # missing in jobs that an earlier version queued
    if response_url:
        with suppress(SlackAwayError):  # a firewall may let the Web API through alone
            if slack.respond(response_url, written):
                return ANSWERED
    try:
        slack.tell(payload["channel_id"], payload["user_id"], written)
    except SlackRefusedError:
        slack.write_to(payload["user_id"], written)
    return ANSWERED


@dataclass(frozen=True)
class Begun:
    """An answer, and where a stream of it stands already."""

    answer_id: UUID
    stands: str


def _stream(
    context: JobContext, thread: Thread, reply: Reply, message: Message, begun: Begun
) -> str:
    """Let an answer appear part by part; where Slack has no streams, post it.

    Returns:
        Its `ts`.
    """
    key = f"answer:{begun.answer_id}"
    stream = Stream(context.slack, thread, key, begun.stands.removeprefix(BEGUN))
    if stream.ts:
        stream.is_broken = True
    elif stream.start():
        with context.transactions.begin() as work:
            note_stream(work.session, begun.answer_id, stream.ts)
        for part in markdown_parts(reply):
            stream.append(part)
    else:
        return reply_once(context.slack, thread, message, key)
    stream.stop(message, below_parts(message, reply))
    return stream.ts


JOBS = {JobKind.ANSWER_QUESTION: answer, JobKind.GREET: greet}
