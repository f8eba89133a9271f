"""Which channels a person may read: the public ones, and those that they are in."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.delivery.client import Slack
from bot.delivery.slack_errors import UNREACHED

KEPT_SECONDS = 300.0
A_PAGE = 200


@dataclass
class Readable:
    """Asks Slack, and remembers for five minutes; where it doesn't answer, nobody may."""

    slack: Slack
    _channels: dict[str, tuple[dict[str, Any], float]] = field(default_factory=dict)
    _members: dict[str, tuple[frozenset[str], float]] = field(default_factory=dict)

    def channels(self, user_id: str, channel_ids: Iterable[str]) -> frozenset[str]:
        """Keep the channels that a full member of our workspace may read."""
        return frozenset(found for found in set(channel_ids) if self._reads(user_id, found))

    def public(self, channel_ids: Iterable[str]) -> frozenset[str]:
        """Keep the channels that every full member may read."""
        return frozenset(found for found in set(channel_ids) if self._is_public(found))

    def is_shared(self, channel_id: str) -> bool:
        """Return whether people of another company read a channel, as far as Slack says."""
        found = self._info(channel_id)
        return bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))

    def _reads(self, user_id: str, channel_id: str) -> bool:
        return self._is_public(channel_id) or user_id in self._members_of(channel_id)

    def _is_public(self, channel_id: str) -> bool:
        found = self._info(channel_id)
        is_closed = any(found.get(name) for name in ("is_private", "is_im", "is_mpim"))
        return bool(found) and not is_closed

    def _info(self, channel_id: str) -> dict[str, Any]:
        """Return what Slack says of a channel; nothing where it doesn't answer."""
        known = self._channels.get(channel_id)
        if known is None or time.monotonic() > known[1]:
            known = (self._ask_info(channel_id), time.monotonic() + KEPT_SECONDS)
            self._channels[channel_id] = known
        return known[0]

    def _ask_info(self, channel_id: str) -> dict[str, Any]:
        try:
            return dict(self.slack.client.conversations_info(channel=channel_id)["channel"])
        except (SlackApiError, *UNREACHED):
            return {}

    def _members_of(self, channel_id: str) -> frozenset[str]:
        known = self._members.get(channel_id)
        if known is None or time.monotonic() > known[1]:
            known = (self._ask_members(channel_id), time.monotonic() + KEPT_SECONDS)
            self._members[channel_id] = known
        return known[0]

    def _ask_members(self, channel_id: str) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        try:
            while True:
                page = self.slack.client.conversations_members(
                    channel=channel_id, limit=A_PAGE, cursor=cursor or None
                )
                found |= set(page["members"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return frozenset(found)
        except (SlackApiError, *UNREACHED):
            return frozenset()
