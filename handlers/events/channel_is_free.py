"""A channel may take messages again: the bot was invited, or the channel was unarchived."""

from typing import Any

from slack_bolt import Ack

from handlers.dependencies import Dependencies
from handlers.guarded_app import GuardedApp

EVENTS = ("member_joined_channel", "channel_unarchive", "group_unarchive")


def channel_is_free(ack: Ack, event: dict[str, Any], deps: Dependencies) -> None:
    """Move home what was meant for this channel."""
    with deps.unit_of_work() as work:
        work.go_home(event["channel"])
    ack()


def register(app: GuardedApp) -> None:
    """Register the events."""
    for name in EVENTS:
        app.event(name, channel_is_free)
