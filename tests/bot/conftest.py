"""Fakes for the process's parts: a Slack that keeps messages, a surface that shows a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from slack_sdk.models.blocks import SectionBlock
from sqlmodel import Session

from bot.delivery.client import Posted
from handlers.blocks.text import Message


@dataclass
class FakeMessage:
    """A message as the fake Slack keeps it."""

    channel_id: str
    text: str
    surface_id: str
    thread_ts: str = ""


@dataclass
class FakeSlack:
    """A Slack that keeps messages and homes.

    `failures` are raised by the next calls in turn, `failures_of` a method by its next calls, and
    a failure in `lost` after the call was carried out.
    """

    messages: dict[str, FakeMessage] = field(default_factory=dict)
    homes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    failures: list[Exception] = field(default_factory=list)
    failures_of: dict[str, list[Exception]] = field(default_factory=dict)
    lost: list[Exception] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def channel_of(self, place: str) -> str:
        """Open a direct message for a person."""
        return place.replace("U", "D", 1)

    def post(
        self,
        channel_id: str,
        text: str,
        blocks: Sequence[Mapping[str, Any]],
        surface_id: str,
        thread_ts: str = "",
    ) -> Posted:
        """Keep a message."""
        del blocks
        self._call("post")
        posted = Posted(channel_id, f"{len(self.messages) + 1}.0")
        self.messages[posted.message_ts] = FakeMessage(channel_id, text, surface_id, thread_ts)
        if self.lost:
            raise self.lost.pop(0)
        return posted

    def update(self, posted: Posted, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Change a message."""
        del blocks
        self._call("update")
        self.messages[posted.message_ts].text = text

    def find(
        self, channel_id: str, surface_id: str, since: datetime, thread_ts: str = ""
    ) -> Posted | None:
        """Look for a surface's message."""
        del since, thread_ts
        self._call("find")
        for message_ts, message in self.messages.items():
            if (message.channel_id, message.surface_id) == (channel_id, surface_id):
                return Posted(channel_id, message_ts)
        return None

    def publish_home(self, user_id: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Keep a home."""
        self._call("publish_home")
        self.homes[user_id] = [dict(block) for block in blocks]

    def texts(self) -> list[str]:
        """Every message's text, in order."""
        return [message.text for message in self.messages.values()]

    def _call(self, method: str) -> None:
        self.calls.append(method)
        for failures in (self.failures, self.failures_of.get(method)):
            if failures:
                raise failures.pop(0)


@dataclass
class Board:
    """What each surface should show: its text, by object id."""

    texts: dict[str, str] = field(default_factory=dict)

    def draw(self, session: Session, kind: str, object_id: str, now: datetime) -> Message:
        """Draw the text that is on the board."""
        del session, kind, now
        text = self.texts[object_id]
        return Message(text, [SectionBlock(text=text)])


@pytest.fixture
def slack() -> FakeSlack:
    """An empty Slack."""
    return FakeSlack()


@pytest.fixture
def board() -> Board:
    """An empty board."""
    return Board()
