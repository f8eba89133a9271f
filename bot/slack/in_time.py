"""Presses are answered in time, even where a database that is shared doesn't answer at all."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from bot.storage.database import DatabaseBusyError
from bot.storage.receipts import Arrival
from bot.threads.outage import Outage
from handlers.dependencies import NotSavedError, UnsureError

GRACE_SECONDS = 0.2
"""For what the deadline of its statements ends first."""
COMMIT_WITHIN_SECONDS = 0.4
MOST_AT_ONCE = 40


@dataclass(frozen=True)
class InTime:
    """Calls listeners on other threads, and leaves those behind that hang.

    A server that is frozen, or whose network is, ends no statement at any deadline. A press that
    was left behind is kept only if its commit had begun by then.
    """

    outage: Outage
    _executor: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="press")
    )

    def call(self, arrival: Arrival, listener: Callable[[], None]) -> None:
        """Call a listener for what arrived, and raise what it raises.

        Raises:
            NotSavedError: It took too long, and nothing of it will be kept.
            UnsureError: It took too long, and was just being kept.
        """
        running = self._executor.submit(listener)
        by = arrival.deadline or time.monotonic()
        if _is_done(running, by + GRACE_SECONDS - time.monotonic()):
            return
        if not arrival.give_up():
            if _is_done(running, COMMIT_WITHIN_SECONDS):
                return
            raise UnsureError
        error = DatabaseBusyError("The database doesn't answer.")
        self.outage.begins("press", error)
        raise NotSavedError from error


def _is_done(running: "Future[None]", within_seconds: float) -> bool:
    """Wait for a call, and raise what it raised; False where it takes longer."""
    try:
        running.result(max(0.0, within_seconds))
    except TimeoutError:
        if running.done():
            raise
        return False
    return True
