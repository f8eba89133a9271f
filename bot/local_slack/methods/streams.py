"""`chat.startStream`, `chat.appendStream`, `chat.stopStream`: messages that grow part by part.

Their traps are Slack's own: a thread is needed, in a channel also whom it is for; a stream dies
after five minutes, and then neither takes a part nor can be stopped; what comes with the stop is
added to what stands; a message can't be changed while it streams.
"""

from time import monotonic
from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.methods.chat import checked_content, writable
from bot.local_slack.state import BOT_USER_ID, Message, World

Arguments = dict[str, Any]
LONGEST_PART = 12_000
LASTS_SECONDS = 300.0
NOT_STREAMING = "message_not_in_streaming_state"


def start_stream(world: World, arguments: Arguments) -> Arguments:
    """Begin a message."""
    channel = writable(world, arguments)
    thread_ts = str(arguments.get("thread_ts") or "")
    if not thread_ts:
        raise SlackSaysNoError("invalid_arguments", ["[ERROR] missing required field: thread_ts"])
    for name in () if channel.is_im else ("recipient_team_id", "recipient_user_id"):
        if not arguments.get(name):
            raise SlackSaysNoError(f"missing_{name}")
    text = _part(arguments)
    message = Message(world.next_ts(), channel.id, BOT_USER_ID, text, [], thread_ts=thread_ts)
    world.messages.append(message)
    world.statuses.pop((channel.id, thread_ts), None)
    world.streams[channel.id, message.ts] = monotonic() + LASTS_SECONDS
    return {"channel": channel.id, "ts": message.ts}


def append_stream(world: World, arguments: Arguments) -> Arguments:
    """Add a part."""
    message = _streaming(world, arguments)
    message.text += _part(arguments)
    return {"channel": message.channel_id, "ts": message.ts}


def stop_stream(world: World, arguments: Arguments) -> Arguments:
    """End it; text and blocks that come with the stop are added."""
    message = _streaming(world, arguments)
    message.text += _part(arguments)
    below = {"text": message.text or " ", "blocks": arguments.get("blocks")}
    _, blocks = checked_content(world, below)
    told = {"type": "markdown", "text": message.text, "block_id": world.next_id("b")}
    message.blocks = [told, *blocks]
    message.metadata = arguments.get("metadata")
    del world.streams[message.channel_id, message.ts]
    return {"channel": message.channel_id, "ts": message.ts}


def _streaming(world: World, arguments: Arguments) -> Message:
    place = str(arguments.get("channel", "")), str(arguments.get("ts", ""))
    message = world.find_message(*place)
    if message is None:
        raise SlackSaysNoError("message_not_found")
    if monotonic() > world.streams.get(place, 0.0):
        world.streams.pop(place, None)
        raise SlackSaysNoError(NOT_STREAMING)
    return message


def _part(arguments: Arguments) -> str:
    text = str(arguments.get("markdown_text") or "")
    if len(text) > LONGEST_PART:
        raise SlackSaysNoError("msg_too_long")
    return text


METHODS = {
    "chat.startStream": start_stream,
    "chat.appendStream": append_stream,
    "chat.stopStream": stop_stream,
}
