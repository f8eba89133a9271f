"""Which of the reasons that people gave a voter reads."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import zip_longest

from assessments.answers.replies import Reply

MOST_REASONS = 5


def choose_reasons(given: Sequence[Reply]) -> tuple[list[str], int]:
    """Choose reasons, one of each answer in turn, so that a view of few is read too.

    They come in alphabetical order, so that it is not told which answer each belongs to.

    Returns:
        The reasons, and how many more there are.
    """
    by_answer: dict[str, list[str]] = defaultdict(list)
    for reply in sorted(given, key=lambda reply: (reply.value, reply.reason)):
        if reply.reason:
            by_answer[reply.value].append(reply.reason)
    in_turn = [reason for turn in zip_longest(*by_answer.values()) for reason in turn if reason]
    return sorted(in_turn[:MOST_REASONS]), len(in_turn[MOST_REASONS:])
