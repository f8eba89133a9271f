"""Presses go first: while people wait for an answer, background work lets them pass."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

LONGEST_WAIT_SECONDS = 0.5


class PressesFirst:
    """Counts the presses under way."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._under_way = 0

    @contextmanager
    def press(self) -> Iterator[None]:
        """Count one press for as long as it takes."""
        with self._changed:
            self._under_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                if self._under_way == 0:
                    self._changed.notify_all()

    def let_pass(self, timeout_seconds: float = LONGEST_WAIT_SECONDS) -> None:
        """Wait until no press is under way, or for so long: then it is one's own turn."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way == 0, timeout_seconds)
