"""Threads that carry out what was put before them, now or after a pause."""

import heapq
import time
from collections.abc import Callable
from itertools import count
from threading import Condition, Thread

import structlog

log = structlog.get_logger()
Errand = Callable[[], float | None]
"""Returns after how many seconds it wants to be called again; None when it is done."""
MOST_WAITING = 10_000


class Lane:
    """A few threads of its own, so that what is slow here is slow nowhere else."""

    def __init__(self, name: str, *, threads: int) -> None:
        self.name = name
        self._most_threads = threads
        self._threads: list[Thread] = []
        self._changed = Condition()
        self._waiting: list[tuple[float, int, Errand]] = []
        self._numbers = count()
        self._idle = 0
        self._is_stopping = False

    def put(self, errand: Errand, *, after_seconds: float = 0.0) -> None:
        """Have an errand carried out; returns at once. Beyond the limit it is dropped."""
        with self._changed:
            if self._is_stopping or len(self._waiting) >= MOST_WAITING:
                log.warning("errand_dropped", lane=self.name)
                return
            due_at = time.monotonic() + after_seconds
            heapq.heappush(self._waiting, (due_at, next(self._numbers), errand))
            if len(self._waiting) > self._idle and len(self._threads) < self._most_threads:
                thread = Thread(
                    target=self._run, name=f"{self.name}-{len(self._threads)}", daemon=True
                )
                self._threads.append(thread)
                thread.start()
            self._changed.notify()

    def is_quiet(self) -> bool:
        """Tell whether nothing waits and nothing is being done."""
        with self._changed:
            return not self._waiting and self._idle == len(self._threads)

    def stop(self) -> None:
        """End the threads once they have done what they are at."""
        with self._changed:
            self._is_stopping = True
            self._waiting.clear()
            self._changed.notify_all()

    def _run(self) -> None:
        while (errand := self._next()) is not None:
            try:
                again = errand()
            except Exception:
                log.exception("errand_failed", lane=self.name)
                continue
            if again is not None:
                self.put(errand, after_seconds=again)

    def _next(self) -> Errand | None:
        with self._changed:
            self._idle += 1
            while not self._is_stopping:
                if not self._waiting:
                    self._changed.wait()
                    continue
                left = self._waiting[0][0] - time.monotonic()
                if left <= 0:
                    self._idle -= 1
                    return heapq.heappop(self._waiting)[2]
                self._changed.wait(left)
            return None
