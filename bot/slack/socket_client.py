"""The websocket of Socket Mode: comes back by a fresh address, and says once that it was away."""

import asyncio
import time
from contextlib import suppress
from typing import Any

import structlog
from aiohttp import ClientResponseError
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient

log = structlog.get_logger()
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 30.0


class LastingClient(SocketModeClient):
    """Connects again for as long as it isn't closed.

    Slack's addresses are good for one connection, and for a short time: the SDK tries the same
    one again and again, and logs a traceback each time.

    Attributes:
        opens_within_seconds: A server that takes the connection and says nothing for so long is
            as good as none.
        away_since: Since when there is no connection, in `time.monotonic` seconds.
    """

    opens_within_seconds = 15.0
    away_since: float | None = None

    async def connect(self) -> None:
        """Open a websocket in place of the one before; return once it is open, or when closed."""
        wait_seconds = FIRST_WAIT_SECONDS
        while not self.closed:
            try:
                async with asyncio.timeout(self.opens_within_seconds):
                    await self._open()
            except Exception as error:  # noqa: BLE001 - whatever it is, Slack can't be reached
                self._note_away(error)
                await asyncio.sleep(max(wait_seconds, _asked_pause(error)))
                wait_seconds = min(wait_seconds * 2, LONGEST_WAIT_SECONDS)
            else:
                self._note_back()
                return

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002 - the SDK's signature
        """Replace the websocket, unless somebody else did meanwhile.

        Args:
            force: Also where it seems to be open, since Slack is about to close it.
        """
        before = self.current_session
        async with self.connect_operation_lock:
            is_replaced = self.current_session is not before
            if not is_replaced and (force or not await self.is_connected()):
                await self.connect()

    async def _open(self) -> None:
        self.auto_reconnect_enabled = False
        before, self.wss_uri = self.current_session, None
        if before is not None:
            with suppress(Exception):  # a broken one can't be closed any more
                await before.close()
        answer = await self.web_client.apps_connections_open(app_token=self.app_token)
        session = await self.aiohttp_client_session.ws_connect(
            str(answer["url"]),
            autoping=False,
            heartbeat=self.ping_interval,
            proxy=self.proxy,
            ssl=True if self.web_client.ssl is None else self.web_client.ssl,
        )
        self.current_session, self.stale, self.last_ping_pong_time = session, False, None
        self.auto_reconnect_enabled = self.default_auto_reconnect_enabled
        await session.ping(f"sdk-ping-pong:{time.time()}".encode())
        for earlier in (self.current_session_monitor, self.message_receiver):
            if earlier is not None:
                earlier.cancel()
        self.current_session_monitor = asyncio.ensure_future(self.monitor_current_session())
        self.message_receiver = asyncio.ensure_future(self.receive_messages())

    def _note_away(self, error: Exception) -> None:
        if self.away_since is None:
            self.away_since = time.monotonic()
            log.error("socket_mode_not_connected", reason=reason_of(error))

    def _note_back(self) -> None:
        if self.away_since is not None:
            seconds = round(time.monotonic() - self.away_since)
            self.away_since = None
            log.warning("socket_mode_connected_again", away_seconds=seconds)


def reason_of(error: Exception) -> str:
    """Say in a few words what went wrong; without the address, which lets anyone connect."""
    if isinstance(error, SlackApiError):
        return str(error.response["error"])
    if isinstance(error, ClientResponseError):
        return f"HTTP {error.status}"
    return (str(error).splitlines() or [type(error).__name__])[0]


def _asked_pause(error: Exception) -> float:
    """Return how long Slack asks to wait, in seconds."""
    if not isinstance(error, SlackApiError):
        return 0.0
    headers: Any = getattr(error.response, "headers", {})
    asked = str(headers.get("Retry-After", ""))
    return float(asked) if asked.isdigit() else 0.0
