"""The alert budget: how many false alarms a team can bear, turned into an error rate a test.

`docs/why/alert-budget.md` walks through it with an example.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

RUNS_PER_QUARTER = {"hourly": 2184, "daily": 91, "weekly": 13, "monthly": 3}
LARGEST_RATE, LARGEST_NOTICE_RATE = 0.1, 0.25
NOTICES_PER_QUARTER = 3.0
SHARE_FOR_ONE_WINDOW = 0.5
BISECTIONS = 60


@dataclass(frozen=True)
class ErrorRates:
    """What one run may risk: of a false alarm about its own window, and about slow drift."""

    window: float
    slow: float


def error_rate_per_run(false_alarms_per_quarter: float, runs_per_quarter: float) -> float:
    """Share the budget out over a quarter's runs.

    Args:
        false_alarms_per_quarter: What the team can bear, above 0.
        runs_per_quarter: How often the monitor runs.

    Returns:
        The probability of a false alarm that one run may have, at most 0.1.
    """
    return min(false_alarms_per_quarter / max(runs_per_quarter, 1.0), LARGEST_RATE)


def notice_rate_per_run(runs_per_quarter: float, monitors: int = 1) -> float:
    """Return the probability of a false notice that one run may have, at most 0.25.

    Args:
        runs_per_quarter: How often the monitor runs.
        monitors: How many monitors the model has; they share its notices.
    """
    budget = NOTICES_PER_QUARTER / max(monitors, 1)
    return min(budget / max(runs_per_quarter, 1.0), LARGEST_NOTICE_RATE)


def error_rates(
    false_alarms_per_quarter: float, runs_per_quarter: float, monitors: int = 1
) -> ErrorRates:
    """Share a model's budget out: over its monitors, over a run's two questions, over the runs.

    The two questions are: did this window jump, and have the windows crept? Each gets half.

    Args:
        false_alarms_per_quarter: What the team can bear for the model, above 0.
        runs_per_quarter: How often this monitor runs.
        monitors: How many monitors the model has.
    """
    budget = false_alarms_per_quarter / max(monitors, 1)
    return ErrorRates(
        window=error_rate_per_run(budget * SHARE_FOR_ONE_WINDOW, runs_per_quarter),
        slow=error_rate_per_run(budget * (1 - SHARE_FOR_ONE_WINDOW), runs_per_quarter),
    )


def rate_when_confirmed(rate: float, needed: int, of: int) -> float:
    """Return each run's rate when an alarm needs `needed` of the last `of` runs.

    The largest p with P(Binomial(of, p) >= needed) <= rate: chance must strike again and again.

    Args:
        rate: What the alarm as a whole may risk a run, above 0 and below 1.
        needed: How many runs must agree, at least 1.
        of: Among how many, at least `needed`.

    Returns:
        0 to 1; above `rate` where several runs must agree.
    """
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_least(needed, of, middle) <= rate else (low, middle)
    return low


def _at_least(needed: int, of: int, p: float) -> float:
    return sum(
        math.comb(of, hits) * p**hits * (1 - p) ** (of - hits) for hits in range(needed, of + 1)
    )


def holm_rejections(p_values: Sequence[float | None], alpha: float) -> list[bool]:
    """Return which tests of a run stand out, with at most alpha for one false one among them.

    Holm 1979, Scand. J. Statist. 6, p. 65: the k-th smallest of m is compared with
    alpha / (m - k + 1), until one fails.

    Args:
        p_values: One a test; None where none could be taken, which is never rejected.
        alpha: The error rate of the whole run, 0 to 1.

    Returns:
        For each test, whether it is significant.
    """
    ranked = sorted(
        (p_value, index) for index, p_value in enumerate(p_values) if p_value is not None
    )
    rejected = [False] * len(p_values)
    for rank, (p_value, index) in enumerate(ranked):
        if p_value > alpha / (len(ranked) - rank):
            break
        rejected[index] = True
    return rejected


def hochberg_rejections(p_values: Sequence[float | None], alpha: float) -> list[bool]:
    """Return which of some tests that go together stand out, with at most alpha for a false one.

    Hochberg 1988, Biometrika 75, p. 800: from the largest p-value down, the k-th smallest of m is
    compared with alpha / (m - k + 1), and all up to the first that passes stand out. It finds more
    than Holm's procedure, and holds for tests that are positively dependent (Sarkar 1998, Ann.
    Statist. 26, p. 494), as metrics of the same cases are.

    Args:
        p_values: One a test; None where none could be taken, which is never rejected.
        alpha: The error rate of all of them, 0 to 1.

    Returns:
        For each test, whether it is significant.
    """
    known = sorted(p_value for p_value in p_values if p_value is not None)
    passed = [
        p_value for rank, p_value in enumerate(known) if p_value <= alpha / (len(known) - rank)
    ]
    limit = max(passed, default=-1.0)
    return [p_value is not None and p_value <= limit for p_value in p_values]
