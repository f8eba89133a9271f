"""A server on OpenAI's protocol that answers by a script, and keeps what it was sent."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

from pydantic import SecretStr

from assistant.language_model import OfferedTool, Prompt
from bot.adapters.language_models.openai import OpenAiCompatible

Answer = dict[str, Any]
PROMPT = Prompt("Answer.", "<data>how is churn?</data>")
LONG = 60.0
"""Not a limit: what answers at once on a busy machine too."""


@dataclass
class FakeOpenAi:
    """What it answers next, in turn; the last one again and again."""

    script: list[Answer]
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def next(self) -> Answer:
        """Return what comes next."""
        return self.script.pop(0) if len(self.script) > 1 else self.script[0]


def says(content: object, finish: str = "stop", **more: Any) -> Answer:  # noqa: ANN401 - any JSON
    """A completion with a text."""
    return _completion({"role": "assistant", "content": content, **more}, finish)


def calls(name: str, arguments: object) -> Answer:
    """A completion that calls a tool."""
    return calls_all({"id": "c1", "function": {"name": name, "arguments": arguments}})


def calls_all(*found: object) -> Answer:
    """A completion that calls tools, whatever is in the calls."""
    return _completion({"role": "assistant", "content": None, "tool_calls": list(found)})


def fails(status: int, body: str = '{"error": "no"}', **headers: str) -> Answer:
    """An HTTP error."""
    return {"status": status, "body": body, "headers": headers}


def streams(*parts: str, is_whole: bool = True) -> Answer:
    """A stream of parts, whether one was asked for or not."""
    chunks = [{"choices": [{"index": 0, "delta": {"content": part}}]} for part in parts]
    if is_whole:
        chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
    body = "".join([*lines, "data: [DONE]\n\n" if is_whole else ""])
    return {"status": 200, "body": body, "headers": {"content-type": "text/event-stream"}}


def sends(body: str, content_type: str = "text/event-stream") -> Answer:
    """Status 200 with any body."""
    return {"status": 200, "body": body, "headers": {"content-type": content_type}}


def hangs(seconds: float) -> Answer:
    """No answer for so long."""
    return {**says("late"), "seconds": seconds}


def _completion(message: dict[str, Any], finish: str = "stop") -> Answer:
    body = {
        "id": "x", "object": "chat.completion", "created": 1, "model": "fake",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12},
    }  # fmt: skip
    return {"status": 200, "body": json.dumps(body), "headers": {}}


class _Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    fake: ClassVar[FakeOpenAi]

    def do_POST(self) -> None:
        """Answer by the script."""
        sent = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)))
        self.fake.requests.append({"path": self.path, **sent})
        self._answer(self.fake.next())

    def do_GET(self) -> None:
        """Answer what comes next; nothing is noted, since nothing is asked of a model."""
        self._answer(self.fake.next())

    def log_message(self, *told: object) -> None:
        """Say nothing."""

    def _answer(self, answer: Answer) -> None:
        time.sleep(answer.get("seconds", 0))
        body = answer["body"].encode()
        self.send_response(answer["status"])
        headers = {"content-type": "application/json", **answer["headers"]}
        for name, value in {**headers, "content-length": str(len(body))}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)


@contextmanager
def running_fake(*script: Answer) -> Iterator[FakeOpenAi]:
    """Serve a script on loopback."""
    fake = FakeOpenAi(list(script))
    handler = type("Handler", (_Handler,), {"fake": fake})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_port}/v1"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()


def model_of(fake: FakeOpenAi) -> OpenAiCompatible:
    """The adapter, at the fake server."""
    return OpenAiCompatible("fake", SecretStr("sk-test"), fake.url)


def tool(called: list[str]) -> OfferedTool:
    """A tool that keeps what it was asked."""

    def call(about: str) -> str:
        called.append(about)
        return "v3 is live"

    return OfferedTool("model_state", "How a model is doing.", "its name", call)
