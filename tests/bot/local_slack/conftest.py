"""A local workspace of all kinds of people, with a channel of each kind."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import BOT_USER_ID, OTHER_TEAM_ID, Channel, Person

GUEST, TEMP, OUTSIDER, STRANGER, ROBOT, GONE = (
    "U0GUEST",
    "U0TEMP",
    "U0OUTSIDER",
    "U0STRANGER",
    "U0ROBOT",
    "U0GONE",
)
OTHERS = [
    Person(GUEST, "Gus", is_restricted=True),
    Person(TEMP, "Tess", is_ultra_restricted=True),
    Person(OUTSIDER, "Otto", team_id=OTHER_TEAM_ID),
    Person(STRANGER, "Stan", team_id=OTHER_TEAM_ID),
    Person(ROBOT, "Rob", is_bot=True),
    Person(GONE, "Gwen", is_deleted=True),
]
EVERY_EVENT = {
    "app_mention",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "group_archive",
    "group_left",
    "group_rename",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
    "user_change",
}


@pytest.fixture
def running() -> Iterator[RunningWorkspace]:
    """A served workspace; its app is nowhere, may read channels, and subscribed to every event."""
    people_alone = {"U0ANN", "U0BOB"}
    everyone = people_alone | {BOT_USER_ID}
    channels = [
        Channel("C0OPEN", "open", set(everyone)),
        Channel("C0SHARED", "shared", {*everyone, GUEST, TEMP, OUTSIDER, GONE}),
        Channel("C0TEAM", "team", set(everyone), is_private=True),
        Channel("C0SHUT", "shut", set(people_alone), is_private=True),
        Channel("C0AWAY", "away", set(people_alone)),
        Channel("C0OLD", "old", set(everyone), is_archived=True),
    ]
    people = [Person("U0ANN", "Ann"), Person("U0BOB", "Bob"), *OTHERS]
    setup = WorkspaceSetup(people, channels, events_url="http://127.0.0.1:1/slack/events")
    with run_workspace(setup) as served:
        served.installation.scopes |= {"channels:read", "groups:read", "im:read"}
        served.installation.events |= EVERY_EVENT
        yield served


@pytest.fixture
def client(running: RunningWorkspace) -> WebClient:
    """The SDK's client with the bot's token; nothing is tried again."""
    return WebClient(running.setup.bot_token, base_url=running.api_url, retry_handlers=[])


def code(call: Callable[[], object]) -> str:
    """The code that a call is refused with; empty when it is not."""
    try:
        call()
    except SlackApiError as error:
        return str(error.response["error"])
    return ""


def told(running: RunningWorkspace) -> list[dict[str, Any]]:
    """The events that the app was told, each once, without their times."""
    payloads = {
        delivery.payload["event_id"]: delivery.payload["event"]
        for delivery in running.workspace.sender.deliveries
        if "event" in delivery.payload
    }
    return [
        {name: value for name, value in event.items() if name != "event_ts"}
        for event in payloads.values()
    ]
