"""`conversations.*`: channels, direct messages and their history."""

from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.objects import channel_object, files_of, message_object
from bot.local_slack.paging import page_of
from bot.local_slack.state import BOT_USER_ID, TEAM_ID, Channel, Message, World

Arguments = dict[str, Any]
PAGE = 100
TRUE = {"true", "1"}


def find_channel(world: World, arguments: Arguments) -> Channel:
    """Find the channel that a call names; a private one is hidden unless the bot is in it.

    Raises:
        SlackSaysNoError: `channel_not_found`.
    """
    channel = world.channels.get(str(arguments.get("channel", "")))
    if channel is None or (not channel.has_bot and (channel.is_private or channel.is_im)):
        raise SlackSaysNoError("channel_not_found")
    return channel


def open_direct_message(world: World, user_id: str) -> Channel:
    """Open a direct message of the bot with a person.

    Raises:
        SlackSaysNoError: `user_not_found`, `cannot_dm_bot`, `invalid_user_combination` for an
            outsider who is in no channel with the bot.
    """
    person = world.people.get(user_id)
    if person is None:
        raise SlackSaysNoError("user_not_found")
    if person.is_bot:
        raise SlackSaysNoError("cannot_dm_bot")
    if world.is_stranger(person):
        raise SlackSaysNoError("invalid_user_combination")
    return world.open_direct_message(user_id)


def conversations_open(world: World, arguments: Arguments) -> Arguments:
    """Open a direct message with one person; a deactivated one's is only resumed."""
    users = [user for user in str(arguments.get("users", "")).split(",") if user]
    if not users:
        raise SlackSaysNoError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackSaysNoError("too_many_users")
    person = world.people.get(users[0])
    if person and person.is_deleted and world.find_direct_message(person.id) is None:
        raise SlackSaysNoError("user_disabled")
    return {"channel": channel_object(world, open_direct_message(world, users[0]))}


def conversations_join(world: World, arguments: Arguments) -> Arguments:
    """Join a public channel."""
    channel = find_channel(world, arguments)
    if channel.is_im or channel.is_private:
        raise SlackSaysNoError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackSaysNoError("is_archived")
    if channel.has_bot:
        warnings = {"warning": "already_in_channel"}
        return {"channel": channel_object(world, channel), **warnings}
    channel.members.add(BOT_USER_ID)
    world.happened.append(
        {
            "type": "member_joined_channel",
            "user": BOT_USER_ID,
            "channel": channel.id,
            "channel_type": "C",
            "team": TEAM_ID,
        }
    )
    return {"channel": channel_object(world, channel)}


def conversations_info(world: World, arguments: Arguments) -> Arguments:
    """Describe a channel."""
    channel = find_channel(world, arguments)
    described = channel_object(world, channel)
    if _is_true(arguments, "include_num_members"):
        described["num_members"] = len(world.present_members(channel))
    return {"channel": described}


def conversations_members(world: World, arguments: Arguments) -> Arguments:
    """List who is in a channel, a page at a time; the deactivated are left out."""
    channel = find_channel(world, arguments)
    members, cursor = page_of(world.present_members(channel), str, arguments, PAGE)
    return {"members": members, "response_metadata": {"next_cursor": cursor}}


def conversations_history(world: World, arguments: Arguments) -> Arguments:
    """Return a channel's messages, newest first, a page at a time."""
    channel = find_channel(world, arguments)
    if not channel.has_bot:
        raise SlackSaysNoError("not_in_channel")
    found = [
        message
        for message in world.messages
        if message.channel_id == channel.id
        and message.visible_to is None
        and message.thread_ts is None
        and _is_between(message, arguments)
    ]
    found.sort(key=lambda message: message.ts, reverse=True)
    page, cursor = page_of(found, lambda message: message.ts, arguments, PAGE)
    with_metadata = _is_true(arguments, "include_all_metadata")
    return {
        "messages": [
            message_object(message, with_metadata=with_metadata) | files_of(world, message)
            for message in page
        ],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def conversations_replies(world: World, arguments: Arguments) -> Arguments:
    """Return a message and the replies in its thread, oldest first, a page at a time."""
    channel = find_channel(world, arguments)
    if not channel.has_bot:
        raise SlackSaysNoError("not_in_channel")
    thread_ts = str(arguments.get("ts", ""))
    if world.find_message(channel.id, thread_ts) is None:
        raise SlackSaysNoError("thread_not_found")
    found = [
        message
        for message in world.messages
        if message.channel_id == channel.id
        and message.visible_to is None
        and thread_ts in {message.ts, message.thread_ts}
        and (message.ts == thread_ts or _is_between(message, arguments))
    ]
    page, cursor = page_of(found, lambda message: message.ts, arguments, PAGE)
    with_metadata = _is_true(arguments, "include_all_metadata")
    return {
        "messages": [
            message_object(message, with_metadata=with_metadata) | files_of(world, message)
            for message in page
        ],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }


def _is_between(message: Message, arguments: Arguments) -> bool:
    """Tell whether a message lies between `oldest` and `latest`, with them if `inclusive`."""
    ts = float(message.ts)
    oldest = float(arguments.get("oldest") or 0)
    latest = float(arguments.get("latest") or "inf")
    if _is_true(arguments, "inclusive"):
        return oldest <= ts <= latest
    return oldest < ts < latest


def _is_true(arguments: Arguments, name: str) -> bool:
    return str(arguments.get(name, "")).lower() in TRUE


METHODS = {
    "conversations.join": conversations_join,
    "conversations.open": conversations_open,
    "conversations.info": conversations_info,
    "conversations.members": conversations_members,
    "conversations.history": conversations_history,
    "conversations.replies": conversations_replies,
}
