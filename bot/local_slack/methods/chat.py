"""`chat.*`: messages."""

from time import monotonic
from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.methods.conversations import find_channel, open_direct_message
from bot.local_slack.objects import message_object
from bot.local_slack.state import BOT_USER_ID, Channel, Message, World
from bot.local_slack.strict import (
    LONGEST_TEXT,
    LONGEST_UPDATE,
    BadPayloadError,
    check_message_blocks,
    check_total_length,
)

Arguments = dict[str, Any]
NOT_A_MEMBER = "not_in_channel"


def chat_post_message(world: World, arguments: Arguments) -> Arguments:
    """Post a message; a text above 40,000 characters is cut."""
    channel = writable(world, arguments)
    text, blocks = checked_content(world, arguments)
    message = Message(
        ts=world.next_ts(),
        channel_id=channel.id,
        user_id=BOT_USER_ID,
        text=text[:LONGEST_TEXT],
        blocks=blocks,
        metadata=arguments.get("metadata"),
        thread_ts=arguments.get("thread_ts"),
    )
    world.messages.append(message)
    world.statuses.pop((channel.id, message.thread_ts or ""), None)
    return _answer(message)


def chat_update(world: World, arguments: Arguments) -> Arguments:
    """Change a message of the bot's own; the text may have 4,000 characters."""
    channel = find_channel(world, arguments)
    if channel.is_archived:
        raise SlackSaysNoError("is_inactive")
    if not channel.has_bot:
        raise SlackSaysNoError(NOT_A_MEMBER)
    message = world.find_message(channel.id, str(arguments.get("ts", "")))
    if message is None or message.visible_to is not None:
        raise SlackSaysNoError("message_not_found")
    if message.user_id != BOT_USER_ID:
        raise SlackSaysNoError("cant_update_message")
    if monotonic() < world.streams.get((channel.id, message.ts), 0.0):
        raise SlackSaysNoError("streaming_state_conflict")
    if len(str(arguments.get("text") or "")) > LONGEST_UPDATE:
        raise SlackSaysNoError("msg_too_long")
    message.text, message.blocks = checked_content(world, arguments)
    message.metadata = arguments.get("metadata") or message.metadata
    message.is_edited = True
    return _answer(message)


def chat_get_permalink(world: World, arguments: Arguments) -> Arguments:
    """Return the address of a message."""
    channel = find_channel(world, arguments)
    message = world.find_message(channel.id, str(arguments.get("message_ts", "")))
    if message is None or message.visible_to is not None:
        raise SlackSaysNoError("message_not_found")
    place = f"{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": f"{arguments['_base_url']}/archives/{place}"}


def chat_post_ephemeral(world: World, arguments: Arguments) -> Arguments:
    """Show one person a message."""
    channel = writable(world, arguments)
    user_id = str(arguments.get("user", ""))
    if user_id not in world.present_members(channel):
        raise SlackSaysNoError("user_not_in_channel")
    if len(str(arguments.get("text") or "")) > LONGEST_TEXT:
        raise SlackSaysNoError("msg_too_long")
    text, blocks = checked_content(world, arguments)
    message = Message(world.next_ts(), channel.id, BOT_USER_ID, text, blocks, visible_to=user_id)
    world.messages.append(message)
    return {"message_ts": message.ts}


def checked_content(world: World, arguments: Arguments) -> tuple[str, list[Arguments]]:
    """Check a message's text and blocks as Slack would."""
    text = str(arguments.get("text") or "")
    blocks = arguments.get("blocks") or []
    if not text and not blocks:
        raise SlackSaysNoError("no_text")
    try:
        checked = check_message_blocks(blocks)
        check_total_length(checked)
    except BadPayloadError as error:
        raise SlackSaysNoError(error.code, error.messages) from error
    for block in checked:
        file_id = (block.get("slack_file") or {}).get("id")
        if file_id and not (file_id in world.files and world.files[file_id].is_complete):
            raise SlackSaysNoError("invalid_blocks", ["[ERROR] invalid slack file"])
    return text, [
        {**block, "block_id": block.get("block_id") or world.next_id("b")} for block in checked
    ]


def writable(world: World, arguments: Arguments) -> Channel:
    """Find where to post: a channel, or a person's direct message, even a deactivated one's.

    Source of the latter: github.com/slackapi/python-slack-sdk, issue 1156.
    """
    named = str(arguments.get("channel", ""))
    channel = (
        open_direct_message(world, named)
        if named in world.people
        else find_channel(world, arguments)
    )
    if channel.is_archived:
        raise SlackSaysNoError("is_archived")
    if not channel.has_bot:
        raise SlackSaysNoError(NOT_A_MEMBER)
    return channel


def _answer(message: Message) -> Arguments:
    return {
        "channel": message.channel_id,
        "ts": message.ts,
        "message": message_object(message, with_metadata=True),
    }


METHODS = {
    "chat.postMessage": chat_post_message,
    "chat.update": chat_update,
    "chat.postEphemeral": chat_post_ephemeral,
    "chat.getPermalink": chat_get_permalink,
}
