"""What the local workspace holds: people, channels, messages, windows, files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from secrets import token_hex
from threading import Condition
from time import monotonic
from typing import Any

TEAM_ID = "T0LOCAL"
APP_ID = "A0LOCAL"
BOT_ID = "B0LOCAL"
BOT_USER_ID = "U0LAMPLIGHT"
SLACKS_PATIENCE_SECONDS = 3.0


@dataclass
class Person:
    """Somebody in the workspace; one can be any of them."""

    id: str
    name: str
    role: str = ""
    is_deleted: bool = False
    is_restricted: bool = False
    is_bot: bool = False
    team_id: str = TEAM_ID
    timezone: str = "Europe/Berlin"


@dataclass
class UserGroup:
    """A named list of people that the workspace keeps."""

    id: str
    name: str
    members: list[str]


@dataclass
class Channel:
    """A channel, or a person's direct message with the bot."""

    id: str
    name: str
    members: set[str]
    is_im: bool = False
    is_archived: bool = False
    is_private: bool = False
    has_bot: bool = True


@dataclass
class Message:
    """One message; `visible_to` is set for what only one person sees."""

    ts: str
    channel_id: str
    user_id: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    visible_to: str | None = None
    is_edited: bool = False


@dataclass
class View:
    """An open window or a home."""

    id: str
    hash: str
    payload: dict[str, Any]
    user_id: str
    errors: dict[str, str] = field(default_factory=dict)

    def as_slack(self) -> dict[str, Any]:
        """Give the view as Slack sends it."""
        return {
            "private_metadata": "",
            "callback_id": "",
            "state": {"values": {}},
            **self.payload,
            "id": self.id,
            "hash": self.hash,
            "team_id": TEAM_ID,
            "app_id": APP_ID,
            "bot_id": BOT_ID,
            "root_view_id": self.id,
            "previous_view_id": None,
        }


@dataclass
class StoredFile:
    """An uploaded file; it can be shown once its upload is complete."""

    id: str
    name: str
    content: bytes = b""
    is_complete: bool = False
    alt_text: str = ""


class World:
    """The state of one workspace. Every change is made under its lock and announced."""

    def __init__(
        self,
        people: list[Person],
        channels: list[Channel],
        clock: Callable[[], datetime],
        patience_seconds: float = SLACKS_PATIENCE_SECONDS,
    ) -> None:
        self.clock = clock
        self.patience_seconds = patience_seconds
        self.people = {person.id: person for person in people}
        self.people[BOT_USER_ID] = Person(BOT_USER_ID, "Lamplighter", is_bot=True)
        self.channels = {channel.id: channel for channel in channels}
        self.user_groups: dict[str, UserGroup] = {}
        self.messages: list[Message] = []
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.files: dict[str, StoredFile] = {}
        self.notices: dict[str, list[str]] = {}
        self.triggers: dict[str, tuple[str, float]] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.revision = 0
        self.changed = Condition()
        self._counter = count(1)
        for person in people:
            self.open_direct_message(person.id)

    def announce(self) -> None:
        """Say that something changed; the caller holds the lock."""
        self.revision += 1
        self.changed.notify_all()

    def wait_for_change(self, revision: int, timeout_seconds: float) -> int:
        """Wait until the state is newer than a revision."""
        with self.changed:
            self.changed.wait_for(lambda: self.revision != revision, timeout_seconds)
            return self.revision

    def next_ts(self) -> str:
        """Give a message's time: the workspace's clock, made unique by a counter."""
        return f"{int(self.clock().timestamp())}.{next(self._counter):06d}"

    def next_id(self, prefix: str) -> str:
        """Give an id that nothing else has."""
        return f"{prefix}{next(self._counter):08d}{token_hex(2).upper()}"

    def open_direct_message(self, user_id: str) -> Channel:
        """Give a person's direct message with the bot."""
        channel_id = f"D{user_id[1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                channel_id, "Lamplighter", {user_id, BOT_USER_ID}, is_im=True
            )
        return self.channels[channel_id]

    def new_trigger(self, user_id: str) -> str:
        """Give a trigger that opens one window soon: Slack allows three seconds."""
        trigger_id = f"{next(self._counter)}.{token_hex(8)}"
        self.triggers[trigger_id] = (user_id, monotonic() + self.patience_seconds)
        return trigger_id

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """Find a message that stands in a channel."""
        return next(
            (found for found in self.messages if (found.channel_id, found.ts) == (channel_id, ts)),
            None,
        )

    def new_view(self, payload: dict[str, Any], user_id: str) -> View:
        """Make a view of a payload; blocks without an id get one."""
        named = [
            {**block, "block_id": block.get("block_id") or f"b{next(self._counter)}"}
            for block in payload["blocks"]
        ]
        view_id = self.next_id("V")
        return View(view_id, self.next_id("H"), {**payload, "blocks": named}, user_id)

    def find_view(self, view_id: str) -> View | None:
        """Find an open window or a home by id."""
        every = [view for stack in self.stacks.values() for view in stack]
        return next((view for view in [*every, *self.homes.values()] if view.id == view_id), None)

    def notice(self, user_id: str, text: str) -> None:
        """Show a person a passing notice, as Slack does when an app doesn't answer."""
        with self.changed:
            self.notices.setdefault(user_id, []).append(text)
            self.announce()


@dataclass
class ResponseUrl:
    """Where an app may answer a press: five times within half an hour."""

    channel_id: str
    user_id: str
    message_ts: str | None
    expires_at: float
    uses_left: int = 5
