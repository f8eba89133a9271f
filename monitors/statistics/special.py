"""The few special functions that a check needs, each as SciPy names it.

Importing `scipy.special` takes longer than reading a million rows of one column, so a check does
without: these agree with it to a relative 1e-9 (`tests/monitors/test_special.py`). What only
replays need is SciPy's own, imported on first use.
"""

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

TINY = 1e-300
PRECISION = 1e-16
MOST_TERMS = 100_000
HALVINGS = 200
NARROW = 1e-13
TERMS = 20
Z = NormalDist().inv_cdf(0.975)
SURELY = 0.04  # Kolmogorov's tail is 1 to the last digit below


def ndtr(x: float) -> float:
    """Return the standard normal distribution function."""
    return math.erfc(-x / math.sqrt(2)) / 2


def chdtrc(freedom: float, x: float) -> float:
    """Return the upper tail of chi-square: the regularised incomplete gamma function Q.

    Series below a + 1, Lentz's continued fraction above (Press et al. 2007, Numerical Recipes,
    sec. 6.2).

    Args:
        freedom: Degrees of freedom, above 0.
        x: 0 or more.
    """
    a, half = freedom / 2, x / 2
    if half <= 0:
        return 1.0
    front = math.exp(a * math.log(half) - half - math.lgamma(a))
    if half < a + 1:
        term = total = 1 / a
        for step in range(1, MOST_TERMS):
            term *= half / (a + step)
            total += term
            if term < total * PRECISION:
                break
        return max(1 - front * total, 0.0)
    return front * _lentz(half + 1 - a, lambda n: (-n * (n - a), half + 1 - a + 2 * n))


def chdtri(freedom: float, probability: float) -> float:
    """Return the x that chi-square exceeds with a probability above 0, at most 1."""
    return _inverse(lambda x: chdtrc(freedom, x), probability, freedom + 1)


def kolmogorov(x: float) -> float:
    """Return the upper tail of Kolmogorov's limit: 2 sum (-1)^(k-1) exp(-2 k^2 x^2).

    For small x, by the form that converges there: 1 - sqrt(2 pi) / x sum exp(-(2k-1)^2 pi^2/8x^2).
    """
    if x < SURELY:
        return 1.0
    if x < 1:
        terms = [math.exp(-(((2 * k - 1) * math.pi / x) ** 2) / 8) for k in range(1, TERMS)]
        return 1 - math.sqrt(2 * math.pi) / x * math.fsum(terms)
    return 2 * math.fsum(
        (1 if k % 2 else -1) * math.exp(-2 * (k * x) ** 2) for k in range(1, TERMS)
    )


def rel_entr(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return x ln(x / y) element by element; 0 where x is 0."""
    ratio = np.divide(x, y, out=np.ones_like(x), where=x > 0)
    result: NDArray[np.float64] = x * np.log(ratio)
    return result


def chndtr(x: float, freedom: float, noncentrality: float) -> float:
    """Return the distribution function of noncentral chi-square."""
    from scipy import special  # noqa: PLC0415 - a check does without

    return float(special.chndtr(x, freedom, noncentrality))


def stdtr(freedom: float, x: float) -> float:
    """Return the distribution function of Student's t."""
    from scipy import special  # noqa: PLC0415 - a check does without

    return float(special.stdtr(freedom, x))


def _lentz(first: float, step: Callable[[int], tuple[float, float]]) -> float:
    """Return 1 / (first + a1 / (b1 + a2 / (b2 + ...))), where step(n) is (an, bn)."""
    c, d = 1 / TINY, 1 / first
    value = d
    for n in range(1, MOST_TERMS):
        a, b = step(n)
        d = a * d + b
        d = 1 / (d if abs(d) > TINY else TINY)
        c = b + a / c
        c = c if abs(c) > TINY else TINY
        value *= c * d
        if abs(c * d - 1) < PRECISION * 10:
            break
    return value


def _inverse(tail: Callable[[float], float], probability: float, start: float) -> float:
    """Find where a falling tail meets a probability: brackets, then guarded steps.

    The secant of the tail's logarithm, which is nearly straight far out, is followed while it
    stays between the brackets and shrinks them; else they are halved (regula falsi with the
    Illinois rule, Dowell and Jarratt 1971, BIT 11).
    """
    if probability >= 1:
        return 0.0
    wanted = math.log(probability)

    def miss(x: float) -> float:
        value = tail(x)
        return math.log(value) - wanted if value > 0 else -math.inf

    low, high = 0.0, start
    above, below = -wanted, miss(high)
    was_low = was_high = False
    while below > 0:
        low, above, high = high, below, 2 * high
        below = miss(high)
    for _ in range(HALVINGS):
        straight = high - below * (high - low) / (below - above) if above > below else low
        is_inside = math.isfinite(straight) and low < straight < high
        middle = straight if is_inside else (low + high) / 2
        found = miss(middle)
        if found == 0 or middle in {low, high} or high - low <= high * NARROW:
            return middle
        if found > 0:
            below = below / 2 if was_low else below
            low, above, was_low, was_high = middle, found, True, False
        else:
            above = above / 2 if was_high else above
            high, below, was_low, was_high = middle, found, False, True
    return (low + high) / 2
