"""The catch-all: a button this version doesn't know gets a reply, never silence."""

from typing import Any

from slack_bolt import Ack

from handlers.dependencies import Dependencies
from handlers.errors import NotDoneError
from handlers.guarded_app import ANY, GuardedApp
from handlers.payload import OLD_BUTTON

COMES_LAST = True


def answer_unknown(body: dict[str, Any], deps: Dependencies) -> None:
    """Reply that the button is from an older version, and refresh its message."""
    container = body.get("container", {})
    if container.get("type") == "message":
        with deps.unit_of_work() as work:
            work.refresh(container["channel_id"], container["message_ts"])
    raise NotDoneError(OLD_BUTTON)


def ignore(ack: Ack) -> None:
    """Acknowledge an event we don't use, so Slack doesn't send it again."""
    ack()


def register(app: GuardedApp) -> None:
    """Register after every other listener."""
    app.event(ANY, ignore)
    app.unknown(answer_unknown)
