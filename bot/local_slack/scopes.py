"""Which scope each Web API method needs; source: each method's page at docs.slack.dev."""

from collections.abc import Collection

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.state import Channel

SCOPE_OF_METHOD = {
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "chat.appendStream": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.startStream": "chat:write",
    "chat.stopStream": "chat:write",
    "chat.update": "chat:write",
    "conversations.join": "channels:join",
    "conversations.open": "im:write",
    "files.completeUploadExternal": "files:write",
    "files.getUploadURLExternal": "files:write",
    "files.info": "files:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "users.info": "users:read",
}
KIND_OF_METHOD = {
    "conversations.history": "history",
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.replies": "history",
}
"""Methods whose scope depends on the channel: `channels:read`, `groups:read`, `im:read`."""
SCOPES_OF_EVENT = {
    "app_mention": ["app_mentions:read"],
    "channel_unarchive": ["channels:read"],
    "group_unarchive": ["groups:read"],
    "member_joined_channel": ["channels:read", "groups:read"],
    "message.im": ["im:history"],
}
"""Which scopes each event needs; source: each event's page at docs.slack.dev."""
PUBLIC, PRIVATE, DIRECT = "channels", "groups", "im"


def needed_scopes(method: str, channel: Channel | None) -> list[str]:
    """List the scopes of which a call needs one; none means that any token will do."""
    if method in SCOPE_OF_METHOD:
        return [SCOPE_OF_METHOD[method]]
    kind = KIND_OF_METHOD.get(method)
    if kind is None:
        return []
    families = [PUBLIC, PRIVATE, DIRECT] if channel is None else [_family(channel)]
    return [f"{family}:{kind}" for family in families]


def check_scopes(needed: Collection[str], provided: Collection[str]) -> None:
    """Check that a token may make a call.

    Raises:
        SlackSaysNoError: `missing_scope`, with what is needed and what the token has.
    """
    if needed and not set(needed) & set(provided):
        raise SlackSaysNoError(
            "missing_scope", needed=",".join(needed), provided=",".join(sorted(provided))
        )


def _family(channel: Channel) -> str:
    if channel.is_im:
        return DIRECT
    return PRIVATE if channel.is_private else PUBLIC
