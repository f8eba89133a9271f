"""A local workspace of two people, one public and one private channel."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import BOT_USER_ID, Channel, Person


@pytest.fixture
def running() -> Iterator[RunningWorkspace]:
    """A served workspace; its app is nowhere."""
    everyone = {"U0ANN", "U0BOB", BOT_USER_ID}
    channels = [
        Channel("C0OPEN", "open", set(everyone)),
        Channel("C0SHUT", "shut", set(everyone), is_private=True, has_bot=False),
        Channel("C0AWAY", "away", set(everyone), has_bot=False),
        Channel("C0OLD", "old", set(everyone), is_archived=True),
    ]
    people = [Person("U0ANN", "Ann"), Person("U0BOB", "Bob")]
    setup = WorkspaceSetup(people, channels, events_url="http://127.0.0.1:1/slack/events")
    with run_workspace(setup) as served:
        yield served


@pytest.fixture
def client(running: RunningWorkspace) -> WebClient:
    """The SDK's client with the bot's token; nothing is tried again."""
    return WebClient(running.setup.bot_token, base_url=running.api_url, retry_handlers=[])
