"""Whether a round may go to a channel that somebody chose: the bot can post, and they're in it."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.local_slack.faults import Fault, Faults, drop, fail, refuse
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import BOT_USER_ID, Channel, Person
from bot.slack.channels import Channels
from bot.threads.lane import Lane
from handlers.wording.presses import Code

ANN, BEN = Person("U0ANN", "Ann"), Person("U0BEN", "Ben")
WITH_BOT, ALONE = {ANN.id, BOT_USER_ID}, {ANN.id}
CHANNELS = [
    Channel("C0OPEN", "open", members=set(WITH_BOT)),
    Channel("C0NEW", "new", members=set(ALONE)),
    Channel("C0OLD", "old", members=set(WITH_BOT), is_archived=True),
    Channel("C0SECRET", "secret", members=set(WITH_BOT), is_private=True),
    Channel("C0CLOSED", "closed", members=set(ALONE), is_private=True),
]


@pytest.fixture
def running() -> Iterator[RunningWorkspace]:
    """A workspace with a channel of each kind."""
    setup = WorkspaceSetup([ANN, BEN], CHANNELS, events_url="http://127.0.0.1:1/", faults=Faults())
    with run_workspace(setup) as made:
        yield made


@pytest.fixture
def channels(running: RunningWorkspace) -> Iterator[Channels]:
    """What the app knows of them: nothing yet."""
    lane = Lane("questions", threads=4)
    yield Channels(WebClient(running.setup.bot_token, base_url=running.api_url), lane)
    lane.stop()


@pytest.mark.parametrize(
    ("channel_id", "user_id", "code"),
    [
        pytest.param("C0OPEN", ANN.id, None, id="public"),
        pytest.param("C0OPEN", BEN.id, None, id="public, not in it"),
        pytest.param("C0NEW", ANN.id, None, id="public, the bot joins"),
        pytest.param("C0OLD", ANN.id, Code.CHANNEL_ARCHIVED, id="archived"),
        pytest.param("C0SECRET", ANN.id, None, id="private"),
        pytest.param("C0SECRET", BEN.id, Code.CHANNEL_NOT_YOURS, id="private, not in it"),
        pytest.param("C0CLOSED", ANN.id, Code.CHANNEL_WITHOUT_ME, id="private, no bot"),
        pytest.param("C0NONE", ANN.id, Code.CHANNEL_WITHOUT_ME, id="unknown"),
    ],
)
def test_why_a_channel_can_not_be_chosen(
    channels: Channels, channel_id: str, user_id: str, code: Code | None
) -> None:
    """By what Slack says of it."""
    refusal = channels.refusal(channel_id, user_id)

    assert (refusal.code if refusal else None) is code


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        pytest.param(fail(), Code.CHANNEL_NOT_KNOWN, id="fails"),
        pytest.param(drop(), Code.CHANNEL_NOT_KNOWN, id="is away"),
        pytest.param(refuse("missing_scope"), Code.CHANNEL_WITHOUT_ME, id="may not be asked"),
    ],
)
def test_where_slack_does_not_say_the_channel_can_not_be_chosen(
    channels: Channels, running: RunningWorkspace, fault: Fault, code: Code
) -> None:
    """The person is told which of the two it is."""
    running.setup.faults.meet("conversations.info", fault)

    refusal = channels.refusal("C0OPEN", ANN.id)

    assert refusal is not None
    assert refusal.code is code
