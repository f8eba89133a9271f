"""Whether a payload has Slack's shape, so that nothing behind the door meets another one.

What a person typed, and what a button or a window's input carries, isn't looked at here: it is
read where it is used, and answered in words.
"""

from collections.abc import Mapping
from typing import Any

Parts = Mapping[str, type | tuple[type, ...]]
TEXT, OBJECT, LIST = str, dict, list
PAYLOAD: Parts = {
    "type": TEXT,
    "team_id": TEXT,
    "user_id": TEXT,
    "channel_id": TEXT,
    "event_id": TEXT,
    "callback_id": TEXT,
    "action_id": TEXT,
    "action_ts": TEXT,
    "trigger_id": TEXT,
    "response_url": TEXT,
    "user": OBJECT,
    "team": OBJECT,
    "enterprise": OBJECT,
    "channel": OBJECT,
    "container": OBJECT,
    "message": OBJECT,
    "view": OBJECT,
    "event": OBJECT,
    "event_context": TEXT,
    "actions": LIST,
    "authorizations": LIST,
    "response_urls": LIST,
    "is_enterprise_install": (bool, str),
}
NAMED: Parts = {"id": TEXT, "team_id": TEXT, "type": TEXT}
VIEW: Parts = {**NAMED, "callback_id": TEXT, "hash": TEXT, "blocks": LIST, "title": OBJECT}
CONTAINER: Parts = {"type": TEXT, "channel_id": TEXT, "message_ts": TEXT, "view_id": TEXT}
ACTION: Parts = {"action_id": TEXT, "action_ts": TEXT, "block_id": TEXT, "type": TEXT}
EVENT: Parts = {
    "type": TEXT,
    "user": (str, dict),
    "channel": (str, dict),
    "ts": TEXT,
    "thread_ts": TEXT,
    "subtype": TEXT,
    "bot_id": TEXT,
    "channel_type": TEXT,
    "assistant_thread": OBJECT,
}
COMMAND: Parts = {"user_id": TEXT, "channel_id": TEXT}
NEEDED_BY_TYPE: Mapping[str, Parts] = {
    "block_actions": {"actions": LIST},
    "view_submission": {"view": OBJECT},
    "event_callback": {"event": OBJECT},
}
NEEDED: Mapping[str, Parts] = {
    "app_home_opened": {"user": TEXT},
    "app_mention": {"user": TEXT, "channel": TEXT, "ts": TEXT},
    "assistant_thread_started": {"assistant_thread": OBJECT},
    "assistant_thread_context_changed": {"assistant_thread": OBJECT},
    "channel_unarchive": {"channel": TEXT},
    "group_unarchive": {"channel": TEXT},
    "member_joined_channel": {"user": TEXT, "channel": TEXT},
    "message": {"channel": TEXT, "ts": TEXT},
}
"""What an event isn't read without, by its type."""


class ShapeError(ValueError):
    """A part of a payload isn't as Slack sends it; the text names it."""


def check_shape(payload: Mapping[str, Any]) -> None:
    """Check that each part that is read is of its kind; what isn't there is nothing wrong.

    Raises:
        ShapeError: One isn't.
    """
    _check(payload, PAYLOAD)
    for name in ("user", "team", "channel", "enterprise"):
        _check(payload.get(name) or {}, NAMED)
    _check(payload.get("container") or {}, CONTAINER)
    _check(payload.get("view") or {}, VIEW)
    for action in payload.get("actions") or ():
        _check(action, ACTION)
        _need(action, {"action_id": TEXT})
    for address in [payload, *_listed(payload, "response_urls")]:
        _check_address(address)
    for authorization in payload.get("authorizations") or ():
        _check(authorization, {"team_id": TEXT, "user_id": TEXT})
    _need(payload, NEEDED_BY_TYPE.get(payload.get("type", ""), {}))
    if "command" in payload:
        _need(payload, COMMAND)
    event = payload.get("event") or {}
    _check(event, EVENT)
    _need(event, NEEDED.get(event.get("type", ""), {}))
    if "assistant_thread" in event:
        _need(event["assistant_thread"] or {}, {"channel_id": TEXT, "thread_ts": TEXT})


def _listed(payload: Mapping[str, Any], name: str) -> list[Any]:
    found = payload.get(name, [])
    if not isinstance(found, list):
        raise ShapeError(name)
    return found


def _check_address(found: object) -> None:
    _check(found, {"response_url": TEXT})
    address = found.get("response_url") if isinstance(found, Mapping) else None
    if address and not str(address).startswith(("https://", "http://")):
        raise ShapeError("response_url")


def _check(found: object, parts: Parts) -> None:
    if not isinstance(found, Mapping):
        raise ShapeError("no object")
    for name, kind in parts.items():
        value = found.get(name)
        is_wrong = value is not None and not isinstance(value, kind)
        if is_wrong or (isinstance(value, str) and "\0" in value):
            raise ShapeError(name)


def _need(found: Mapping[str, Any], parts: Parts) -> None:
    for name, kind in parts.items():
        if not found.get(name) or not isinstance(found[name], kind):
            raise ShapeError(name)
