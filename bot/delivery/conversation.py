"""Answers in a thread: posted once, streamed where Slack has it, with status and title."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.delivery.client import EVENT_TYPE, Slack
from bot.delivery.slack_errors import UNREACHED, sorted_errors
from handlers.blocks.text import Message, cut, notification

log = structlog.get_logger()
LONGEST_PART = 11_000
"""A part of a stream may have 12,000 characters."""
LONGEST_TITLE = 80
LONGEST_UPDATE = 3_900
"""`chat.update` takes 4,000 characters beside blocks."""
REPLIES_A_PAGE = 100
NOT_THERE = (SlackApiError, *UNREACHED)


@dataclass(frozen=True)
class Thread:
    """Where an answer goes: a thread of a channel or direct message, and who asked."""

    channel_id: str
    ts: str
    user_id: str
    team_id: str

    @property
    def is_direct(self) -> bool:
        """Whether it's the person's direct message with the bot."""
        return self.channel_id.startswith("D")


def think(slack: Slack, thread: Thread, status: str, title: str) -> None:
    """Show that an answer is on its way, and name the thread; where Slack has neither, nothing."""
    if not thread.is_direct:
        return
    with suppress(*NOT_THERE):
        slack.client.assistant_threads_setStatus(
            channel_id=thread.channel_id, thread_ts=thread.ts, status=status
        )
        slack.client.assistant_threads_setTitle(
            channel_id=thread.channel_id, thread_ts=thread.ts, title=cut(title, LONGEST_TITLE)
        )


def replies(slack: Slack, channel_id: str, thread_ts: str) -> list[dict[str, Any]]:
    """Return a thread's first hundred messages, the oldest first.

    Raises:
        RetryAfterError, SlackRefusedError, SlackAwayError: See `sorted_errors`.
    """
    with sorted_errors("conversations.replies"):
        found = slack.client.conversations_replies(
            channel=channel_id, ts=thread_ts, limit=REPLIES_A_PAGE, include_all_metadata=True
        )
    return list(found["messages"])


def reply_once(slack: Slack, thread: Thread, message: Message, key: str) -> str:
    """Answer in a thread, unless an answer with this key stands there.

    Returns:
        The answer's `ts`.
    """
    known = _find(slack, thread, key)
    if known:
        return known
    with sorted_errors("chat.postMessage"):
        answer = slack.client.chat_postMessage(
            channel=thread.channel_id,
            thread_ts=thread.ts,
            **content_of(message),
            metadata=_metadata(key),
            unfurl_links=False,
            unfurl_media=False,
        )
    return str(answer["ts"])


@dataclass
class Stream:
    """An answer that appears part by part.

    Slack ends a stream after about five minutes; then it takes no more parts, and the message is
    changed as a whole. What stands is never posted a second time.
    """

    slack: Slack
    thread: Thread
    key: str
    ts: str = ""
    is_broken: bool = False

    def start(self) -> bool:
        """Begin; False where Slack has no streams here, and nothing was posted."""
        thread = self.thread
        try:
            answer = self.slack.client.chat_startStream(
                channel=thread.channel_id,
                thread_ts=thread.ts,
                recipient_team_id=None if thread.is_direct else thread.team_id,
                recipient_user_id=None if thread.is_direct else thread.user_id,
            )
        except NOT_THERE as error:
            log.info("not_streamed", reason=_reason(error))
            return False
        self.ts = str(answer["ts"])
        return True

    def append(self, part: str) -> None:
        """Add a part, in Markdown."""
        if self.is_broken:
            return
        try:
            for start in range(0, len(part), LONGEST_PART):
                self.slack.client.chat_appendStream(
                    channel=self.thread.channel_id,
                    ts=self.ts,
                    markdown_text=part[start : start + LONGEST_PART],
                )
        except NOT_THERE as error:
            log.warning("stream_broke", reason=_reason(error))
            self.is_broken = True

    def stop(self, whole: Message, below: Sequence[Block]) -> None:
        """End it.

        Args:
            whole: The whole answer, which takes the place of a stream that broke.
            below: What stands below the parts; they themselves aren't sent again.
        """
        if self._end(below) and not self.is_broken:
            return
        with sorted_errors("chat.update"):
            self.slack.client.chat_update(
                channel=self.thread.channel_id,
                ts=self.ts,
                text=cut(notification(whole.text), LONGEST_UPDATE),
                blocks=_written(whole.blocks),
                metadata=_metadata(self.key),
            )

    def _end(self, below: Sequence[Block]) -> bool:
        """End it where it still streams, since a message that streams can't be changed."""
        try:
            self.slack.client.chat_stopStream(
                channel=self.thread.channel_id,
                ts=self.ts,
                blocks=_written(below),
                metadata=_metadata(self.key),
            )
        except NOT_THERE as error:
            log.warning("stream_broke", reason=_reason(error))
            return False
        return True


def content_of(message: Message) -> dict[str, Any]:
    """Write a message as calls take it."""
    return {"text": notification(message.text), "blocks": _written(message.blocks)}


def _find(slack: Slack, thread: Thread, key: str) -> str:
    """Return where an answer with a key stands; empty where none does, or Slack doesn't say."""
    try:
        found = replies(slack, thread.channel_id, thread.ts)
    except Exception as error:  # noqa: BLE001 - an answer twice is better than none
        log.info("thread_not_read", reason=_reason(error))
        return ""
    for message in found:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if payload.get("surface_id") == key:
            return str(message["ts"])
    return ""


def _metadata(key: str) -> dict[str, object]:
    return {"event_type": EVENT_TYPE, "event_payload": {"surface_id": key}}


def _written(blocks: Sequence[Block]) -> list[dict[str, object]]:
    return [block.to_dict() for block in blocks]


def _reason(error: Exception) -> str:
    code = error.response.get("error") if isinstance(error, SlackApiError) else None
    return str(code or type(error).__name__)
