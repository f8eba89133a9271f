"""Waits grow with each failed try, up to a limit."""

from datetime import timedelta
from random import Random

import pytest

from bot.delivery.outcomes import LONGEST_WAIT_OF_A_MESSAGE
from bot.queues.backoff import LONGEST_WAIT, wait_before_retry


class AtTheEnd(Random):
    """Randomness that gives the upper or the lower end."""

    def __init__(self, *, is_upper: bool) -> None:
        super().__init__()
        self.is_upper = is_upper

    def uniform(self, a: float, b: float) -> float:
        """Return an end."""
        return b if self.is_upper else a


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (10_000, 300)]
)
def test_a_wait_doubles_up_to_five_minutes(attempts: int, seconds: int) -> None:
    """After the first failed try it is a second at most, and half of it at least."""
    longest, shortest = (
        wait_before_retry(attempts, AtTheEnd(is_upper=is_upper)) for is_upper in (True, False)
    )

    assert longest == timedelta(seconds=seconds)
    assert shortest == longest / 2
    assert longest <= LONGEST_WAIT


def test_a_message_waits_a_minute_at_most() -> None:
    """However long Slack was away, it is true soon after."""
    waits = [
        wait_before_retry(tries, Random(1), LONGEST_WAIT_OF_A_MESSAGE) for tries in range(1, 30)
    ]

    assert waits[0] < waits[3]
    assert max(waits) <= LONGEST_WAIT_OF_A_MESSAGE
