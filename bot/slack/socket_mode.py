"""Socket Mode: Slack's requests over a websocket, handled in threads so that none waits."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotToldError
from threading import Thread

import structlog
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import run_bolt_app
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.bolt import EVENT
from bot.slack.shape import ShapeError, check_shape
from bot.slack.socket_client import LastingClient
from bot.threads.presses_first import PressesFirst

log = structlog.get_logger()
TELLS_WITHIN_SECONDS = 1.0


class SocketMode:
    """Keeps a websocket to Slack open on a thread of its own."""

    def __init__(self, bolt: App, app_token: str, api_url: str, presses: PressesFirst) -> None:
        self.bolt = bolt
        self.presses = presses
        self.app_token = app_token
        self.api_url = api_url
        self.executor = ThreadPoolExecutor(20, thread_name_prefix="slack-socket")
        self.client: LastingClient | None = None
        self.loop = asyncio.new_event_loop()
        self.stopping = asyncio.Event()
        self.answering: set[asyncio.Task[None]] = set()
        self.thread = Thread(target=self._run, name="socket-mode", daemon=True)

    def start(self) -> None:
        """Connect, and reconnect for as long as the process runs."""
        self.thread.start()

    def stop(self) -> None:
        """Close the websocket and end the thread."""
        if self.thread.is_alive():
            self.loop.call_soon_threadsafe(self.stopping.set)
            self.thread.join(10)
        self.executor.shutdown(wait=True)

    def is_connected(self) -> bool:
        """Tell whether Slack's requests come in: the websocket is open, and answers pings.

        A loop that can't say so within a second hands no request on either.
        """
        client = self.client
        if client is None or not self.thread.is_alive() or self.loop.is_closed():
            return False
        told = asyncio.run_coroutine_threadsafe(client.is_connected(), self.loop)
        try:
            return told.result(TELLS_WITHIN_SECONDS)
        except NotToldError:
            told.cancel()
            return False

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_until_complete(self._stay_connected())
        finally:
            self.loop.close()

    async def _stay_connected(self) -> None:
        client = LastingClient(
            app_token=self.app_token,
            web_client=AsyncWebClient(token=self.app_token, base_url=self.api_url),
        )
        client.socket_mode_request_listeners.append(self._handle)
        self.client = client
        connecting = asyncio.create_task(client.connect())
        try:
            await self.stopping.wait()
        finally:
            connecting.cancel()
            await client.close()  # type: ignore[no-untyped-call] # the SDK has no type here

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        """Answer in a task of its own: the client hands over the next request only then."""
        task = asyncio.create_task(self._answer(client, request))
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)

    async def _answer(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        started_at = time.time()
        loop = asyncio.get_running_loop()
        try:
            check_shape(request.payload)
        except ShapeError as error:
            log.warning("request_not_read", part=str(error))
            if request.payload.get("type") == EVENT:  # which Slack would send again and again
                nothing = BoltResponse(status=200, body="")
                await send_async_response(client, request, nothing, started_at)
            return
        with self.presses.press():
            answer = await loop.run_in_executor(self.executor, run_bolt_app, self.bolt, request)
        await send_async_response(client, request, answer, started_at)
