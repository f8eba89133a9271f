"""Someone wrote to the bot directly, or mentioned it: greet them, or answer their question."""

import re
from typing import Any

from slack_bolt import Ack

from ground.characters import without_hidden
from handlers.blocks.text import cut
from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.job_kinds import JobKind
from handlers.surfaces.kinds import SurfaceKind

LONGEST_QUESTION = 5_000
PEOPLES = {None, "file_share", "thread_broadcast", "me_message"}
"""Slack's subtypes of people's messages: plain, with files, shown in the channel too, by `/me`."""
SLACKBOT = "USLACKBOT"
"""Writes reminders and automatic replies without a bot's id."""
GREETING = re.compile(
    r"((hi|hello|hey|hallo|good (morning|day|evening))( \w+)?)?[ !.,]*", re.IGNORECASE
)
DRAFT = re.compile(r"^\s*(please )?draft (me )?(a|the|this|one)?\b.*\buse case", re.IGNORECASE)
"""Asks for a use case, from the words after it or from the thread."""
_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")


def message(ack: Ack, event: dict[str, Any], deps: Dependencies) -> None:
    """Answer a person's direct message, once; greet who says hello; ignore anything else."""
    if event.get("channel_type") == "im" and _is_from_a_person(event):
        _take(event, deps)
    ack()


def app_mention(ack: Ack, event: dict[str, Any], deps: Dependencies) -> None:
    """Answer a question to the bot in a channel or thread, once.

    Slack sends a mention in a direct message, and one in a channel whose messages an app is sent,
    as a message too; and again for an edit, with the same time.
    """
    if _is_from_a_person(event):
        _take(event, deps)
    ack()


def register(app: GuardedApp) -> None:
    """Register the events."""
    app.event("message", message)
    app.event("app_mention", app_mention)


def _take(event: dict[str, Any], deps: Dependencies) -> None:
    """Queue an answer, or show a greeting; the place lets each message be answered once."""
    question = _question(event)
    place = f"{event['channel']}:{event['ts']}"
    is_direct = str(event["channel"]).startswith("D")
    with deps.repeatable_work() as work:
        if is_direct and GREETING.fullmatch(question):
            work.show(SurfaceKind.GREETING, f"{event['user']}:{event['ts']}")
            return
        common = {"user_id": event["user"], "channel_id": event["channel"], "place": place}
        if DRAFT.search(question):
            thread = {"thread_ts": event["thread_ts"]} if event.get("thread_ts") else {}
            payload = {**common, **thread, "text": question, "files": attached(event)}
            work.enqueue(JobKind.DRAFT_USE_CASE, key=place, payload=payload)
            return
        thread_ts = event.get("thread_ts") or event["ts"]
        payload = {**common, "question": question, "thread_ts": thread_ts}
        work.enqueue(JobKind.ANSWER_QUESTION, key=place, payload=payload)


def attached(message: dict[str, Any]) -> list[dict[str, str]]:
    """List a message's files: the id and the name of each."""
    found = [one for one in message.get("files") or [] if one.get("id")]
    return [{"id": str(one["id"]), "name": str(one.get("name"))} for one in found]


def _question(event: dict[str, Any]) -> str:
    """Return what was asked, without the bot's own name at its start or end."""
    text = _MENTION.sub(" ", str(event.get("text") or ""))
    return cut(without_hidden(" ".join(text.split())), LONGEST_QUESTION)


def _is_from_a_person(event: dict[str, Any]) -> bool:
    """Check that a person wrote it: not a bot, ourselves, an edit or another kind of event."""
    is_plain = (
        event.get("subtype") in PEOPLES and not event.get("bot_id") and not event.get("edited")
    )
    return is_plain and event.get("user") not in {None, "", SLACKBOT}
