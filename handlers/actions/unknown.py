"""The catch-all: a button this version doesn't know gets a reply, never silence."""

from slack_bolt import Ack

from handlers.errors import OldButtonError
from handlers.guarded_app import ANY, GuardedApp

COMES_LAST = True


def answer_unknown() -> None:
    """Reply that the button is from an older version; its message is shown as it is now."""
    raise OldButtonError


def ignore(ack: Ack) -> None:
    """Acknowledge an event we don't use, so Slack doesn't send it again."""
    ack()


def register(app: GuardedApp) -> None:
    """Register after every other listener."""
    app.event(ANY, ignore)
    app.unknown(answer_unknown)
