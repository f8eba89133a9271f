"""What the local workspace holds: people, channels, messages, windows, files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from secrets import token_hex
from threading import Condition
from time import monotonic
from typing import Any

from bot.local_slack.call_log import Call

TEAM_ID = "T0LOCAL"
OTHER_TEAM_ID = "T0ELSEWHERE"
APP_ID = "A0LOCAL"
BOT_ID = "B0LOCAL"
BOT_USER_ID = "U0LAMPLIGHT"
CREATED = 1_700_000_000
SLACKS_PATIENCE_SECONDS = 3.0


@dataclass
class Person:
    """Somebody in the workspace; one can be any of them.

    A guest is restricted, a single-channel guest ultra-restricted, an outsider (Slack Connect)
    has another team's id.
    """

    id: str
    name: str
    role: str = ""
    is_deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_bot: bool = False
    team_id: str = TEAM_ID
    timezone: str = "Europe/Berlin"


@dataclass
class UserGroup:
    """A named list of people that the workspace keeps."""

    id: str
    name: str
    members: list[str]
    is_disabled: bool = False


@dataclass
class Channel:
    """A channel, or a person's direct message with the bot; the bot is a member like others."""

    id: str
    name: str
    members: set[str]
    is_im: bool = False
    is_archived: bool = False
    is_private: bool = False

    @property
    def has_bot(self) -> bool:
        """Tell whether the bot is a member."""
        return BOT_USER_ID in self.members

    @property
    def kind(self) -> str:
        """Return Slack's `channel_type` of a message event: im, group or channel."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"


@dataclass
class Message:
    """One message; `visible_to` is set for what only one person sees, `files` are ids."""

    ts: str
    channel_id: str
    user_id: str
    text: str
    blocks: list[dict[str, Any]]
    metadata: dict[str, Any] | None = None
    thread_ts: str | None = None
    visible_to: str | None = None
    is_edited: bool = False
    files: tuple[str, ...] = ()


@dataclass
class View:
    """An open window or a home; `typed` is what stands in its inputs, as far as it was told."""

    id: str
    hash: str
    payload: dict[str, Any]
    user_id: str
    team_id: str = TEAM_ID
    errors: dict[str, str] = field(default_factory=dict)
    root_id: str = ""
    previous_id: str | None = None
    typed: dict[str, Any] = field(default_factory=dict)

    def as_slack(self) -> dict[str, Any]:
        """Return the view as Slack sends it: `team_id` is the team of who looks at it."""
        return {
            "private_metadata": "",
            "callback_id": "",
            "state": {"values": {}},
            **self.payload,
            "id": self.id,
            "hash": self.hash,
            "team_id": self.team_id,
            "app_id": APP_ID,
            "app_installed_team_id": TEAM_ID,
            "bot_id": BOT_ID,
            "root_view_id": self.root_id or self.id,
            "previous_view_id": self.previous_id,
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
        self.calls: list[Call] = []
        self.happened: list[dict[str, Any]] = []
        self.statuses: dict[tuple[str, str], str] = {}
        self.titles: dict[tuple[str, str], str] = {}
        self.prompts: dict[str, list[dict[str, str]]] = {}
        self.streams: dict[tuple[str, str], float] = {}
        """Which messages stream, by channel and `ts`, and until when (`time.monotonic`)."""
        self.revision = 0
        self.changed = Condition()
        self._counter = count(1)
        for person in people:
            if not (person.is_deleted or person.is_bot):
                self.open_direct_message(person.id)

    def announce(self) -> None:
        """Tell listeners that something changed; the caller holds the lock."""
        self.revision += 1
        self.changed.notify_all()

    def wait_for_change(self, revision: int, timeout_seconds: float) -> int:
        """Wait until the state is newer than a revision."""
        with self.changed:
            self.changed.wait_for(lambda: self.revision != revision, timeout_seconds)
            return self.revision

    def next_ts(self) -> str:
        """Return a message's time: the workspace's clock, made unique by a counter."""
        return f"{int(self.clock().timestamp())}.{next(self._counter):06d}"

    def next_id(self, prefix: str) -> str:
        """Return an id that nothing else has."""
        return f"{prefix}{next(self._counter):08d}{token_hex(2).upper()}"

    def find_direct_message(self, user_id: str) -> Channel | None:
        """Find a person's direct message with the bot, once it was opened."""
        return self.channels.get(f"D{user_id[1:]}")

    def open_direct_message(self, user_id: str) -> Channel:
        """Return a person's direct message with the bot."""
        channel_id = f"D{user_id[1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = Channel(
                channel_id, "Lamplighter", {user_id, BOT_USER_ID}, is_im=True
            )
        return self.channels[channel_id]

    def new_trigger(self, user_id: str) -> str:
        """Return a trigger that opens one window soon: Slack allows three seconds."""
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
        team_id = self.people[user_id].team_id
        return View(view_id, self.next_id("H"), {**payload, "blocks": named}, user_id, team_id)

    def present_members(self, channel: Channel) -> list[str]:
        """List a channel's members in order; the deactivated are members no more."""
        return sorted(
            user
            for user in channel.members
            if user in self.people and not self.people[user].is_deleted
        )

    def teams_in(self, channel: Channel) -> set[str]:
        """Collect the teams whose people are in a channel; ours always is."""
        people = [self.people[user] for user in self.present_members(channel)]
        return {TEAM_ID, *(person.team_id for person in people)}

    def is_stranger(self, person: Person) -> bool:
        """Tell whether somebody of another team shares no channel with the bot.

        Source: docs.slack.dev/reference/objects/user-object, `is_stranger`.
        """
        is_met = any(
            channel.has_bot and person.id in channel.members
            for channel in self.channels.values()
            if not channel.is_im
        )
        return person.team_id != TEAM_ID and not is_met

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
