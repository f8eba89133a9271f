"""What the audit log keeps of a press: the person's team, the time, and what they saw."""

import hashlib
from collections.abc import Mapping
from typing import Any

from ground.covered import canonical

Body = Mapping[str, Any]


def press_of(body: Body) -> dict[str, str]:
    """Return what a payload says of a press, a window or a command; nothing for an event.

    Returns:
        `team`: of the person, as Slack signed it; not always ours.
        `at`: Slack's time of the press, in seconds as text.
        `seen`: SHA-256 of the blocks of the card or window, as Slack sent them.
    """
    user = body.get("user")
    if "command" not in body and not isinstance(user, Mapping):
        return {}
    found = {
        "team": (user or {}).get("team_id") or body.get("team_id"),
        "at": _first(body.get("actions")).get("action_ts") or body.get("action_ts"),
        "seen": _seen(body),
    }
    return {name: str(value) for name, value in found.items() if value}


def _seen(body: Body) -> str | None:
    for surface in ("view", "message"):
        shown = body.get(surface)
        if isinstance(shown, Mapping) and shown.get("blocks"):
            blocks = canonical({"blocks": shown["blocks"]})
            return hashlib.sha256(blocks.encode()).hexdigest()
    return None


def _first(actions: object) -> Mapping[str, Any]:
    found = actions[0] if isinstance(actions, list) and actions else {}
    return found if isinstance(found, Mapping) else {}
