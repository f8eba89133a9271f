"""The HTTP application: Slack's endpoint, health and figures."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot.api.body_limit import BodyLimit
from bot.api.measurements import measurements_router
from bot.queues.lengths import QueueLengths, queue_lengths
from bot.storage.database import Database
from bot.transactions import Transactions

OPENAPI = "/api/v1/openapi.json"
Endpoint = Callable[[Request], Awaitable[Response]]


def create_http_app(transactions: Transactions, slack_events: Endpoint | None) -> FastAPI:
    """Build the application; without HTTP mode there is no endpoint for Slack."""
    database = transactions.database
    app = FastAPI(title="Lamplighter", docs_url=None, redoc_url=None, openapi_url=OPENAPI)
    app.add_middleware(BodyLimit)
    app.include_router(measurements_router(transactions))
    if slack_events is not None:
        app.add_route("/slack/events", slack_events, methods=["POST"])

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        """Say that the process runs."""
        return {"status": "ok"}

    @app.get("/readyz", responses={503: {}})
    def readyz(response: Response) -> dict[str, str]:
        """Say whether a press could be kept now."""
        try:
            with database.transaction() as session:
                queue_lengths(session)
        except SQLAlchemyError:
            response.status_code = 503
            return {"status": "the database does not answer"}
        return {"status": "ok"}

    @app.get("/metrics")
    def metrics() -> Response:
        """Give the figures of the queues; labels hold no name of a model or person."""
        return Response(_exposition(_lengths(database)), media_type=CONTENT_TYPE_LATEST)

    return app


def _lengths(database: Database) -> QueueLengths:
    with database.reading() as session:
        return queue_lengths(session)


def _exposition(lengths: QueueLengths) -> bytes:
    registry = CollectorRegistry()
    for name, text, value in (
        ("lamplighter_surfaces_waiting", "Messages not up to date yet", lengths.surfaces_waiting),
        ("lamplighter_surfaces_dead", "Messages given up", lengths.surfaces_dead),
        ("lamplighter_jobs_waiting", "Jobs not done yet", lengths.jobs_waiting),
        ("lamplighter_jobs_dead", "Jobs given up", lengths.jobs_dead),
    ):
        Gauge(name, text, registry=registry).set(value)
    return generate_latest(registry)
