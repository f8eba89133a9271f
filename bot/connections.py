"""The HTTP server's connections: silent and slow ones give way to those that ask something."""

import asyncio
import sys
import time
from typing import Any

if sys.platform == "win32":
    from uvicorn.protocols.http.h11_impl import H11Protocol as HttpProtocol
else:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as HttpProtocol

REQUEST_WITHIN_SECONDS = 10.0
"""By when a request's headers and body must have come, counted from its first byte."""
MOST_OF_AN_ADDRESS = 200
MOST_OPEN_FILES = 65_536


class GuardedConnection(HttpProtocol):
    """A connection that is closed when its request doesn't come, or to make room.

    A proxy's connections all come from one address, so what is closed there is the one that has
    been silent longest, never one with a request under way.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn
        """Begin to wait for a request; beyond the limit, make room."""
        super().connection_made(transport)
        self.silent_since = time.monotonic()
        self._deadline: asyncio.TimerHandle | None = None
        self._await_request()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        """Read on, by the deadline that began with the request's first byte."""
        self._await_request()
        super().data_received(data)
        if not self.is_waiting:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the deadline."""
        self._stop_waiting()
        super().connection_lost(exc)

    @property
    def is_waiting(self) -> bool:
        """Tell whether a request, or the rest of one, has yet to come."""
        cycle: Any = self.cycle
        return cycle is None or cycle.response_complete or cycle.more_body

    def _await_request(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(REQUEST_WITHIN_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        self.silent_since = time.monotonic()
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _make_room(self) -> None:
        address = self.client and self.client[0]
        alike = [
            other
            for other in self.connections
            if isinstance(other, GuardedConnection)
            and other.client
            and other.client[0] == address
            and not other.transport.is_closing()
        ]
        if len(alike) > MOST_OF_AN_ADDRESS:
            silent = [other for other in alike if other.is_waiting]
            min(silent, key=lambda other: other.silent_since).transport.close()


def allow_many_open_files() -> None:
    """Raise this process's limit of open files to what the system allows."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows has none

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
