"""Someone opened App Home: show what waits for them."""

from typing import Any

from slack_bolt import Ack

from handlers.dependencies import Dependencies
from handlers.listeners import GuardedApp


def app_home_opened(ack: Ack, event: dict[str, Any], deps: Dependencies) -> None:
    """Have the home shown as it is now."""
    with deps.unit_of_work() as work:
        work.show("home", event["user"])
    ack()


def register(app: GuardedApp) -> None:
    """Register the event."""
    app.event("app_home_opened", app_home_opened)
