"""`POST /api/<method>`: who calls, how often, and what faults meet the call."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Thread
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.local_slack.answering import answer, too_many_requests
from bot.local_slack.call_log import OK, Call
from bot.local_slack.errors import SlackSaysNoError
from bot.local_slack.faults import TOO_MANY_REQUESTS, Fault, Faults
from bot.local_slack.installation import APP_METHOD, Installation
from bot.local_slack.methods import METHODS
from bot.local_slack.pace import HISTORY, HISTORY_PAGE, ChannelPace, HistoryPace
from bot.local_slack.scopes import check_scopes, needed_scopes
from bot.local_slack.state import World
from bot.manifest import APP_SCOPE

STRUCTURED = {"blocks", "view", "metadata", "files"}


@dataclass
class WebApi:
    """The Web API of one workspace; `tell` sends an event to the app."""

    world: World
    installation: Installation
    faults: Faults
    tell: Callable[[dict[str, Any]], object]
    has_rate_limits: bool = True
    pace: ChannelPace = field(default_factory=ChannelPace)
    history_pace: HistoryPace = field(default_factory=HistoryPace)

    async def __call__(self, request: Request) -> Response:
        """Answer one call."""
        method = request.path_params["method"]
        arguments = await _arguments(request)
        call = Call(method, arguments, time.monotonic())
        with self.world.changed:
            self.world.calls.append(call)
        fault = self.faults.draw(method)
        carry_out = partial(asyncio.to_thread, self._carry_out, request, call)
        response = await answer(request, fault, carry_out)
        await asyncio.sleep(self.faults.answer_after_seconds)
        _record(call, fault, response)
        response.headers["x-oauth-scopes"] = ",".join(self._scopes(_token(request, arguments)))
        return response

    def _carry_out(self, request: Request, call: Call) -> Response:
        token = _token(request, call.arguments)
        arguments = {
            **call.arguments,
            "_base_url": str(request.base_url).rstrip("/"),
            "_is_app": token == self.installation.app_token,
        }
        try:
            self.installation.check_token(call.method, token)
            with self.world.changed:
                pause = self._check_call(call.method, arguments, token)
                if pause:
                    return too_many_requests(pause)
                found = METHODS[call.method](self.world, arguments)
                call.is_carried_out = True
                call.answer = OK
                events, self.world.happened = self.world.happened, []
                self.world.announce()
        except SlackSaysNoError as error:
            call.answer = error.code
            return JSONResponse(_refusal(error))
        for event in events:
            Thread(target=self.tell, args=(event,), daemon=True).start()
        return JSONResponse({"ok": True, **found})

    def _check_call(self, method: str, arguments: dict[str, Any], token: str) -> int:
        """Check method, scopes and pace.

        Returns:
            How many seconds to wait, 0 for none.
        """
        channel_id = str(arguments.get("channel", ""))
        if method not in METHODS:
            raise SlackSaysNoError("unknown_method")
        needed = needed_scopes(method, self.world.channels.get(channel_id))
        check_scopes(needed, self._scopes(token))
        if method == HISTORY and self.installation.is_distributed:
            limit = str(arguments.get("limit") or HISTORY_PAGE)
            if limit.isdecimal():
                arguments["limit"] = str(min(HISTORY_PAGE, int(limit)))
            return self.history_pace.wait_seconds()
        is_post = method == "chat.postMessage" and self.has_rate_limits
        return 0 if not is_post or self.pace.admits(channel_id) else 1

    def _scopes(self, token: str) -> list[str]:
        if token == self.installation.app_token:
            return [APP_SCOPE]
        return sorted(self.installation.scopes) if token == self.installation.bot_token else []


def _record(call: Call, fault: Fault | None, response: Response) -> None:
    """Write down how a call was answered."""
    if fault is not None and fault.is_dropped:
        call.answer = "dropped"
    elif fault is not None and fault.code:
        call.answer = fault.code
    elif response.status_code != 200:  # noqa: PLR2004 - HTTP's number
        call.answer = str(response.status_code)
    if response.status_code == TOO_MANY_REQUESTS:
        call.pause_seconds = int(response.headers["retry-after"])


def _token(request: Request, arguments: dict[str, Any]) -> str:
    """Find the token; the app's own is taken from the header alone."""
    header = request.headers.get("authorization", "").removeprefix("Bearer ")
    in_body = str(arguments.get("token", ""))
    if header or not in_body:
        return header
    return "in the body" if request.path_params["method"] == APP_METHOD else in_body


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


def _refusal(error: SlackSaysNoError) -> dict[str, Any]:
    metadata = {"response_metadata": {"messages": error.messages}} if error.messages else {}
    return {"ok": False, "error": error.code, **error.details, **metadata}
