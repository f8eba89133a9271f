"""Someone wrote to the bot directly: greet them and point to what it can do."""

from typing import Any

from slack_bolt import Ack

from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.surfaces.kinds import SurfaceKind


def message(ack: Ack, event: dict[str, Any], deps: Dependencies) -> None:
    """Reply to a person's direct message, once; ignore anything else."""
    if _is_from_a_person(event):
        with deps.unit_of_work() as work:
            work.show(SurfaceKind.GREETING, f"{event['user']}:{event['ts']}")
    ack()


def register(app: GuardedApp) -> None:
    """Register the event."""
    app.event("message", message)


def _is_from_a_person(event: dict[str, Any]) -> bool:
    """Check that a person wrote to us: not an edit, a bot, ourselves, or a channel."""
    is_direct = event.get("channel_type") == "im" and not event.get("subtype")
    return is_direct and bool(event.get("user")) and not event.get("bot_id")
