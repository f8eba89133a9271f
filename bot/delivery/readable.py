"""Which channels a person may read: the public ones, and those that they are in."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from slack_sdk.errors import SlackApiError

from bot.delivery.client import Slack
from bot.delivery.slack_errors import UNREACHED

KEPT_SECONDS = 300.0
A_PAGE = 200

Answer = TypeVar("Answer", dict[str, Any], frozenset[str])
Kept: TypeAlias = dict[str, tuple[Answer, float]]
"""Answers by channel, each with the second until which it counts."""


@dataclass
class Readable:
    """Asks Slack, and remembers its answers for five minutes; where it has none, nobody may."""

    slack: Slack
    _channels: Kept[dict[str, Any]] = field(default_factory=dict)
    _members: Kept[frozenset[str]] = field(default_factory=dict)

    def channels(self, user_id: str, channel_ids: Iterable[str]) -> frozenset[str]:
        """Keep the channels that a full member of our workspace may read."""
        return frozenset(found for found in set(channel_ids) if self._reads(user_id, found))

    def public(self, channel_ids: Iterable[str]) -> frozenset[str]:
        """Keep the channels that every full member may read."""
        return frozenset(found for found in set(channel_ids) if self._is_public(found))

    def is_shared(self, channel_id: str) -> bool:
        """Return whether people of another company may read a channel, or Slack doesn't say."""
        found = self._info(channel_id)
        return not found or bool(found.get("is_ext_shared") or found.get("is_pending_ext_shared"))

    def _reads(self, user_id: str, channel_id: str) -> bool:
        return self._is_public(channel_id) or user_id in self._members_of(channel_id)

    def _is_public(self, channel_id: str) -> bool:
        found = self._info(channel_id)
        is_closed = any(found.get(name) for name in ("is_private", "is_im", "is_mpim"))
        return bool(found) and not is_closed

    def _info(self, channel_id: str) -> dict[str, Any]:
        """Return what Slack says of a channel; nothing where it doesn't answer."""
        return _remembered(self._channels, channel_id, self._ask_info)

    def _ask_info(self, channel_id: str) -> dict[str, Any]:
        try:
            return dict(self.slack.client.conversations_info(channel=channel_id)["channel"])
        except (SlackApiError, *UNREACHED):
            return {}

    def _members_of(self, channel_id: str) -> frozenset[str]:
        return _remembered(self._members, channel_id, self._ask_members)

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


def _remembered(kept: Kept[Answer], channel_id: str, ask: Callable[[str], Answer]) -> Answer:
    """Return a kept answer, or ask anew; that Slack had none isn't kept."""
    answer, until = kept.get(channel_id, (None, 0.0))
    if answer is None or time.monotonic() > until:
        answer = ask(channel_id)
        if answer:
            kept[channel_id] = (answer, time.monotonic() + KEPT_SECONDS)
    return answer
