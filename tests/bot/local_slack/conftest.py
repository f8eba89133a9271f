"""A local workspace of two people, one public and one private channel."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import BOT_USER_ID, Channel, Person

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
        Channel("C0SHUT", "shut", set(people_alone), is_private=True),
        Channel("C0AWAY", "away", set(people_alone)),
        Channel("C0OLD", "old", set(everyone), is_archived=True),
    ]
    people = [Person("U0ANN", "Ann"), Person("U0BOB", "Bob")]
    setup = WorkspaceSetup(people, channels, events_url="http://127.0.0.1:1/slack/events")
    with run_workspace(setup) as served:
        served.installation.scopes |= {"channels:read", "groups:read", "im:read"}
        served.installation.events |= EVERY_EVENT
        yield served


@pytest.fixture
def client(running: RunningWorkspace) -> WebClient:
    """The SDK's client with the bot's token; nothing is tried again."""
    return WebClient(running.setup.bot_token, base_url=running.api_url, retry_handlers=[])
