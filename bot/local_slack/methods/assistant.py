"""`assistant.threads.*`: the status and title of a person's thread with the app."""

from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.methods.conversations import find_channel
from bot.local_slack.state import World

Arguments = dict[str, Any]
MOST_PROMPTS = 4


def set_status(world: World, arguments: Arguments) -> Arguments:
    """Show what the app is doing; its next message in the thread clears it."""
    world.statuses[_thread(world, arguments)] = str(arguments.get("status") or "")
    return {}


def set_title(world: World, arguments: Arguments) -> Arguments:
    """Name a thread."""
    title = str(arguments.get("title") or "")
    if not title:
        raise SlackSaysNoError("invalid_arguments", ["[ERROR] missing required field: title"])
    world.titles[_thread(world, arguments)] = title
    return {}


def set_suggested_prompts(world: World, arguments: Arguments) -> Arguments:
    """Offer up to four questions; an agent's app that names a thread is silently ignored.

    Source: docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts.
    """
    prompts = arguments.get("prompts") or []
    if not 0 < len(prompts) <= MOST_PROMPTS:
        raise SlackSaysNoError("invalid_arguments", ["[ERROR] 1 to 4 prompts"])
    if not arguments.get("thread_ts"):
        channel = find_channel(world, {"channel": arguments.get("channel_id")})
        world.prompts[channel.id] = [dict(prompt) for prompt in prompts]
    return {}


def _thread(world: World, arguments: Arguments) -> tuple[str, str]:
    channel = find_channel(world, {"channel": arguments.get("channel_id")})
    thread_ts = str(arguments.get("thread_ts") or "")
    if world.find_message(channel.id, thread_ts) is None:
        raise SlackSaysNoError("invalid_thread_ts")
    return channel.id, thread_ts


METHODS = {
    "assistant.threads.setStatus": set_status,
    "assistant.threads.setTitle": set_title,
    "assistant.threads.setSuggestedPrompts": set_suggested_prompts,
}
