"""`POST /slack/events`: verify raw bytes first, only then let Bolt see the request."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from slack_bolt import App, BoltRequest, BoltResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.slack.bolt import ARRIVAL, EVENT
from bot.slack.payload import read_payload
from bot.slack.shape import ShapeError, check_shape
from bot.slack.signature import SignatureError, SignedHeaders, check_signature
from bot.storage.database import Database
from bot.storage.receipts import Arrival, note_arrival, press_deadline
from bot.threads.outage import is_away
from bot.threads.presses_first import PressesFirst

log = structlog.get_logger()
LARGEST_BODY_BYTES = 1_000_000
BODY_DEADLINE_SECONDS = 5
CAN_NOT_BE_READ, SERVER_ERROR = 400, 500


@dataclass
class SlackEvents:
    """The endpoint for Slack's HTTP mode."""

    bolt: App
    signing_secret: str
    database: Database
    clock: Callable[[], datetime]
    presses: PressesFirst = field(default_factory=PressesFirst)
    executor: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(20, thread_name_prefix="slack-events")
    )

    async def __call__(self, request: Request) -> Response:
        """Answer one request; strangers get 401 and no word more."""
        try:
            async with asyncio.timeout(BODY_DEADLINE_SECONDS):
                body = await _read(request)
        except (TimeoutError, ClientDisconnect):
            return Response(status_code=408)
        if body is None:
            return Response(status_code=413)
        headers = dict(request.scope["headers"])
        signed = SignedHeaders(
            headers.get(b"x-slack-request-timestamp", b""),
            headers.get(b"x-slack-signature", b""),
        )
        try:
            check_signature(self.signing_secret, signed, body, now_seconds=time.time())
        except SignatureError as error:
            log.info("unsigned_request_refused", reason=str(error))
            return Response(status_code=401)
        loop = asyncio.get_running_loop()
        with self.presses.press():
            answer = await loop.run_in_executor(
                self.executor, self.dispatch_once, signed.signature, body, press_deadline()
            )
        return Response(
            content=answer.body,
            status_code=answer.status,
            headers={name: values[0] for name, values in answer.headers.items()},
        )

    def dispatch_once(
        self, signature: bytes, body: bytes, deadline: float | None = None
    ) -> BoltResponse:
        """Hand a request to Bolt, unless the very same one came before.

        A listener's transaction notes the request with what it causes. One that was refused, or
        needed no transaction, is noted behind it: a replay finds that and gets no answer. What
        could not be handled is not noted, so that it may come again; neither is what was answered
        while the database was away, since that changed nothing.
        """
        arrival = Arrival(
            f"signature:{hashlib.sha256(signature).hexdigest()}",
            deadline=deadline or press_deadline(),
        )
        answer = self._dispatch(body, arrival)
        if (
            arrival.is_noted
            or arrival.is_given_up
            or answer.status in {CAN_NOT_BE_READ, SERVER_ERROR}
        ):
            return answer
        try:
            with self.database.transaction(deadline=deadline) as session:
                is_first = note_arrival(session, Arrival(arrival.signature), self.clock())
        except SQLAlchemyError as error:
            if not is_away(error):
                raise
            return answer
        return answer if is_first else BoltResponse(status=200, body="")

    def _dispatch(self, body: bytes, arrival: Arrival) -> BoltResponse:
        try:
            payload = read_payload(body.decode())
        except (ValueError, TypeError, RecursionError) as error:
            log.warning("signed_request_not_read", reason=type(error).__name__)
            return BoltResponse(status=CAN_NOT_BE_READ, body="")
        try:
            check_shape(payload)
        except ShapeError as error:
            log.warning("signed_request_not_read", part=str(error))
            is_event = payload.get("type") == EVENT  # which Slack would send again and again
            return BoltResponse(status=200 if is_event else CAN_NOT_BE_READ, body="")
        try:
            request = BoltRequest(
                body=payload,
                context={ARRIVAL: arrival},
                mode="socket_mode",  # Bolt's word for a body that was read already
            )
            return self.bolt.dispatch(request)
        except Exception:
            log.exception("signed_request_failed")
            return BoltResponse(status=SERVER_ERROR, body="")


async def _read(request: Request) -> bytes | None:
    """Read a body up to the limit; None when it is larger."""
    chunks = bytearray()
    async for chunk in request.stream():
        chunks += chunk
        if len(chunks) > LARGEST_BODY_BYTES:
            return None
    return bytes(chunks)
