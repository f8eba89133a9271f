"""The HTTP application: Slack's endpoint, health and figures."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from assistant.keeping import Figures, figures
from assistant.language_model import ProviderFailure
from bot.api.body_limit import BodyLimit
from bot.api.measurements import measurements_router
from bot.api.use_cases import use_cases_router
from bot.queues.lengths import QueueLengths, queue_lengths
from bot.storage.receipts import note_health
from bot.transactions import Transactions
from bot.use_case_files import UnknownPeople, nobody_unknown

READY_WITHIN_SECONDS = 1.0
TOLD_WITHIN_SECONDS = 2.5
"""Where a database, or the thread of Socket Mode, doesn't answer at all."""
MOST_PROBES = 2
NO_RESPONSE = "the database doesn't respond"
OPENAPI = "/api/v1/openapi.json"
Endpoint = Callable[[Request], Awaitable[Response]]


def _always() -> bool:
    return True


def create_http_app(
    transactions: Transactions,
    slack_events: Endpoint | None,
    is_connected: Callable[[], bool] = _always,
    unknown_people: UnknownPeople = nobody_unknown,
) -> FastAPI:
    """Build the application; only HTTP mode has an endpoint for Slack.

    Args:
        transactions: Where changes are saved.
        slack_events: The endpoint.
        is_connected: Tells whether the connection of Socket Mode is open.
        unknown_people: Looks people up in Slack.
    """
    database = transactions.database
    app = FastAPI(title="Lamplighter", docs_url=None, redoc_url=None, openapi_url=OPENAPI)
    app.add_middleware(BodyLimit)
    app.add_exception_handler(RequestValidationError, _say_what_is_wrong)
    app.include_router(measurements_router(transactions))
    app.include_router(use_cases_router(transactions, unknown_people))
    if slack_events is not None:
        app.add_route("/slack/events", slack_events, methods=["POST"])

    probes = ThreadPoolExecutor(MOST_PROBES, thread_name_prefix="readyz")

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Report that the process is running, however many threads wait for the database."""
        return {"status": "ok"}

    @app.get("/readyz", responses={503: {}})
    async def readyz(response: Response) -> dict[str, str]:
        """Report whether the bot can hear Slack and save a change right now."""
        look = partial(_readiness, transactions, is_connected)
        try:
            async with asyncio.timeout(TOLD_WITHIN_SECONDS):
                ready = await asyncio.get_running_loop().run_in_executor(probes, look)
        except TimeoutError:
            ready = _Readiness(is_ready=False, sentence=NO_RESPONSE)
        response.status_code = 200 if ready.is_ready else 503
        return {"status": ready.sentence}

    @app.get("/metrics")
    def metrics() -> Response:
        """Return the queue lengths for Prometheus; labels contain no model's or person's name."""
        with database.reading() as session:
            lengths, assistant = queue_lengths(session), figures(session)
        return Response(_exposition(lengths, assistant), media_type=CONTENT_TYPE_LATEST)

    return app


def _say_what_is_wrong(request: Request, error: Exception) -> Response:
    """Answer 422 with each problem, but not what was sent, which may be no text at all."""
    del request
    found = error.errors() if isinstance(error, RequestValidationError) else []
    problems = [{name: problem[name] for name in ("loc", "msg", "type")} for problem in found]
    return JSONResponse({"detail": problems}, status_code=422)


class _Readiness(NamedTuple):
    is_ready: bool
    sentence: str


def _readiness(transactions: Transactions, is_connected: Callable[[], bool]) -> _Readiness:
    """Write one row, look for room for more, and ask whether Slack's requests come in."""
    database = transactions.database
    try:
        with database.transaction(deadline=time.monotonic() + READY_WITHIN_SECONDS) as session:
            note_health(session, transactions.clock())
            blocked_by = queue_lengths(session).blocked_by
    except SQLAlchemyError as error:
        transactions.outage.begins("readyz", error)
        return _Readiness(is_ready=False, sentence=NO_RESPONSE)
    transactions.outage.ends("readyz")
    if not database.has_room():
        return _Readiness(is_ready=False, sentence="the disk of the database is full")
    if not is_connected():
        sentence = "the connection to Slack (Socket Mode) is down"
        return _Readiness(is_ready=False, sentence=sentence)
    if blocked_by:
        sentence = f"degraded: Slack refuses ({', '.join(blocked_by)})"
        return _Readiness(is_ready=True, sentence=sentence)
    return _Readiness(is_ready=True, sentence="ok")


def _exposition(lengths: QueueLengths, assistant: Figures) -> bytes:
    registry = CollectorRegistry()
    for name, text, value in (
        (
            "lamplighter_surfaces_waiting",
            "Messages waiting to be posted or updated",
            lengths.surfaces_waiting,
        ),
        ("lamplighter_surfaces_dead", "Messages that failed for good", lengths.surfaces_dead),
        ("lamplighter_jobs_waiting", "Jobs waiting", lengths.jobs_waiting),
        ("lamplighter_jobs_dead", "Jobs that failed for good", lengths.jobs_dead),
        ("lamplighter_questions", "Questions answered in 90 days", assistant.questions),
        ("lamplighter_answers_helped", "Answers marked as helpful", assistant.helped),
        ("lamplighter_answers_not_helped", "Answers marked as no help", assistant.not_helped),
        ("lamplighter_model_calls", "Calls to the language model", assistant.calls),
        ("lamplighter_model_failures", "Calls without a usable answer", assistant.failures),
        ("lamplighter_model_tokens", "Tokens sent and received", assistant.tokens),
        ("lamplighter_model_seconds", "How long the calls took together", assistant.seconds),
    ):
        Gauge(name, text, registry=registry).set(value)
    name, text = "lamplighter_model_failures_by_reason", "Calls without a usable answer, by reason"
    by_reason = Gauge(name, text, ["reason"], registry=registry)
    for reason in ProviderFailure:
        by_reason.labels(reason.value).set(assistant.failures_by_reason.get(reason.value, 0))
    return generate_latest(registry)
