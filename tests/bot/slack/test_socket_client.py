"""The websocket comes back by a fresh address, whatever cut it, and says so once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs
from yarl import URL

from bot.slack import socket_client
from bot.slack.socket_client import LastingClient, reason_of

PATIENCE_SECONDS = 30.0


@dataclass
class Door:
    """Slack's side: each address that it gives is good for one connection."""

    port: int = 0
    given: set[str] = field(default_factory=set)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    opened: int = 0
    refused: int = 0
    error: str = ""
    is_shut: bool = False
    is_silent: bool = False

    async def give(self, request: web.Request) -> web.Response:
        """Answer `apps.connections.open`."""
        del request
        self.opened += 1
        if self.error:
            return web.json_response({"ok": False, "error": self.error})
        self.given.add(str(self.opened))
        url = f"ws://127.0.0.1:{self.port}/socket?ticket={self.opened}"
        return web.json_response({"ok": True, "url": url})

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take a connection, or not."""
        ticket = request.query["ticket"]
        if ticket not in self.given or self.is_shut:
            self.given.discard(ticket)
            self.refused += 1
            return web.Response(status=408)
        self.given.discard(ticket)
        if self.is_silent:
            await asyncio.sleep(PATIENCE_SECONDS)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello"})
        async for _ in socket:
            pass
        self.sockets.remove(socket)
        return socket


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[Door, LastingClient]]:
    """Have a client that looks after its connection every few milliseconds."""
    door, app = Door(), web.Application()
    app.router.add_post("/api/apps.connections.open", door.give)
    app.router.add_get("/socket", door.take)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    door.port = int(runner.addresses[0][1])
    slack = AsyncWebClient(token="xapp-1", base_url=f"http://127.0.0.1:{door.port}/api/")
    client = LastingClient(app_token="xapp-1", web_client=slack, ping_interval=0.1)
    try:
        await client.connect()
        await until(client.is_connected)
        yield door, client
    finally:
        await client.close()  # type: ignore[no-untyped-call] # the SDK has no type here
        await runner.cleanup()


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await look():  # noqa: ASYNC110 - the other side has no event
            await asyncio.sleep(0.01)


async def refuses(door: Door, client: LastingClient) -> None:
    """Give an address, and refuse the connection: the address is used up."""
    door.is_shut = True
    await door.sockets[-1].close()
    await until(lambda: _is(door.refused > 0))
    assert not await client.is_connected()
    door.is_shut = False


async def gives_no_address(door: Door, client: LastingClient) -> None:
    """Say goodbye, and give no address for a while."""
    door.error = "not_authed"
    opened = door.opened
    await door.sockets[-1].send_json({"type": "disconnect", "reason": "link_disabled"})
    await until(lambda: _is(door.opened > opened))
    assert not await client.is_connected()
    door.error = ""


async def says_nothing(door: Door, client: LastingClient) -> None:
    """Take the connection, and never answer."""
    door.is_silent = True
    client.opens_within_seconds = 1.0
    given = door.opened
    await door.sockets[-1].close()
    await until(lambda: _is(door.opened > given))
    await until(lambda: _is(client.away_since is not None))
    assert not await client.is_connected()
    client.opens_within_seconds = PATIENCE_SECONDS
    door.is_silent = False


async def _is(value: bool) -> bool:  # noqa: FBT001 - what is looked for
    return value


@pytest.mark.parametrize(
    ("goes_away", "reason"),
    [
        (refuses, "HTTP 408"),
        (gives_no_address, "not_authed"),
        (says_nothing, "TimeoutError"),
    ],
)
def test_it_comes_back_once_slack_lets_it(
    goes_away: Callable[[Door, LastingClient], Awaitable[None]],
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By another address; the log has one line when it is away, and one when it is back."""
    monkeypatch.setattr(socket_client, "FIRST_WAIT_SECONDS", 0.05)

    async def go() -> int:
        async with connected() as (door, client):
            await goes_away(door, client)
            await until(client.is_connected)
            await until(lambda: _is(len(door.sockets) == 1))
            return len(door.sockets)

    with capture_logs() as lines:
        sockets = asyncio.run(go())

    told = [(line["event"], line.get("reason")) for line in lines]
    assert told == [
        ("socket_mode_not_connected", reason),
        ("socket_mode_connected_again", None),
    ]
    assert sockets == 1


def test_two_farewells_at_once_are_one_new_connection() -> None:
    """Slack warns, and then says it again."""

    async def go() -> tuple[int, bool]:
        async with connected() as (door, client):
            before = door.sockets[-1]
            for reason in ("warning", "refresh_requested"):
                await before.send_json({"type": "disconnect", "reason": reason})
            await until(lambda: _is(before.closed))
            await until(client.is_connected)
            await asyncio.sleep(0.3)
            return door.opened, await client.is_connected()

    assert asyncio.run(go()) == (2, True)


def test_the_address_is_kept_out_of_the_log() -> None:
    """Whoever has it may connect in our place."""
    info = aiohttp.RequestInfo(URL("wss://slack.test/?ticket=secret"), "GET", None)  # type: ignore[arg-type] # headers aren't read
    refusal = aiohttp.WSServerHandshakeError(info, (), status=408, message="Invalid")
    answer = {"ok": False, "error": "invalid_auth"}
    slack = SlackApiError("Failed", answer)  # type: ignore[no-untyped-call] # the SDK has no type here

    assert [reason_of(one) for one in (refusal, slack, TimeoutError())] == [
        "HTTP 408",
        "invalid_auth",
        "TimeoutError",
    ]
