"""What chance alone does to a measure when nothing has moved: its null law at given sizes."""

from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma

import numpy as np
from numpy.typing import NDArray

from monitors.statistics.psi import Counts, psi_of_counts
from monitors.statistics.special import chdtrc, chdtri, chndtr

SMALLEST_EXPECTED = 5.0
EXPECTED_FOR_A_LAW = 20.0
SMALLEST_P_VALUE = 1e-15
DRAWS = 200
LEAST_SPREAD = 1e-3
MOST_DEALT = 10**9  # more rows than NumPy deals
FEWEST_WINDOWS = 6


@dataclass(frozen=True)
class PsiLaw:
    """PSI without drift is about `scale` times chi-square with `freedom` degrees of freedom."""

    scale: float
    freedom: float

    def exceeded_with(self, alpha: float) -> float:
        """Return the PSI that chance alone exceeds with probability alpha."""
        return self.scale * _chi_square_beyond(self.freedom, alpha)

    def p_value(self, psi: float, usual: float = 0.0) -> float:
        """Return the probability of so much PSI when the true one is at most `usual`.

        PSI / scale is then about noncentral chi-square with noncentrality usual / scale, since
        PSI is Pearson's statistic to the second order.

        Returns:
            1e-15 to 1: a p-value of 0 would be infinite evidence.
        """
        statistic = psi / self.scale
        if usual > 0.0:
            upper = 1.0 - float(chndtr(statistic, self.freedom, usual / self.scale))
        else:
            upper = float(chdtrc(self.freedom, statistic))
        return min(max(upper, SMALLEST_P_VALUE), 1.0)


@lru_cache(maxsize=10_000)
def _chi_square_beyond(freedom: float, alpha: float) -> float:
    """Return the upper quantile; windows of one size ask for the same one again and again."""
    return float(chdtri(freedom, alpha))


def psi_law(reference: Counts, current: Counts, random: np.random.Generator) -> PsiLaw:
    """Return the law of PSI for a column that has not moved.

    (1/N + 1/M) chi-square with B - 1 degrees of freedom (Yurdakul, Western Michigan University
    dissertation 3208, 2018), where each bin expects twenty cases or more. With rarer levels its
    tail is too thin, so both tables' rows are dealt again into tables of the same sizes, and scale
    and freedom are matched to the PSI of the deals, by mean and variance (Satterthwaite 1946,
    Biometrics 2, p. 110). Counts that are expected and not whole can't be dealt; tables are drawn
    from their shares.

    Args:
        reference: Counts per bin, sum above 0.
        current: Likewise.
        random: Draws the tables where levels are rare.
    """
    rows = reference.sum(), current.sum()
    shares = (reference + current) / sum(rows)
    shares = shares[shares > 0]
    if len(shares) > 1 and shares.min() * min(rows) < EXPECTED_FOR_A_LAW:
        drawn = psi_of_counts(*_drawn(reference, current, random))
        mean, variance = float(drawn.mean()), float(drawn.var(ddof=1))
        if variance > (LEAST_SPREAD * mean) ** 2:  # one rare row, dealt to either, gives one PSI
            return PsiLaw(variance / (2 * mean), 2 * mean**2 / variance)
    return PsiLaw(float(1 / rows[0] + 1 / rows[1]), float(max(len(shares) - 1, 1)))


def _drawn(
    reference: Counts, current: Counts, random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw tables without drift: deal all rows again, or draw them where counts are expected."""
    heap, rows = reference + current, (int(reference.sum()), int(current.sum()))
    is_whole = not (np.modf(reference)[0].any() or np.modf(current)[0].any())
    if is_whole and sum(rows) < MOST_DEALT:
        dealt = random.multivariate_hypergeometric(
            heap.astype(np.int64), rows[0], size=DRAWS, method="marginals"
        )
        return dealt, heap.astype(np.int64) - dealt
    shares = heap[heap > 0] / heap.sum()
    one, other = (random.multinomial(count, shares, size=DRAWS) for count in rows)
    return one, other


def homogeneity_p_value(reference: Counts, current: Counts) -> float | None:
    """Test two rows of counts for equal shares: Pearson's chi-square on the 2 x k table.

    Bins whose expected count is below 5 in either row are pooled into one (Cochran 1954,
    Biometrics 10, p. 420).

    Returns:
        0 to 1; None when a row is empty or only one bin is left.
    """
    table = np.vstack([reference, current]).astype(float)
    if not table.sum(axis=1).all():
        return None
    is_rare = _expected(table).min(axis=0) < SMALLEST_EXPECTED
    pooled = np.column_stack([table[:, ~is_rare], table[:, is_rare].sum(axis=1)])
    pooled = pooled[:, pooled.sum(axis=0) > 0]
    if pooled.shape[1] < 2:  # noqa: PLR2004 - one bin can't differ
        return None
    expected = _expected(pooled)
    statistic = float(((pooled - expected) ** 2 / expected).sum())
    return chdtrc(pooled.shape[1] - 1, statistic)


def _expected(table: Counts) -> Counts:
    expected: Counts = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return expected


def constant_p_value(seen_before: float, rows_reference: float, rows_current: float) -> float:
    """Return the probability of a window that holds one value alone.

    Fisher's exact test, reference and window being one heap that is dealt at random (Fisher 1935,
    The Design of Experiments, section 21.1). The window's first case may be anything; that each
    further one is as the first has the probability of the product of (k + i) / (N + i), i from 1
    to n - 1. That bounds the sum over all values which are no more usual than this one, so it
    holds whichever value it is. It is near (k / N) ** (n - 1) for a large reference, and defined
    for a value that the reference never had.

    Args:
        seen_before: Cases of that value in the reference, 0 to `rows_reference`.
        rows_reference: Its cases, above 0.
        rows_current: Cases of the window, above 0.

    Returns:
        0 to 1; 1 where the reference holds nothing else.
    """
    ways = lgamma(seen_before + rows_current) - lgamma(seen_before + 1)
    all_ways = lgamma(rows_reference + rows_current) - lgamma(rows_reference + 1)
    return min(exp(ways - all_ways), 1.0)
