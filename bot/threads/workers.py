"""Threads that call a `step` for as long as there is work, then wait to be woken."""

from collections.abc import Callable, Sequence
from datetime import datetime
from threading import Event, Thread

import structlog

from bot.threads.outage import Outage, is_away
from bot.threads.presses_first import PressesFirst

log = structlog.get_logger()
PAUSE_AFTER_ERROR_SECONDS = 1.0
Step = Callable[[datetime], object | None]
"""Does one piece of work at a time, and returns None when there is nothing to do."""


class Worker:
    """One thread around one `step(now)`."""

    def __init__(
        self,
        name: str,
        step: Step,
        clock: Callable[[], datetime],
        presses: PressesFirst,
        nap_seconds: float,
        outage: Outage | None = None,
    ) -> None:
        self.step = step
        self.clock = clock
        self.presses = presses
        self.nap_seconds = nap_seconds
        self.outage = outage or Outage()
        self.is_woken = Event()
        self.is_stopping = Event()
        self.is_idle = False
        self.thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self.thread.start()

    def wake(self) -> None:
        """Wake the worker, since there may be work."""
        self.is_woken.set()

    def stop(self, timeout_seconds: float = 10.0) -> None:
        """Finish the step at hand, then end."""
        self.is_stopping.set()
        self.is_woken.set()
        if self.thread.is_alive():
            self.thread.join(timeout_seconds)

    def _run(self) -> None:
        while not self.is_stopping.is_set():
            self.is_woken.clear()
            self.presses.let_pass()
            if self._may_have_more():
                continue
            self.is_idle = True
            self.is_woken.wait(self.nap_seconds)
            self.is_idle = False

    def _may_have_more(self) -> bool:
        """Take a step; one that failed is tried again after a pause, however much is pressed."""
        name = self.thread.name
        try:
            has_more = self.step(self.clock()) is not None
        except Exception as error:
            if is_away(error):
                self.outage.begins(name, error)
            else:
                log.exception("step_failed", worker=name)
            self.is_stopping.wait(PAUSE_AFTER_ERROR_SECONDS)
            return True
        self.outage.ends(name)
        return has_more


def wake_some(workers: Sequence[Worker], count: int) -> None:
    """Wake as many workers of a queue as there is new work: idle ones first."""
    for worker in sorted(workers, key=lambda found: not found.is_idle)[:count]:
        worker.wake()
