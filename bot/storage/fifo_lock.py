"""A lock with a queue: who came first goes first, so that nobody waits for ever."""

from collections import deque
from threading import Event, Lock


class FifoLock:
    """Lets one thread in at a time, in the order of arrival."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Event] = deque()
        self._is_taken = False

    def enter(self, timeout_seconds: float) -> bool:
        """Wait until everybody who came before has left.

        Returns:
            False when that took too long; then there is nothing to leave.
        """
        my_turn = Event()
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            self._waiting.append(my_turn)
        try:
            my_turn.wait(timeout_seconds)
        finally:  # also where the wait is interrupted
            with self._guard:
                has_come = my_turn.is_set()
                if not has_come:
                    self._waiting.remove(my_turn)
        return has_come

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
