"""`views.*`: windows and App Home."""

from time import monotonic
from typing import Any

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.state import View, World
from bot.local_slack.strict import BadPayloadError, check_view

Arguments = dict[str, Any]
MOST_VIEWS = 3


def views_open(world: World, arguments: Arguments) -> Arguments:
    """Open a window for the person whose press gave the trigger."""
    user_id = _use_trigger(world, arguments)
    view = world.new_view(checked_view(arguments, "modal"), user_id)
    world.stacks[user_id] = [view]
    return {"view": view.as_slack()}


def views_push(world: World, arguments: Arguments) -> Arguments:
    """Lay a window over the one in which the trigger was given; three can lie on one another."""
    user_id = _use_trigger(world, arguments)
    stack = world.stacks.setdefault(user_id, [])
    if len(stack) >= MOST_VIEWS:
        raise SlackSaysNoError("push_limit_reached")
    view = world.new_view(checked_view(arguments, "modal"), user_id)
    if stack:
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    return {"view": view.as_slack()}


def views_update(world: World, arguments: Arguments) -> Arguments:
    """Show something else in an open window."""
    view = world.find_view(str(arguments.get("view_id", "")))
    if view is None:
        raise SlackSaysNoError("not_found")
    if arguments.get("hash") and arguments["hash"] != view.hash:
        raise SlackSaysNoError("hash_conflict")
    replace_view(world, view, checked_view(arguments, "modal"))
    return {"view": view.as_slack()}


def views_publish(world: World, arguments: Arguments) -> Arguments:
    """Show a person's App Home."""
    user_id = str(arguments.get("user_id", ""))
    if user_id not in world.people:
        raise SlackSaysNoError("user_not_found")
    shown = world.homes.get(user_id)
    if arguments.get("hash") and (shown is None or arguments["hash"] != shown.hash):
        raise SlackSaysNoError("hash_conflict")
    view = world.new_view(checked_view(arguments, "home"), user_id)
    world.homes[user_id] = view
    return {"view": view.as_slack()}


def replace_view(world: World, view: View, payload: Arguments) -> None:
    """Put another content into a window; its hash changes.

    An input that keeps its block_id and action_id keeps what was typed, whatever the new
    content's initial value is.
    """
    fresh = world.new_view(payload, view.user_id)
    kept = {name: found for name, found in view.typed.items() if name in _inputs(fresh.payload)}
    view.typed = {name: kept[name] for name in kept if kept[name].keys() <= _actions(fresh, name)}
    view.payload, view.hash, view.errors = fresh.payload, fresh.hash, {}


def _inputs(payload: Arguments) -> dict[str, Any]:
    return {block["block_id"]: block for block in payload["blocks"] if block["type"] == "input"}


def _actions(view: View, block_id: str) -> set[str]:
    return {_inputs(view.payload)[block_id]["element"]["action_id"]}


def checked_view(arguments: Arguments, kind: str) -> Arguments:
    """Check a call's view as Slack would."""
    try:
        view = check_view(arguments.get("view"))
    except BadPayloadError as error:
        raise SlackSaysNoError(error.code, error.messages) from error
    if view["type"] != kind:
        raise SlackSaysNoError("invalid_arguments", [f"[ERROR] view must be a {kind}"])
    return view


def _use_trigger(world: World, arguments: Arguments) -> str:
    trigger_id = str(arguments.get("trigger_id", ""))
    known = world.triggers.get(trigger_id)
    if known is None:
        raise SlackSaysNoError("invalid_trigger_id")
    user_id, expires_at = known
    if monotonic() > expires_at:
        raise SlackSaysNoError("expired_trigger_id")
    if not user_id:
        raise SlackSaysNoError("exchanged_trigger_id")
    world.triggers[trigger_id] = ("", expires_at)
    return user_id


METHODS = {
    "views.open": views_open,
    "views.push": views_push,
    "views.update": views_update,
    "views.publish": views_publish,
}
