"""What Slack sends to the app: signed over HTTP, or in envelopes over a websocket."""

import asyncio
import hashlib
import hmac
import json
import ssl
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Event
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.local_slack.state import World

EACH_ITS_CONNECTION = httpx.Limits(max_keepalive_connections=0)
OK = 200


class Shape(StrEnum):
    """The three shapes of what Slack sends."""

    EVENT = "events_api"
    INTERACTION = "interactive"
    COMMAND = "slash_commands"


@dataclass(frozen=True)
class Ack:
    """What the app answered within three seconds; `is_ok` is False when it didn't."""

    is_ok: bool
    body: dict[str, Any] = field(default_factory=dict)
    status: int = 0


NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""The app listens on this machine without TLS, so no certificates are loaded."""


class Outbound(Protocol):
    """A way to the app."""

    def send(self, shape: Shape, payload: dict[str, Any], retry: int = 0) -> Ack:
        """Send and wait for the ack."""
        ...


@dataclass
class HttpOutbound:
    """HTTP mode: signed POSTs to the app's one address."""

    events_url: str
    signing_secret: str
    patience_seconds: float
    client: httpx.Client = field(
        default_factory=lambda: httpx.Client(limits=EACH_ITS_CONNECTION, verify=NO_AUTHORITIES)
    )

    def send(self, shape: Shape, payload: dict[str, Any], retry: int = 0) -> Ack:
        """Send and wait for the ack."""
        body, content_type = encode(shape, payload)
        headers = {"content-type": content_type, **self.signature(body)}
        if retry:
            headers |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "http_timeout"}
        try:
            answer = self.client.post(
                self.events_url, content=body, headers=headers, timeout=self.patience_seconds
            )
        except httpx.HTTPError:
            return Ack(is_ok=False)
        return Ack(answer.status_code == OK, _decoded(answer.text), answer.status_code)

    def signature(self, body: bytes) -> dict[str, str]:
        """Sign a body as Slack does."""
        timestamp = str(int(time.time()))
        digest = hmac.new(
            self.signing_secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256
        )
        return {
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": f"v0={digest.hexdigest()}",
        }


@dataclass
class SocketOutbound:
    """Socket Mode: envelopes over a websocket that the app opened."""

    world: World
    connections: list[WebSocket] = field(default_factory=list)
    waiting: dict[str, "Future[dict[str, Any]]"] = field(default_factory=dict)
    is_connected: Event = field(default_factory=Event)
    loop: asyncio.AbstractEventLoop | None = None

    def send(self, shape: Shape, payload: dict[str, Any], retry: int = 0) -> Ack:
        """Send and wait for the ack."""
        if not self.is_connected.wait(self.world.patience_seconds) or self.loop is None:
            return Ack(is_ok=False)
        envelope_id = self.world.next_id("E")
        envelope = {
            "envelope_id": envelope_id,
            "type": shape.value,
            "payload": payload,
            "accepts_response_payload": shape is not Shape.EVENT,
            **({"retry_attempt": retry, "retry_reason": "timeout"} if retry else {}),
        }
        answer: Future[dict[str, Any]] = Future()
        self.waiting[envelope_id] = answer
        socket = self.connections[-1]
        asyncio.run_coroutine_threadsafe(socket.send_text(json.dumps(envelope)), self.loop)
        try:
            return Ack(is_ok=True, body=answer.result(self.world.patience_seconds), status=OK)
        except TimeoutError:
            return Ack(is_ok=False)
        finally:
            self.waiting.pop(envelope_id, None)

    def cut(self) -> None:
        """Close every connection, as Slack does now and then; the app may open new ones."""
        for socket in list(self.connections):
            if self.loop is not None:
                asyncio.run_coroutine_threadsafe(socket.close(), self.loop)

    async def serve(self, socket: WebSocket) -> None:
        """Keep one connection of the app."""
        await socket.accept()
        self.loop = asyncio.get_running_loop()
        self.connections.append(socket)
        hello = {"type": "hello", "num_connections": len(self.connections)}
        await socket.send_text(json.dumps(hello))
        self.is_connected.set()
        try:
            while True:
                message = json.loads(await socket.receive_text())
                waiting = self.waiting.get(str(message.get("envelope_id")))
                if waiting is not None and not waiting.done():
                    waiting.set_result(message.get("payload") or {})
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self.connections.remove(socket)
            if not self.connections:
                self.is_connected.clear()


def encode(shape: Shape, payload: dict[str, Any]) -> tuple[bytes, str]:
    """Write a payload as Slack does for its shape."""
    if shape is Shape.EVENT:
        return json.dumps(payload).encode(), "application/json"
    form = "application/x-www-form-urlencoded"
    if shape is Shape.COMMAND:
        return urlencode(payload).encode(), form
    return urlencode({"payload": json.dumps(payload)}).encode(), form


def _decoded(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        return {"text": text} if text else {}
    return document if isinstance(document, dict) else {}
