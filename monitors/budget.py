"""The alert budget: how many false alarms a team can bear, turned into an error rate a test."""

from collections.abc import Sequence

RUNS_PER_QUARTER = {"hourly": 2184, "daily": 91, "weekly": 13, "monthly": 3}
LARGEST_RATE = 0.1


def error_rate_per_run(false_alarms_per_quarter: float, runs_per_quarter: float) -> float:
    """Share the budget out over a quarter's runs.

    Args:
        false_alarms_per_quarter: What the team can bear, above 0.
        runs_per_quarter: How often the monitor runs.

    Returns:
        The probability of a false alarm that one run may have, at most 0.1.
    """
    return min(false_alarms_per_quarter / max(runs_per_quarter, 1.0), LARGEST_RATE)


def holm_rejections(p_values: Sequence[float | None], alpha: float) -> list[bool]:
    """Say which tests of a run stand out, with at most alpha for one false one among them.

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
