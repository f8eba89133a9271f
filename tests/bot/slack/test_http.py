"""The HTTP endpoints: strangers learn nothing, what is signed is acted on once."""

import asyncio
import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest
from sqlmodel import select

from bot.api.app import create_http_app
from bot.local_slack.outbound import Shape, encode
from bot.runtime import Runtime, create_runtime
from bot.storage.database import Database
from bot.storage.receipts import Receipt
from tests.bot.slack.conftest import command, noted, signed
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.sqlite_alone


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
    assert 'lamplighter_model_failures_by_reason{reason="timeout"} 0.0' in text


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
