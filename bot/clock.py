"""The one place that asks what time it is: of the machine, or of a clock that machines share."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

Clock = Callable[[], datetime]
_ALSO_ASLEEP: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Goes on while the machine sleeps, and no one can set it; Linux has it."""


class _Answer(NamedTuple):
    """What the shared clock said, and what this machine's seconds were at that moment."""

    time: datetime
    seconds: float


def utc_now() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


class SharedClock:
    """Follow a clock that several machines share, without asking it each time.

    From one answer to the next it counts this machine's seconds, whatever its clock is set to.
    It is off by at most half of what an answer took.

    Args:
        ask: Asks the shared clock; may take long, and may raise.
    """

    def __init__(self, ask: Clock) -> None:
        self._ask = ask
        self._answer: _Answer | None = None

    def __call__(self) -> datetime:
        """Return the shared time; the first call asks for it, and raises what asking raises."""
        answer = self._answer or self.refresh()
        return answer.time + timedelta(seconds=seconds() - answer.seconds)

    def refresh(self) -> _Answer:
        """Ask again; while there is no answer the last one goes on."""
        before = seconds()
        told = self._ask()
        self._answer = _Answer(told, (before + seconds()) / 2)
        return self._answer


def seconds() -> float:
    """Return this machine's seconds, which no one can set; to tell how long something took."""
    return time.clock_gettime(_ALSO_ASLEEP)
