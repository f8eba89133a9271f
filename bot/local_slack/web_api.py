"""`POST /api/<method>`: who calls, how often, and what faults meet the call."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.faults import Faults
from bot.local_slack.methods import METHODS
from bot.local_slack.state import World

BURST = 3
STRUCTURED = {"blocks", "view", "metadata", "files"}


@dataclass
class ChannelPace:
    """One message a second to a channel, with a small burst."""

    clock: Callable[[], float] = time.monotonic
    tokens: dict[str, tuple[float, float]] = field(default_factory=dict)

    def admits(self, channel_id: str) -> bool:
        """Say whether a message may go to the channel now, and count it."""
        now = self.clock()
        left, since = self.tokens.get(channel_id, (float(BURST), now))
        left = min(float(BURST), left + now - since)
        self.tokens[channel_id] = (left - 1 if left >= 1 else left, now)
        return left >= 1


@dataclass
class WebApi:
    """The Web API of one workspace."""

    world: World
    bot_token: str
    app_token: str
    faults: Faults
    has_rate_limits: bool = True
    pace: ChannelPace = field(default_factory=ChannelPace)
    socket_url: str = ""

    async def __call__(self, request: Request) -> Response:
        """Answer one call."""
        method = request.path_params["method"]
        arguments = await _arguments(request)
        fault = self.faults.draw(method)
        if fault == "429":
            return _too_many(self.faults.retry_after_seconds)
        if fault == "500":
            return Response(status_code=500)
        if fault == "hang":
            await asyncio.sleep(self.faults.hang_seconds)
            return Response(status_code=500)
        answer = await asyncio.to_thread(self._answer, request, method, arguments)
        await asyncio.sleep(self.faults.answer_after_seconds)
        return Response(status_code=500) if fault == "lost" else answer

    def _answer(self, request: Request, method: str, arguments: dict[str, Any]) -> Response:
        try:
            self._check_token(request, method, arguments)
            channel_id = str(arguments.get("channel", ""))
            with self.world.changed:
                self.world.calls.append((method, arguments))
                is_post = method == "chat.postMessage" and self.has_rate_limits
                if is_post and not self.pace.admits(channel_id):
                    return _too_many(1)
                if method == "apps.connections.open":
                    return JSONResponse({"ok": True, "url": self.socket_url})
                if method not in METHODS:
                    raise SlackSaysNoError("unknown_method")  # noqa: TRY301 - one way to say no
                arguments["_base_url"] = str(request.base_url).rstrip("/")
                answer = METHODS[method](self.world, arguments)
                self.world.announce()
        except SlackSaysNoError as error:
            return JSONResponse(_refusal(error))
        return JSONResponse({"ok": True, **answer})

    def _check_token(self, request: Request, method: str, arguments: Mapping[str, Any]) -> None:
        header = request.headers.get("authorization", "").removeprefix("Bearer ")
        token = header or str(arguments.get("token", ""))
        if not token:
            raise SlackSaysNoError("not_authed")
        wanted = self.app_token if method == "apps.connections.open" else self.bot_token
        if token != wanted:
            raise SlackSaysNoError("invalid_auth")


async def _arguments(request: Request) -> dict[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        document = json.loads(await request.body() or b"{}")
        return dict(document) if isinstance(document, dict) else {}
    form = {name: str(value) for name, value in (await request.form()).items()}
    return {**request.query_params, **{name: _decoded(name, form[name]) for name in form}}


def _decoded(name: str, value: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    if name not in STRUCTURED:
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def _too_many(seconds: int) -> Response:
    return JSONResponse(
        {"ok": False, "error": "ratelimited"},
        status_code=429,
        headers={"Retry-After": str(seconds)},
    )


def _refusal(error: SlackSaysNoError) -> dict[str, Any]:
    details = {"response_metadata": {"messages": error.messages}} if error.messages else {}
    return {"ok": False, "error": error.code, **details}
