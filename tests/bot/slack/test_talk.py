"""A sentence to whoever pressed: by the response URL at most five times, then another way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from slack_sdk import WebClient

from bot.slack import talk
from bot.slack.talk import Lanes, PressTalk
from tests.patience import until

WITHOUT_PAUSE = (0.0,) * 8


@dataclass
class Answering:
    """A stand-in for Slack's addresses: which were asked, and with what status they answer."""

    address: str = ""
    statuses: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def answering() -> Iterator[Answering]:
    """A server that answers as told."""
    found = Answering()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            found.asked.append(self.path)
            status = found.statuses.get(self.path, 200)
            body = b"ok" if self.path == "/response" else b'{"ok": true}'
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def say(answering: Answering, times: int = 1) -> list[str]:
    """Tell a person something; return which addresses were asked."""
    lanes = Lanes()
    body = {
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "response_url": f"{answering.address}/response",
    }
    pressed = PressTalk(body, WebClient("xoxb-1", base_url=f"{answering.address}/"), lanes)
    for _ in range(times):
        pressed.tell("No.")
    until(lambda: lanes.are_quiet() or None)
    lanes.stop()
    return answering.asked


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_busy_response_url_is_asked_five_times_then_a_message_comes(
    answering: Answering, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack takes no more answers there."""
    monkeypatch.setattr(talk, "WAITS_SECONDS", WITHOUT_PAUSE)
    answering.statuses["/response"] = status

    assert say(answering) == ["/response"] * 5 + ["/chat.postEphemeral"]


def test_an_expired_response_url_is_asked_once(answering: Answering) -> None:
    """The sentence comes as a message at once."""
    answering.statuses["/response"] = 404

    assert say(answering) == ["/response", "/chat.postEphemeral"]


def test_the_five_uses_are_of_the_url_not_of_a_sentence(answering: Answering) -> None:
    """The sixth sentence about one press comes another way."""
    asked = say(answering, times=6)

    assert sorted(asked) == ["/chat.postEphemeral", *["/response"] * 5]
