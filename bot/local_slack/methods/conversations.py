"""`conversations.*`: channels, direct messages and their history."""

from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.state import BOT_ID, BOT_USER_ID, Channel, Message, World

Arguments = dict[str, Any]
PAGE = 100


def find_channel(world: World, arguments: Arguments) -> Channel:
    """Find the channel that a call names."""
    channel = world.channels.get(str(arguments.get("channel", "")))
    if channel is None:
        raise SlackSaysNoError("channel_not_found")
    return channel


def conversations_open(world: World, arguments: Arguments) -> Arguments:
    """Open a direct message with one person."""
    users = [user for user in str(arguments.get("users", "")).split(",") if user]
    if len(users) != 1 or users[0] not in world.people:
        raise SlackSaysNoError("user_not_found")
    return {"channel": channel_object(world.open_direct_message(users[0]))}


def conversations_join(world: World, arguments: Arguments) -> Arguments:
    """Join a public channel."""
    channel = find_channel(world, arguments)
    if channel.is_im or channel.is_private:
        raise SlackSaysNoError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackSaysNoError("is_archived")
    channel.has_bot = True
    return {"channel": channel_object(channel)}


def conversations_history(world: World, arguments: Arguments) -> Arguments:
    """Give a channel's messages, newest first, a page at a time."""
    channel = find_channel(world, arguments)
    if not channel.has_bot:
        raise SlackSaysNoError("not_in_channel")
    oldest = float(arguments.get("oldest") or 0)
    found = [
        message
        for message in reversed(world.messages)
        if message.channel_id == channel.id
        and message.visible_to is None
        and message.thread_ts is None
        and float(message.ts) >= oldest
    ]
    return _page(found, arguments)


def channel_object(channel: Channel) -> Arguments:
    """Give a channel as Slack describes one."""
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not channel.is_im,
        "is_im": channel.is_im,
        "is_archived": channel.is_archived,
        "is_member": channel.has_bot,
        "num_members": len(channel.members),
    }


def message_object(message: Message, *, with_metadata: bool) -> Arguments:
    """Give a message as Slack describes one."""
    is_bot = message.user_id == BOT_USER_ID
    return {
        "type": "message",
        "user": message.user_id,
        "text": message.text,
        "blocks": message.blocks,
        "ts": message.ts,
        **({"bot_id": BOT_ID} if is_bot else {}),
        **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
        **({"metadata": message.metadata} if with_metadata and message.metadata else {}),
    }


def _page(found: list[Message], arguments: Arguments) -> Arguments:
    with_metadata = str(arguments.get("include_all_metadata", "")).lower() in {"true", "1"}
    start = int(arguments.get("cursor") or 0)
    stop = start + min(int(arguments.get("limit") or PAGE), 999)
    return {
        "messages": [
            message_object(message, with_metadata=with_metadata) for message in found[start:stop]
        ],
        "has_more": stop < len(found),
        "response_metadata": {"next_cursor": str(stop) if stop < len(found) else ""},
    }


METHODS = {
    "conversations.join": conversations_join,
    "conversations.open": conversations_open,
    "conversations.history": conversations_history,
}
