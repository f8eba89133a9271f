"""Why a message stands somewhere else, and what to do about it."""

from collections.abc import Mapping

WHY_NOT: Mapping[str, str] = {
    "not_in_channel": "I'm not in that channel. Invite me there with `/invite`",
    "channel_not_found": "I can't see that channel. Invite me there with `/invite`",
    "is_archived": "that channel is archived. Unarchive it, or set another channel",
    "is_inactive": "that channel is archived. Unarchive it, or set another channel",
}
OTHERWISE = "I'm not allowed to post there. Ask a workspace admin"
