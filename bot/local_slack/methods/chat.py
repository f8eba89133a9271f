"""`chat.*`: messages."""

from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.methods.conversations import find_channel, message_object
from bot.local_slack.state import BOT_USER_ID, Channel, Message, World
from bot.local_slack.strict import LONGEST_TEXT, BadPayloadError, check_message_blocks

Arguments = dict[str, Any]


def chat_post_message(world: World, arguments: Arguments) -> Arguments:
    """Post a message."""
    channel = _writable(world, arguments)
    text, blocks = checked_content(world, arguments)
    message = Message(
        ts=world.next_ts(),
        channel_id=channel.id,
        user_id=BOT_USER_ID,
        text=text,
        blocks=blocks,
        metadata=arguments.get("metadata"),
        thread_ts=arguments.get("thread_ts"),
    )
    world.messages.append(message)
    return _answer(message)


def chat_update(world: World, arguments: Arguments) -> Arguments:
    """Change a message of the bot's own."""
    channel = _writable(world, arguments)
    message = world.find_message(channel.id, str(arguments.get("ts", "")))
    if message is None or message.visible_to is not None:
        raise SlackSaysNoError("message_not_found")
    if message.user_id != BOT_USER_ID:
        raise SlackSaysNoError("cant_update_message")
    message.text, message.blocks = checked_content(world, arguments)
    message.is_edited = True
    return _answer(message)


def chat_post_ephemeral(world: World, arguments: Arguments) -> Arguments:
    """Show one person a message."""
    channel = _writable(world, arguments)
    user_id = str(arguments.get("user", ""))
    if user_id not in channel.members:
        raise SlackSaysNoError("user_not_in_channel")
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
    if len(text) > LONGEST_TEXT:
        raise SlackSaysNoError("msg_too_long")
    try:
        checked = check_message_blocks(blocks)
    except BadPayloadError as error:
        raise SlackSaysNoError(error.code, error.messages) from error
    for block in checked:
        file_id = (block.get("slack_file") or {}).get("id")
        if file_id and not (file_id in world.files and world.files[file_id].is_complete):
            raise SlackSaysNoError("invalid_blocks", ["[ERROR] invalid slack file"])
    return text, [
        {**block, "block_id": block.get("block_id") or world.next_id("b")} for block in checked
    ]


def _writable(world: World, arguments: Arguments) -> Channel:
    named = str(arguments.get("channel", ""))
    channel = (
        world.open_direct_message(named)
        if named in world.people
        else find_channel(world, arguments)
    )
    if channel.is_archived:
        raise SlackSaysNoError("is_archived")
    if not channel.has_bot:
        raise SlackSaysNoError("not_in_channel")
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
}
