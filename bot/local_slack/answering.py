"""Answers a request, or lets a fault meet it; a connection can be closed without an answer."""

import asyncio
from asyncio import BaseTransport
from collections.abc import Awaitable, Callable
from typing import Any, cast

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from bot.local_slack.faults import OK, TOO_MANY_REQUESTS, Fault

CarryOut = Callable[[], Awaitable[Response]]


class DroppableProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Uvicorn's HTTP protocol; `request.state.drop()` closes the connection."""

    app_state: dict[str, Any]

    def connection_made(self, transport: BaseTransport) -> None:
        """Remember how to close the connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "drop": cast("Any", transport).abort}


async def answer(request: Request, fault: Fault | None, carry_out: CarryOut) -> Response:
    """Carry a request out and answer it, or do what the fault says instead."""
    if fault is None:
        return await carry_out()
    done = await carry_out() if fault.is_carried_out else None
    await asyncio.sleep(fault.seconds)
    if fault.is_dropped:
        request.state.drop()
        return Response(status_code=500)  # reaches nobody
    if fault.status == TOO_MANY_REQUESTS:
        return too_many_requests(fault.retry_after_seconds)
    if fault.status != OK:
        return Response(status_code=fault.status)
    if fault.code:
        return JSONResponse({"ok": False, "error": fault.code})
    return done or Response(status_code=500)


def too_many_requests(seconds: int) -> Response:
    """Ask for a pause, as Slack does."""
    return JSONResponse(
        {"ok": False, "error": "ratelimited"},
        status_code=TOO_MANY_REQUESTS,
        headers={"Retry-After": str(seconds)},
    )
