"""Waits grow with each failed try, up to a limit."""

from random import Random

from bot.delivery.outcomes import LONGEST_WAIT_OF_A_MESSAGE
from bot.queues.backoff import wait_before_retry


def test_a_message_waits_a_minute_at_most() -> None:
    """However long Slack was away, it is true soon after."""
    waits = [
        wait_before_retry(tries, Random(1), LONGEST_WAIT_OF_A_MESSAGE) for tries in range(1, 30)
    ]

    assert waits[0] < waits[3]
    assert max(waits) <= LONGEST_WAIT_OF_A_MESSAGE
