"""Changes that admins and members make to channels, people and the app, and their events.

Event shapes: slackapi/node-slack-sdk, `@slack/types`. That a bot which is removed gets
`channel_left` or `group_left`, and no `member_left_channel` of its own: slackapi/node-slack-sdk,
issue 931, and openma-ai/open-managed-agents, pull request 24.
"""

import time
from dataclasses import dataclass
from typing import Any

from bot.local_slack.objects import user_object
from bot.local_slack.sending import Sender
from bot.local_slack.state import BOT_USER_ID, CREATED, TEAM_ID, Channel, World

Event = dict[str, Any]


@dataclass
class Administration:
    """Changes that people make in Slack itself."""

    world: World
    sender: Sender

    def invite(self, channel_id: str, user_id: str, by: str) -> None:
        """Add somebody, or the bot, to a channel."""
        with self.world.changed:
            channel = self.world.channels[channel_id]
            channel.members.add(user_id)
            self.world.announce()
        if channel.has_bot:
            event = _member_event("member_joined_channel", channel, self._team_of(user_id))
            self.sender.tell({**event, "user": user_id, "inviter": by})

    def remove(self, channel_id: str, user_id: str, by: str) -> None:
        """Remove somebody, or the bot, from a channel."""
        with self.world.changed:
            channel = self.world.channels[channel_id]
            channel.members.discard(user_id)
            self.world.announce()
        if user_id == BOT_USER_ID:
            kind = "group_left" if channel.is_private else "channel_left"
            self.sender.tell({"type": kind, "channel": channel.id, "actor_id": by})
        elif channel.has_bot:
            event = _member_event("member_left_channel", channel, self._team_of(user_id))
            self.sender.tell({**event, "user": user_id})

    def archive(self, channel_id: str, by: str) -> None:
        """Archive a channel: nobody can post to it."""
        self._set_archived(channel_id, is_archived=True)
        self._tell_of(channel_id, "archive", {"channel": channel_id, "user": by, "is_moved": 0})

    def unarchive(self, channel_id: str, by: str) -> None:
        """Open an archived channel again."""
        self._set_archived(channel_id, is_archived=False)
        self._tell_of(channel_id, "unarchive", {"channel": channel_id, "user": by})

    def rename(self, channel_id: str, name: str) -> None:
        """Rename a channel; its id stays."""
        with self.world.changed:
            channel = self.world.channels[channel_id]
            channel.name = name
            self.world.announce()
        described = {
            "id": channel_id,
            "name": name,
            "name_normalized": name,
            "created": CREATED,
            "is_channel": not channel.is_private,
            "is_mpim": False,
        }
        self._tell_of(channel_id, "rename", {"channel": described})

    def delete_channel(self, channel_id: str, by: str) -> None:
        """Delete a channel with its messages."""
        self._tell_of(channel_id, "deleted", {"channel": channel_id, "actor_id": by})
        with self.world.changed:
            del self.world.channels[channel_id]
            self.world.messages = [
                message for message in self.world.messages if message.channel_id != channel_id
            ]
            self.world.announce()

    def deactivate(self, user_id: str) -> None:
        """Deactivate a person's account; their direct message with the bot stays."""
        self._set_deleted(user_id, is_deleted=True)

    def reactivate(self, user_id: str) -> None:
        """Activate a person's account again."""
        self._set_deleted(user_id, is_deleted=False)

    def uninstall_app(self, refusal: str = "account_inactive") -> None:
        """Remove the app from the workspace: its token is refused, and it gets the two events.

        Args:
            refusal: The code that calls with the token get: `account_inactive`, `token_revoked`.
        """
        self.sender.installation.refusal = refusal
        tokens = {"oauth": [], "bot": [BOT_USER_ID]}
        self.sender.tell({"type": "tokens_revoked", "tokens": tokens})
        self.sender.tell({"type": "app_uninstalled"})

    def install_app_again(self, bot_token: str | None = None) -> None:
        """Install the app again, with a new token if one is given; it stays in its channels."""
        installation = self.sender.installation
        installation.refusal = ""
        installation.bot_token = bot_token or installation.bot_token

    def _set_archived(self, channel_id: str, *, is_archived: bool) -> None:
        with self.world.changed:
            self.world.channels[channel_id].is_archived = is_archived
            self.world.announce()

    def _set_deleted(self, user_id: str, *, is_deleted: bool) -> None:
        with self.world.changed:
            person = self.world.people[user_id]
            person.is_deleted = is_deleted
            described = user_object(self.world, person)
            self.world.announce()
        self.sender.tell({"type": "user_change", "user": described, "cache_ts": int(time.time())})

    def _tell_of(self, channel_id: str, what: str, event: Event) -> None:
        """Send a channel's event: always for a public one, only to a member for a private one."""
        channel = self.world.channels[channel_id]
        if not channel.is_private:
            self.sender.tell({"type": f"channel_{what}", **event})
        elif channel.has_bot:
            self.sender.tell({"type": f"group_{what}", **event})

    def _team_of(self, user_id: str) -> str:
        person = self.world.people.get(user_id)
        return person.team_id if person else TEAM_ID


def _member_event(kind: str, channel: Channel, team_id: str) -> Event:
    return {
        "type": kind,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": team_id,
    }
