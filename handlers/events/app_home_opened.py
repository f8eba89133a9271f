"""Someone opened App Home: show what's waiting for them."""

from typing import Any

from slack_bolt import Ack

from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp
from handlers.surfaces.kinds import SurfaceKind


def app_home_opened(ack: Ack, event: dict[str, Any], deps: Dependencies) -> None:
    """Refresh the person's Home."""
    with deps.unit_of_work() as work:
        work.show(SurfaceKind.HOME, event["user"])
    ack()


def register(app: GuardedApp) -> None:
    """Register the event."""
    app.event("app_home_opened", app_home_opened)
