"""A queue in front of a lock: who came first goes first, so that nobody waits for ever."""

from collections import deque
from threading import Event, Lock
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Turn(Generic[Thing]):
    """A thread's time inside, and what the one before handed on."""

    def __init__(self) -> None:
        self.came = Event()
        self.handed_on: Thing | None = None


class FifoLock(Generic[Thing]):
    """Lets one in at a time, in the order of arrival."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Turn[Thing]] = deque()
        self._is_taken = False

    def enter(self, timeout_seconds: float) -> Turn[Thing] | None:
        """Wait for one's turn.

        Returns:
            None when it did not come in time; then there is nothing to leave.
        """
        turn = Turn[Thing]()
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return turn
            self._waiting.append(turn)
        try:
            turn.came.wait(timeout_seconds)
        finally:  # also where the wait is interrupted
            with self._guard:
                has_come = turn.came.is_set()
                if not has_come:
                    self._waiting.remove(turn)
        return turn if has_come else None

    def hand_on(self, thing: Thing) -> bool:
        """Let the next one in, with something.

        Returns:
            False when nobody waits; then one is still inside.
        """
        with self._guard:
            if not self._waiting:
                return False
            turn = self._waiting.popleft()
            turn.handed_on = thing
            turn.came.set()
            return True

    def leave(self) -> None:
        """Let the next one in."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().came.set()
            else:
                self._is_taken = False
