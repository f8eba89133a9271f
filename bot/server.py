"""The HTTP server around one runtime, in the foreground or on a thread."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from bot.api.app import create_http_app
from bot.connections import GuardedConnection
from bot.runtime import Runtime
from bot.slack.http import SlackEvents

GRACE_SECONDS = 8


def create_server(runtime: Runtime) -> uvicorn.Server:
    """Build a server for a runtime; in HTTP mode it takes Slack's requests too."""
    secret = runtime.settings.slack_signing_secret
    slack_events = (
        SlackEvents(
            runtime.bolt,
            secret.get_secret_value(),
            runtime.database,
            runtime.clock,
            runtime.presses,
        )
        if secret is not None
        else None
    )
    app = create_http_app(
        runtime.transactions,
        slack_events.__call__ if slack_events else None,
        runtime.is_connected,
        runtime.unknown_people,
    )
    config = uvicorn.Config(
        app,
        http=GuardedConnection,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return uvicorn.Server(config)


@contextmanager
def serving(runtime: Runtime, listening: socket.socket) -> Iterator[str]:
    """Serve on a thread for as long as the block runs.

    Yields:
        The server's address.
    """
    server = create_server(runtime)
    thread = Thread(target=server.run, name="http", kwargs={"sockets": [listening]}, daemon=True)
    runtime.start()
    thread.start()
    try:
        host, port = listening.getsockname()[:2]
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(GRACE_SECONDS + 2)
        runtime.stop()
        listening.close()
