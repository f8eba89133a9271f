"""Silent connections can't shut the HTTP server: they give way, and end by themselves."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from bot import connections
from bot.listening import listen
from bot.runtime import create_runtime
from bot.server import serving
from bot.settings import Settings

pytestmark = pytest.mark.sqlite_alone
SILENT = 999


@pytest.fixture
def address(database_url: str) -> Iterator[str]:
    """A running server in HTTP mode."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-test"),
        slack_signing_secret=SecretStr("secret"),
        slack_api_url="http://127.0.0.1:1/api/",
        database_url=database_url,
    )
    connections.allow_many_open_files()
    with serving(create_runtime(settings), listen("127.0.0.1", 0)) as opened:
        yield opened


def connect(address: str) -> socket.socket:
    """Open a connection."""
    parts = urlsplit(address)
    return socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=60)


def test_many_silent_connections_keep_nobody_out(address: str) -> None:
    """Ten good requests are answered beside 999 connections of the same address."""
    with ExitStack() as stack:
        for _ in range(SILENT):
            stack.enter_context(connect(address))

        answers = [httpx.get(f"{address}/healthz", timeout=60).status_code for _ in range(10)]

    assert answers == [200] * 10


@pytest.mark.parametrize(
    "begun",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"POST /slack/events HTTP/1.1\r\nHost: x\r\n", id="headers"),
        pytest.param(
            b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nab", id="body"
        ),
    ],
)
def test_a_request_that_does_not_come_is_closed(
    address: str, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However slowly its bytes drip."""
    monkeypatch.setattr(connections, "REQUEST_WITHIN_SECONDS", 0.3)
    with connect(address) as opened:
        opened.sendall(begun)

        answer = opened.recv(10)

    assert answer == b""


def test_a_second_request_on_a_connection_is_answered(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one's deadline ended with it."""
    monkeypatch.setattr(connections, "REQUEST_WITHIN_SECONDS", 0.3)
    with httpx.Client(base_url=address, timeout=60) as client:
        first = client.get("/healthz").status_code
        time.sleep(0.6)
        second = client.get("/healthz").status_code

    assert (first, second) == (200, 200)
