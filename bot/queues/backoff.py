"""How long to wait before the next try."""

from datetime import timedelta
from random import Random

LONGEST_WAIT = timedelta(minutes=5)
SELDOM = timedelta(minutes=5)
"""Between two tries of what somebody has to fix first; no longer than `LONGEST_PAUSE`."""


def wait_before_retry(
    attempts: int, random: Random, longest: timedelta = LONGEST_WAIT
) -> timedelta:
    """Double the wait with each failed try, with jitter so that many don't come back at once.

    Args:
        attempts: How many tries have failed, 1 or more.
        random: Where the jitter comes from.
        longest: What the wait never exceeds.

    Returns:
        Half to all of 1 s, 2 s, 4 s … up to the longest.
    """
    ceiling = min(timedelta(seconds=2 ** min(attempts - 1, 16)), longest)
    return ceiling * random.uniform(0.5, 1.0)
