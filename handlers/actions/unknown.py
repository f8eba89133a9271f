"""The catch-all: a button that this version doesn't know gets an answer, never silence."""

from typing import Any

from slack_bolt import Ack

from handlers.dependencies import Dependencies
from handlers.errors import NotDoneError
from handlers.guarded_app import ANY, GuardedApp
from handlers.payload import OLD_BUTTON

COMES_LAST = True


def answer_unknown(body: dict[str, Any], deps: Dependencies) -> None:
    """Say that the button is from an older version, and bring its message up to date."""
    container = body.get("container", {})
    if container.get("type") == "message":
        with deps.unit_of_work() as work:
            work.refresh(container["channel_id"], container["message_ts"])
    raise NotDoneError(OLD_BUTTON)


def ignore(ack: Ack) -> None:
    """Take an event that means nothing to us, so that Slack does not send it again."""
    ack()


def register(app: GuardedApp) -> None:
    """Register behind every other listener."""
    app.event(ANY, ignore)
    app.unknown(answer_unknown)
