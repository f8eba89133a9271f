"""A queue in front of a lock: who came first goes first, so that nobody waits for ever."""

from collections import deque
from threading import Event, Lock


class Turnstile:
    """Lets one in at a time, in the order of arrival."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._is_taken = False

    def enter(self, timeout_seconds: float) -> bool:
        """Wait for one's turn.

        Returns:
            False when it did not come in time; then there is nothing to leave.
        """
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            turn = Event()
            self._waiting.append(turn)
        if turn.wait(timeout_seconds):
            return True
        with self._guard:
            if turn.is_set():
                return True
            self._waiting.remove(turn)
            return False

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
