"""Faults on demand: what meets a call, how often, and what the app gets to see of it."""

import time
from http.client import HTTPException
from urllib.error import URLError

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_slack.call_log import calls_of, calls_within_a_pause, seconds_between_posts
from bot.local_slack.faults import (
    EVERY_METHOD,
    RESPONSE_URL,
    UPLOAD,
    Fault,
    Faults,
    drop,
    fail,
    hang,
    lose,
    refuse,
    slow,
    too_many,
)
from bot.local_slack.server import RunningWorkspace
from tests.bot.local_slack.conftest import code

POST = "chat.postMessage"
UNREACHED = (URLError, HTTPException, OSError)


@pytest.fixture
def faults(running: RunningWorkspace) -> Faults:
    """The workspace's faults; none yet."""
    return running.setup.faults


def post(client: WebClient) -> None:
    """Post a message to the open channel."""
    client.chat_postMessage(channel="C0OPEN", text="x")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        pytest.param(refuse("internal_error"), "internal_error", id="a code"),
        pytest.param(too_many(7), "ratelimited", id="429"),
    ],
)
def test_a_refusal_is_not_carried_out(
    client: WebClient, running: RunningWorkspace, faults: Faults, fault: Fault, expected: str
) -> None:
    """The app is told why, and nothing is posted."""
    faults.meet(POST, fault)

    assert code(lambda: post(client)) == expected
    assert running.workspace.messages("C0OPEN") == []
    assert running.workspace.world.calls[-1].is_carried_out is False


def test_an_http_error_is_no_answer_of_slack(client: WebClient, faults: Faults) -> None:
    """500 or 503, without a code."""
    faults.meet(POST, fail(503))

    with pytest.raises(SlackApiError) as raised:
        post(client)

    assert raised.value.response.status_code == 503


@pytest.mark.parametrize(
    ("fault", "count"),
    [
        pytest.param(drop(), 0, id="dropped"),
        pytest.param(hang(0.2), 0, id="hangs and is dropped"),
        pytest.param(lose(), 1, id="carried out, answer lost"),
    ],
)
def test_a_connection_is_closed_without_an_answer(
    client: WebClient, running: RunningWorkspace, faults: Faults, fault: Fault, count: int
) -> None:
    """The app can't know whether the call was carried out; the workspace does."""
    faults.meet(POST, fault)

    with pytest.raises(UNREACHED):
        post(client)

    assert len(running.workspace.messages("C0OPEN")) == count
    assert calls_of(running.workspace.world.calls, POST)[0].is_carried_out == bool(count)


def test_a_slow_answer_comes_after_the_call_is_carried_out(
    running: RunningWorkspace, faults: Faults
) -> None:
    """The window is open while the app still waits for the answer."""
    faults.meet(POST, slow(20))
    impatient = WebClient(
        running.setup.bot_token, base_url=running.api_url, retry_handlers=[], timeout=1
    )

    with pytest.raises(UNREACHED):
        post(impatient)

    assert len(running.workspace.messages("C0OPEN")) == 1
    assert running.workspace.world.calls[-1].answer == "ok"


def test_what_hangs_holds_up_nothing_else(
    client: WebClient, running: RunningWorkspace, faults: Faults
) -> None:
    """One method hangs for half a minute; the others are as quick as ever."""
    faults.meet(POST, hang(30))
    for _ in range(10):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{running.api_url}{POST}", timeout=0.2)
    begun = time.monotonic()

    client.users_info(user="U0ANN")

    assert time.monotonic() - begun < 15
    assert [call.answer for call in calls_of(running.workspace.world.calls, POST)] == [""] * 10


def test_a_fault_has_its_times_and_the_next_follows(client: WebClient, faults: Faults) -> None:
    """Twice one, once another, then all is well."""
    faults.meet(POST, refuse("internal_error"), times=2)
    faults.meet(POST, refuse("fatal_error"), times=1)

    codes = [code(lambda: post(client)) for _ in range(4)]

    assert codes == ["internal_error", "internal_error", "fatal_error", ""]


def test_every_method_and_then_none(client: WebClient, faults: Faults) -> None:
    """An outage of the whole Web API; a method's own fault goes first."""
    faults.meet(EVERY_METHOD, refuse("service_unavailable"))
    faults.meet(POST, refuse("fatal_error"))
    during = [code(client.auth_test), code(lambda: post(client))]
    faults.heal(POST)
    after_one = code(lambda: post(client))
    faults.heal()

    assert during == ["service_unavailable", "fatal_error"]
    assert after_one == "service_unavailable"
    assert code(client.auth_test) == ""


@pytest.mark.parametrize(
    ("fault", "status", "count"),
    [
        pytest.param(fail(), 500, 0, id="500"),
        pytest.param(slow(0.1), 200, 1, id="late"),
        pytest.param(too_many(3), 429, 0, id="429"),
    ],
)
def test_a_response_url_has_faults_of_its_own(
    running: RunningWorkspace, faults: Faults, fault: Fault, status: int, count: int
) -> None:
    """An outage of the Web API doesn't touch it; an answer that wasn't taken isn't counted."""
    faults.meet(EVERY_METHOD, refuse("fatal_error"))
    faults.meet(RESPONSE_URL, fault)
    running.workspace.run_command("U0ANN", "C0OPEN", "/lamplighter", "help")
    key, url = next(iter(running.workspace.world.response_urls.items()))

    answer = httpx.post(f"{running.base_url}/_response/{key}", json={"text": "x"})

    assert answer.status_code == status
    assert url.uses_left == 5 - count
    assert len(running.workspace.messages("C0OPEN", "U0ANN")) == count


def test_an_upload_can_fail(client: WebClient, faults: Faults) -> None:
    """The second of its three steps goes to an address of its own."""
    faults.meet(UPLOAD, fail(), times=1)

    with pytest.raises(Exception, match=r"500|Failed to upload"):
        client.files_upload_v2(content=b"x", filename="a.png")

    assert client.files_upload_v2(content=b"x", filename="a.png")["files"]


def test_a_call_within_a_pause_is_found(
    client: WebClient, running: RunningWorkspace, faults: Faults
) -> None:
    """Who asks again before `Retry-After` is over is seen; another method is no matter."""
    faults.meet(POST, too_many(60), times=1)
    code(lambda: post(client))
    client.auth_test()
    before = calls_within_a_pause(running.workspace.world.calls)
    post(client)

    assert before == []
    assert [call.method for call in calls_within_a_pause(running.workspace.world.calls)] == [POST]


def test_the_pace_in_a_channel_is_measured(client: WebClient, running: RunningWorkspace) -> None:
    """From each message that was posted to the next; what was refused doesn't count."""
    post(client)
    code(lambda: client.api_call(POST, json={"channel": "C0OPEN"}))
    client.chat_postMessage(channel="U0ANN", text="x")
    time.sleep(0.3)
    post(client)

    (pause,) = seconds_between_posts(running.workspace.world.calls, "C0OPEN")
    assert pause >= 0.3
