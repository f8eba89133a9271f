"""The HTTP endpoints: strangers learn nothing, what is signed is acted on once."""

import asyncio
import hashlib
import hmac
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr
from sqlmodel import select

from bot.api.app import create_http_app
from bot.listening import listen
from bot.local_slack.outbound import Shape, encode
from bot.runtime import Runtime, create_runtime
from bot.server import serving
from bot.settings import Settings
from bot.slack.signature import OLDEST_SECONDS
from bot.storage.database import Database
from bot.storage.receipts import KEPT_FOR, Receipt
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.sqlite_alone

SECRET = "0123456789abcdef"


@pytest.fixture
def runtime(database_url: str) -> Runtime:
    """A serving process in HTTP mode whose Slack is nowhere."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-test"),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url="http://127.0.0.1:1/api/",
        database_url=database_url,
    )
    return create_runtime(settings)


@pytest.fixture
def client(runtime: Runtime) -> Iterator[httpx.Client]:
    """A client of the running server."""
    with (
        serving(runtime, listen("127.0.0.1", 0)) as address,
        httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as opened,
    ):
        yield opened


def signed(body: bytes, *, at: float | None = None) -> dict[str, str]:
    """Headers as Slack would send them."""
    timestamp = str(int(at or time.time()))
    digest = hmac.new(SECRET.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": f"v0={digest.hexdigest()}",
    }


def command(text: str) -> bytes:
    """A slash command as it comes over the wire."""
    payload = {
        "command": "/lamplighter", "text": text, "user_id": "U0MIA", "channel_id": "C1",
        "team_id": "T1", "trigger_id": "1.2", "response_url": "http://127.0.0.1:1/r",
    }  # fmt: skip
    return encode(Shape.COMMAND, payload)[0]


def noted(runtime: Runtime) -> list[str]:
    """The kinds of receipts that are kept, in order."""
    with runtime.database.reading() as session:
        return sorted(key.partition(":")[0] for key in session.exec(select(Receipt.key)).all())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"payload=%7B",
        b"payload={}",
        b"payload=[1,2]",
        b"[]",
        b'{"type": "url_verification"}',
        b"a" * 5_000,
    ],
)
def test_unsigned_bodies_of_any_shape_are_refused(client: httpx.Client, body: bytes) -> None:
    """401 and not a word more, whatever the body is."""
    for content_type in ("application/json", "application/x-www-form-urlencoded", "text/plain"):
        answer = client.post("/slack/events", content=body, headers={"content-type": content_type})
        assert (answer.status_code, answer.text) == (401, "")


@pytest.mark.both_databases
def test_a_signed_command_is_answered_and_its_replay_is_not(client: httpx.Client) -> None:
    """The very same bytes a second time do nothing."""
    body = command("help")
    headers = signed(body)

    first = client.post("/slack/events", content=body, headers=headers)
    second = client.post("/slack/events", content=body, headers=headers)

    assert "What I can do for you" in first.text
    assert (second.status_code, second.text) == (200, "")


@pytest.mark.both_databases
def test_a_replay_to_another_replica_is_not_answered(
    client: httpx.Client, runtime: Runtime
) -> None:
    """What one has seen, all have seen."""
    body = command("help")
    headers = signed(body)
    other = create_runtime(runtime.settings)

    client.post("/slack/events", content=body, headers=headers)
    with (
        serving(other, listen("127.0.0.1", 0)) as address,
        httpx.Client(base_url=address, timeout=PATIENCE_SECONDS) as second,
    ):
        replay = second.post("/slack/events", content=body, headers=headers)

    assert (replay.status_code, replay.text) == (200, "")


@pytest.mark.parametrize(
    "hours", [pytest.param(-2, id="set back"), pytest.param(23.8, id="a day later")]
)
def test_a_replay_is_known_whatever_the_machines_clock_says(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, hours: float
) -> None:
    """A clock that was wrong lets an old request pass for a new one; its receipt is kept."""
    at = time.time() - hours * 3_600
    body = command("help")
    headers = signed(body, at=at)
    monkeypatch.setattr("bot.slack.http.time.time", lambda: at)

    first = client.post("/slack/events", content=body, headers=headers)
    second = client.post("/slack/events", content=body, headers=headers)

    assert "What I can do for you" in first.text
    assert (second.status_code, second.text) == (200, "")


def test_receipts_outlive_the_time_in_which_a_signature_counts() -> None:
    """Five minutes either way, by a clock that may be a few hours off."""
    assert timedelta(seconds=2 * OLDEST_SECONDS) + timedelta(hours=12) < KEPT_FOR


@pytest.mark.parametrize("seconds", [-360, 360])
def test_a_request_out_of_its_time_is_refused_before_anything_is_read(
    client: httpx.Client, runtime: Runtime, seconds: float
) -> None:
    """By this machine's clock, either way; nothing is noted."""
    body = command("help")

    answer = client.post(
        "/slack/events", content=body, headers=signed(body, at=time.time() + seconds)
    )

    assert answer.status_code == 401
    assert noted(runtime) == []


def test_a_request_is_noted_with_what_it_causes(client: httpx.Client, runtime: Runtime) -> None:
    """Both its signature and what Slack names it by, in the listener's own transaction."""
    body = command("ask drift")

    client.post("/slack/events", content=body, headers=signed(body))

    assert noted(runtime) == ["signature", "trigger"]


@pytest.mark.parametrize("text", ["help", "status"])
def test_a_request_that_causes_nothing_is_noted_too(
    client: httpx.Client, runtime: Runtime, text: str
) -> None:
    """Its replay gets no answer."""
    body = command(text)

    client.post("/slack/events", content=body, headers=signed(body))

    assert noted(runtime) == ["signature"]


@pytest.mark.both_databases
def test_a_repeat_that_is_signed_anew_is_acknowledged_and_no_more(client: httpx.Client) -> None:
    """Slack sends again what it thinks was lost, a moment later."""
    body = command("ask drift")
    client.post("/slack/events", content=body, headers=signed(body))

    again = client.post("/slack/events", content=body, headers=signed(body, at=time.time() - 9))

    assert (again.status_code, again.text) == (200, "")


@pytest.mark.parametrize(
    ("event", "status"), [("message", 200), ("app_home_opened", 200), ("never_heard_of", 200)]
)
def test_an_event_that_means_nothing_is_taken(
    client: httpx.Client, event: str, status: int
) -> None:
    """Slack would send it again three times, and switch the app off in the end."""
    payload = {
        "type": "event_callback", "event_id": f"E{event}", "team_id": "T1",
        "event": {"type": event, "user": "U0MIA", "channel": "D1", "tab": "messages"},
    }  # fmt: skip
    body, content_type = encode(Shape.EVENT, payload)

    answer = client.post(
        "/slack/events", content=body, headers={**signed(body), "content-type": content_type}
    )

    assert answer.status_code == status


def test_slack_verifies_the_address(client: httpx.Client) -> None:
    """The challenge of a new request URL is given back."""
    body = b'{"type": "url_verification", "challenge": "abc", "token": "t"}'

    answer = client.post(
        "/slack/events",
        content=body,
        headers={**signed(body), "content-type": "application/json"},
    )

    assert answer.json() == {"challenge": "abc"}


@pytest.mark.parametrize("body", [b"payload=%7B", b"\xff", b"{", b"payload=[1]"])
def test_a_signed_body_that_can_not_be_read_is_an_error_that_may_come_again(
    client: httpx.Client, runtime: Runtime, body: bytes
) -> None:
    """Slack is told so, the process lives, and no receipt is kept."""
    answers = [
        client.post("/slack/events", content=body, headers=signed(body)).status_code
        for _ in range(2)
    ]

    assert answers == [400, 400]
    assert noted(runtime) == []


def test_a_large_body_is_not_read_to_its_end(client: httpx.Client) -> None:
    """Beyond a megabyte the answer is 413."""
    answer = client.post("/slack/events", content=b"x" * 1_100_000)

    assert answer.status_code == 413


def test_a_body_that_never_ends_is_given_up(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a body, then silence: 408."""
    monkeypatch.setattr("bot.slack.http.BODY_DEADLINE_SECONDS", 0.3)
    address = urlsplit(str(client.base_url))

    with socket.create_connection(
        (address.hostname or "", address.port or 0), PATIENCE_SECONDS
    ) as connection:
        connection.sendall(
            b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
        )
        answer = connection.recv(200)

    assert b" 408 " in answer


def test_health_and_readiness(client: httpx.Client) -> None:
    """The process lives, and a press could be kept."""
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


def test_not_ready_without_a_database(runtime: Runtime) -> None:
    """503 says that presses can't be kept; the process still lives."""
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    broken = create_runtime(runtime.settings.model_copy(update={"database_url": nowhere}))
    transport = httpx.ASGITransport(create_http_app(broken.transactions, None))

    async def statuses() -> list[int]:
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return [(await client.get(path)).status_code for path in ("/readyz", "/healthz")]

    assert asyncio.run(statuses()) == [503, 200]
    broken.database.close()


@pytest.mark.both_databases
def test_figures_of_the_queues(client: httpx.Client) -> None:
    """Prometheus finds what waits and what was given up."""
    text = client.get("/metrics").text

    for name in ("surfaces_waiting", "surfaces_dead", "jobs_waiting", "jobs_dead"):
        assert f"lamplighter_{name} 0.0" in text


@pytest.mark.both_databases
def test_old_receipts_are_dropped(database: Database, runtime: Runtime) -> None:
    """By a worker, those of more than a day ago."""
    now = runtime.clock()
    clean_up = next(found for found in runtime.workers if found.thread.name == "clean-up")
    with database.transaction() as session:
        session.add(Receipt(key="old", received_at=now.replace(year=now.year - 1)))
        session.add(Receipt(key="new", received_at=now))

    clean_up.step(now)

    with database.transaction() as session:
        assert session.exec(select(Receipt.key)).all() == ["new"]
    runtime.database.close()
