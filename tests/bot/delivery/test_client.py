"""Slack's answers sorted by what to do about them, over the real SDK."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.client import Posted, Slack
from bot.delivery.slack_errors import (
    MessageGoneError,
    RetryAfterError,
    SlackAwayError,
    SlackRefusedError,
)
from bot.local_slack.faults import Faults
from bot.local_slack.server import RunningWorkspace, WorkspaceSetup, run_workspace
from bot.local_slack.state import BOT_USER_ID, Channel, Person


@pytest.fixture
def faults() -> Faults:
    """No faults yet."""
    return Faults()


@pytest.fixture
def running(faults: Faults) -> Iterator[RunningWorkspace]:
    """A workspace with a channel that the bot is not in, and a private one."""
    channels = [
        Channel("C0AWAY", "away", {"U0ANN"}),
        Channel("C0SHUT", "shut", {"U0ANN"}, is_private=True),
        Channel("C0OLD", "old", {"U0ANN", BOT_USER_ID}, is_archived=True),
    ]
    setup = WorkspaceSetup(
        [Person("U0ANN", "Ann")], channels, faults=faults, has_rate_limits=False
    )
    with run_workspace(setup) as served:
        yield served


@pytest.fixture
def slack(running: RunningWorkspace) -> Slack:
    """Our calls, over the SDK."""
    return Slack(WebClient(running.setup.bot_token, base_url=running.api_url, retry_handlers=[]))


def test_a_public_channel_is_joined_when_there_is_something_to_post(slack: Slack) -> None:
    """Nobody has to invite the bot first."""
    posted = slack.post("C0AWAY", "hello", [], "s1")

    since = datetime.now(UTC) - timedelta(minutes=1)
    assert slack.find("C0AWAY", "s1", since) == posted
    assert slack.find("C0AWAY", "s2", since) is None


@pytest.mark.parametrize(
    ("channel_id", "code"),
    [("C0SHUT", "channel_not_found"), ("C0OLD", "is_archived"), ("C0NONE", "channel_not_found")],
)
def test_what_can_never_work_is_refused(slack: Slack, channel_id: str, code: str) -> None:
    """A private channel without an invitation, an archived one, none."""
    with pytest.raises(SlackRefusedError, match=code):
        slack.post(channel_id, "hello", [], "s1")


def test_joining_may_fail_for_a_while(slack: Slack, faults: Faults) -> None:
    """429 while joining is a pause, not the end."""
    faults.methods, faults.too_many_share = ["conversations.join"], 1.0

    with pytest.raises(RetryAfterError):
        slack.post("C0AWAY", "hello", [], "s1")


def test_a_pause_says_how_long(slack: Slack, faults: Faults) -> None:
    """`Retry-After` is read."""
    faults.too_many_share, faults.retry_after_seconds = 1.0, 17

    with pytest.raises(RetryAfterError) as raised:
        slack.post("C0AWAY", "hello", [], "s1")

    assert (raised.value.seconds, raised.value.method) == (17.0, "chat.postMessage")


def test_a_deleted_message_is_gone(slack: Slack, running: RunningWorkspace) -> None:
    """An update says so."""
    posted = slack.post("C0AWAY", "hello", [], "s1")
    running.workspace.delete_message(posted.channel_id, posted.message_ts)

    with pytest.raises(MessageGoneError):
        slack.update(posted, "again", [])


def test_a_wrong_payload_is_an_error_of_ours(slack: Slack) -> None:
    """It is not sorted away: it stays Slack's error, and is tried again after a mend."""
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        slack.update(slack.post("C0AWAY", "a", [], "s"), "b", [{"type": "nope"}])


def test_a_direct_message_is_opened_once(slack: Slack, running: RunningWorkspace) -> None:
    """The channel of a person is remembered."""
    assert [slack.channel_of("U0ANN") for _ in range(2)] == ["D0ANN"] * 2
    assert slack.channel_of("C1") == "C1"
    calls = [call.method for call in running.workspace.world.calls]
    assert calls.count("conversations.open") == 1


def test_history_is_searched_page_by_page(slack: Slack) -> None:
    """The message may lie behind two hundred others."""
    first = slack.post("C0AWAY", "0", [], "s0")
    for number in range(1, 230):
        slack.post("C0AWAY", str(number), [], f"s{number}")

    found = slack.find("C0AWAY", "s0", datetime.now(UTC) - timedelta(minutes=5))

    assert found == first == Posted("C0AWAY", first.message_ts)


@pytest.mark.parametrize("answer", ["[]", '"ok"', "null", '{"ok": true}', "<html>"])
def test_what_is_not_slacks_answer_may_pass(answer: str) -> None:
    """A proxy's page, or JSON of another kind: the post is tried again, and looked for first."""
    with answering(answer) as url, pytest.raises((SlackAwayError, SlackApiError)):
        Slack(WebClient("xoxb-1", base_url=url, retry_handlers=[])).post("C1", "hello", [], "s1")


@contextmanager
def answering(body: str) -> Iterator[str]:
    """Answer each call with the same text; yields the address."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Answer."""
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
