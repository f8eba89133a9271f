"""Python's garbage collection, kept out of the way of those who wait for an answer."""

import gc
import time
from datetime import datetime

EVERY_SECONDS = 60
YOUNG, MIDDLE, NEVER = 700, 10, 1_000_000


class IdleCollection:
    """Looks for garbage among all that lives: tens of milliseconds in which no press goes on.

    Python does so whenever enough was made, as in the middle of many presses. Once this is made,
    it looks only at what is young, which is short; a worker does the rest while nobody waits.
    """

    def __init__(self) -> None:
        gc.collect()
        gc.freeze()  # what is loaded by now stays
        gc.set_threshold(YOUNG, MIDDLE, NEVER)
        self._done_at = time.monotonic()

    def step(self, now: datetime) -> None:
        """Collect when it is time."""
        del now
        if time.monotonic() - self._done_at > EVERY_SECONDS:
            gc.collect()
            self._done_at = time.monotonic()
