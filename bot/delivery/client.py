"""Slack as delivery sees it: post, update, find, publish, upload; errors sorted by what to do."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.delivery.slack_errors import (
    TOO_MANY_REQUESTS,
    PlaceRefusedError,
    RetryAfterError,
    SlackAwayError,
    pause_seconds,
    sorted_errors,
)
from handlers.blocks.text import plain

EVENT_TYPE = "lamplighter_surface"
TIMEOUT_SECONDS = 10
SERVER_ERROR = 500
CLOCKS_MAY_DIFFER = timedelta(minutes=10)
POSTED_WITHIN = timedelta(minutes=10)
MESSAGES_A_PAGE = 15
"""What Slack gives at most to an app that is distributed outside its marketplace."""
PRIVATE = {"channel_not_found", "method_not_supported_for_channel_type", "missing_scope"}


@dataclass(frozen=True)
class Posted:
    """Where a message stands."""

    channel_id: str
    message_ts: str


class Mark(NamedTuple):
    """Words that stand in one message alone, and when it can have been sent at the earliest."""

    text: str
    since: datetime


@dataclass(frozen=True)
class PersonFacts:
    """What Slack knows of a person that matters to us."""

    timezone: str
    is_deactivated: bool
    name: str = ""
    is_bot: bool = False
    is_guest: bool = False
    teams: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewFile:
    """A file to send; a picture has words for those who don't see it."""

    content: bytes
    name: str
    title: str
    alt_text: str = ""


class Slack:
    """The few Web API calls that delivery makes."""

    def __init__(self, client: WebClient) -> None:
        self.client = client
        self.team_id = ""
        self.direct_messages: dict[str, str] = {}
        self.cursors: dict[tuple[str, str, str], str] = {}
        """How far the looks into history came that Slack cut short, by channel and times."""

    def channel_of(self, place: str) -> str:
        """Return the channel of a place: itself, or a person's direct message."""
        if not place.startswith(("U", "W")):
            return place
        if place not in self.direct_messages:
            with sorted_errors("conversations.open"):
                answer = self.client.conversations_open(users=[place])
            self.direct_messages[place] = answer["channel"]["id"]
        return self.direct_messages[place]

    def post(
        self,
        channel_id: str,
        text: str,
        blocks: Sequence[Mapping[str, Any]],
        surface_id: str,
        thread_ts: str = "",
    ) -> Posted:
        """Post a message that carries the id of its surface, in a thread where one is named."""
        with sorted_errors("chat.postMessage"):
            answer = self._as_member(
                channel_id,
                self.client.chat_postMessage,
                channel=channel_id,
                text=text,
                blocks=[dict(block) for block in blocks],
                metadata={"event_type": EVENT_TYPE, "event_payload": {"surface_id": surface_id}},
                unfurl_links=False,
                unfurl_media=False,
                thread_ts=thread_ts or None,
            )
            posted = Posted(answer["channel"], answer["ts"])
            if not posted.message_ts:
                raise TypeError("It isn't Slack's answer.")
        return posted

    def update(self, posted: Posted, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Show something else in a message."""
        with sorted_errors("chat.update"):
            self.client.chat_update(
                channel=posted.channel_id,
                ts=posted.message_ts,
                text=text,
                blocks=[dict(block) for block in blocks],
            )

    def find(
        self, channel_id: str, surface_id: str, since: datetime, thread_ts: str = ""
    ) -> Posted | None:
        """Look for a surface's message among those posted since a time, or in a thread."""
        for message in self._history(channel_id, since, since + POSTED_WITHIN, thread_ts):
            carried = (message.get("metadata") or {}).get("event_payload") or {}
            if carried.get("surface_id") == surface_id:
                return Posted(channel_id, message["ts"])
        return None

    def _history(
        self, channel_id: str, since: datetime, until: datetime | None = None, thread_ts: str = ""
    ) -> Iterator[dict[str, Any]]:
        """Return a channel's or a thread's messages between times by our clock.

        A look that Slack cut short goes on where it ended.
        """
        oldest = f"{(since - CLOCKS_MAY_DIFFER).timestamp():.6f}"
        latest = f"{(until + CLOCKS_MAY_DIFFER).timestamp():.6f}" if until else ""
        look = (channel_id + thread_ts, oldest, latest)
        cursor = self.cursors.pop(look, "")
        call = self.client.conversations_history
        if thread_ts:
            call = partial(self.client.conversations_replies, ts=thread_ts)
        asked = {
            "channel": channel_id,
            "oldest": oldest,
            "latest": latest or None,
            "include_all_metadata": True,
            "limit": MESSAGES_A_PAGE,
        }
        while True:
            try:
                with sorted_errors("conversations.history"):
                    page = self._as_member(channel_id, call, **asked, cursor=cursor or None)
            except RetryAfterError:
                self.cursors[look] = cursor
                raise
            yield from page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def tell(self, channel_id: str, user_id: str, content: Mapping[str, Any]) -> None:
        """Show one person a message: its text and blocks."""
        with sorted_errors("chat.postEphemeral"):
            self.client.chat_postEphemeral(channel=channel_id, user=user_id, **content)

    def respond(self, response_url: str, content: Mapping[str, Any]) -> bool:
        """Answer a command wherever it was typed, also where the bot isn't a member.

        Returns:
            False when the address takes no more answers.
        """
        webhook = WebhookClient(response_url, timeout=TIMEOUT_SECONDS, retry_handlers=[])
        with sorted_errors("response_url"):
            answer = webhook.send_dict({**content, "response_type": "ephemeral"})
        if answer.status_code == TOO_MANY_REQUESTS:
            raise RetryAfterError(pause_seconds(answer.headers), "response_url")
        if answer.status_code >= SERVER_ERROR:
            raise SlackAwayError(f"status {answer.status_code}")
        return answer.body == "ok"

    def write_to(self, user_id: str, content: Mapping[str, Any]) -> None:
        """Write one person a direct message that never changes."""
        channel_id = self.channel_of(user_id)
        with sorted_errors("chat.postMessage"):
            self.client.chat_postMessage(channel=channel_id, **content)

    def look_up(self, user_id: str) -> PersonFacts:
        """Return a person's name, time zone and team, and whether they have left or are a bot."""
        with sorted_errors("users.info"):
            user = self.client.users_info(user=user_id)["user"]
        name = str(user.get("real_name") or user.get("name") or "")
        return PersonFacts(
            str(user.get("tz") or "UTC"),
            bool(user.get("deleted")),
            name,
            is_bot=bool(user.get("is_bot")),
            is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
            teams=_teams_of(user),
        )

    def own_team(self) -> str:
        """Return the id of the workspace in which the app is installed."""
        if not self.team_id:
            with sorted_errors("auth.test"):
                self.team_id = str(self.client.auth_test()["team_id"])
        return self.team_id

    def user_groups(self) -> dict[str, str]:
        """Name the workspace's user groups, by id."""
        with sorted_errors("usergroups.list"):
            found = self.client.usergroups_list()["usergroups"]
        return {group["id"]: str(group.get("name") or group["handle"]) for group in found}

    def people_of_user_group(self, user_group_id: str) -> list[str]:
        """List who is in a user group."""
        with sorted_errors("usergroups.users.list"):
            return list(self.client.usergroups_users_list(usergroup=user_group_id)["users"])

    def send_files(self, place: str, files: Sequence[NewFile], comment: str, mark: Mark) -> None:
        """Send files to a channel or a person, unless a message with the comment's mark stands."""
        channel_id = self.channel_of(place)
        texts = (str(message.get("text")) for message in self._history(channel_id, mark.since))
        if any(mark.text in text for text in texts):
            return
        uploads = [
            {
                "content": file.content,
                "filename": file.name,
                "title": file.title,
                **({"alt_txt": plain(file.alt_text)} if file.alt_text else {}),
            }
            for file in files
        ]
        with sorted_errors("files.completeUploadExternal"):
            self.client.files_upload_v2(
                channel=channel_id, file_uploads=uploads, initial_comment=comment
            )

    def publish_home(self, user_id: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Show a person's App Home."""
        with sorted_errors("views.publish"):
            self.client.views_publish(
                user_id=user_id,
                view={"type": "home", "blocks": [dict(block) for block in blocks]},
            )

    def permalink(self, channel_id: str, message_ts: str) -> str:
        """Return the address of a message."""
        with sorted_errors("chat.getPermalink"):
            answer = self.client.chat_getPermalink(channel=channel_id, message_ts=message_ts)
        return str(answer["permalink"])

    def upload_png(self, content: bytes, name: str, alt_text: str) -> str:
        """Upload a picture that messages can show.

        Returns:
            The file's id.
        """
        with sorted_errors("files.completeUploadExternal"):
            answer = self.client.files_upload_v2(
                content=content, filename=name, title=name, alt_txt=plain(alt_text)
            )
        file_id: str = answer["files"][0]["id"]
        return file_id

    def _as_member(
        self, channel_id: str, call: Callable[..., SlackResponse], **arguments: object
    ) -> SlackResponse:
        """Make a call in a channel; join it first when it is public and we are not in it yet."""
        try:
            return call(**arguments)
        except SlackApiError as error:
            if error.response.get("error") != "not_in_channel":
                raise
        try:
            self.client.conversations_join(channel=channel_id)
        except SlackApiError as error:
            if error.response.get("error") in PRIVATE:
                raise PlaceRefusedError("not_in_channel") from error
            raise
        return call(**arguments)


def _teams_of(user: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the workspaces that a person belongs to: several, in an Enterprise organisation."""
    teams = (user.get("enterprise_user") or {}).get("teams") or []
    return tuple(str(team) for team in (user.get("team_id"), *teams) if team)
