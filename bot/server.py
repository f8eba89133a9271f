"""The HTTP server around one runtime, in the foreground or on a thread."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from bot.api.app import create_http_app
from bot.api.slack_events import SlackEvents
from bot.wiring import Runtime

GRACE_SECONDS = 8


class AddressError(Exception):
    """The process can't listen where it was told to; the text says what to do."""


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
    app = create_http_app(runtime.transactions, slack_events)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return uvicorn.Server(config)


def listen(host: str, port: int) -> socket.socket:
    """Open the listening socket, so that its port is known before anything starts.

    Raises:
        AddressError: The address is in use or not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AddressError(
            f"Can't listen on {host} port {port}: {error.strerror}. "
            "Choose another port; 0 takes any that is free."
        ) from error
    listening.listen()  # who connects before the server runs waits, and is not refused
    return listening


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
