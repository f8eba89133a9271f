"""How surprising it is that a window holds what the reference never had."""

import math

import numpy as np
from numpy.typing import NDArray

from monitors.statistics.chance import SMALLEST_P_VALUE

Counts = NDArray[np.float64]
Whole = NDArray[np.generic]  # whole numbers, of whatever type
COUNTED_UP_TO = 2_000
NEVER = 1e-20
SLOPES = np.geomspace(1e-7, 1e2, 200)[:, np.newaxis]


def unseen_p_value(
    sizes: Whole, levels: Whole, rows_reference: int, rows_current: int, unseen_now: int
) -> float:
    """Return the probability of so many current rows in levels that the reference lacks.

    A permutation test: without drift the N + M rows of both tables are one heap, dealt at random.
    A level with c rows in the heap then has all of them among the M current ones with probability

        p_c = M (M - 1) ... (M - c + 1) / ((N + M) (N + M - 1) ... (N + M - c + 1)),

    and the rows in levels that the reference lacks are the sum of c Bernoulli(p_c) over the
    levels. These are taken as independent. In truth they are negatively associated (Joag-Dev and
    Proschan 1983, Annals of Statistics 11, p. 286), so their sum strays less (Shao 2000, Journal
    of Theoretical Probability 13, p. 343).

    The tail is convolved level by level up to 2,000 rows. Chernoff's bound, min over t of
    prod (1 - p_c + p_c exp(t c)) exp(-t s), holds at any size, and the smaller of both is given:
    so it never grows with `unseen_now`.

    Args:
        sizes: The sizes that levels have in both tables together, in rows, each once, above 0.
        levels: How many levels have each size.
        rows_reference: Rows of the reference, N, above 0.
        rows_current: Current rows, M, above 0.
        unseen_now: Current rows in levels that the reference lacks.

    Returns:
        1e-15 to 1: a p-value of 0 would be infinite evidence.
    """
    if unseen_now <= 0:
        return 1.0
    absent = _absent(sizes, rows_reference, rows_current)
    may_be = absent > NEVER
    heap = sizes[may_be].astype(int), levels[may_be].astype(int), absent[may_be]
    upper = _bound(*heap, unseen_now)
    if upper > SMALLEST_P_VALUE:
        upper = min(upper, _counted(*heap, min(unseen_now, COUNTED_UP_TO)))
    return min(max(upper, SMALLEST_P_VALUE), 1.0)


def _absent(sizes: Whole, rows_reference: int, rows_current: int) -> Counts:
    """Return each size's probability that the reference has no row of such a level."""
    rows = rows_reference + rows_current
    constant = math.lgamma(rows_current + 1) - math.lgamma(rows + 1)
    return np.array(
        [
            math.exp(
                constant + math.lgamma(rows - size + 1) - math.lgamma(rows_current - size + 1)
            )
            if size <= rows_current
            else 0.0
            for size in sizes.tolist()
        ]
    )


def _bound(
    sizes: NDArray[np.int64], levels: NDArray[np.int64], absent: Counts, least: int
) -> float:
    """Return Chernoff's bound of the tail, over a grid of slopes."""
    grown = np.logaddexp(np.log1p(-absent), np.log(absent) + SLOPES * sizes) @ levels
    return float(np.exp(min(float((grown - SLOPES[:, 0] * least).min()), 0.0)))


def _counted(
    sizes: NDArray[np.int64], levels: NDArray[np.int64], absent: Counts, least: int
) -> float:
    """Return the tail, level after level: 1 minus the chance of fewer than `least` rows."""
    below = np.zeros(least)
    below[0] = 1.0
    for size, count, probability in zip(
        sizes.tolist(), levels.tolist(), absent.tolist(), strict=True
    ):
        before, below = below, np.zeros(least)
        for times, chance in enumerate(_binomial(count, probability, (least - 1) // size)):
            if chance > NEVER:
                below[times * size :] += chance * before[: least - times * size]
    return 1.0 - float(below.sum())


def _binomial(count: int, probability: float, most: int) -> list[float]:
    """Return the probabilities of 0 to `most` of `count`."""
    times = np.arange(1, min(count, most) + 1)
    steps = np.log(count - times + 1.0) - np.log(times) + math.log(probability)
    first = count * math.log1p(-probability)
    logs = first + np.concatenate([[0.0], np.cumsum(steps - math.log1p(-probability))])
    chances: list[float] = np.exp(logs).tolist()
    return chances
