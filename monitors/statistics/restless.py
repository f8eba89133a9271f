"""How restless a column is by nature, and what chance and nature together do to its PSI.

A column whose levels wander from week to week has more PSI than chance gives. Most wandering goes
one way (a mean that rises and falls, a share that does), so with freedom f and scale s of chance,

    PSI ~ s chi-square(f - 1) + (s + t) chi-square(1),

where t, the restlessness, is the mean PSI that nature adds. It is the law of a quadratic form in
normal variables whose covariance has one direction added (Box 1954, Ann. Math. Statist. 25,
p. 290). Nobody knows t: each quiet window makes some values likelier, and columns lend each other
what they have in common, since the prior over t is fitted to all of them (empirical Bayes, as
Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3(1), art. 3, does for variances).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from monitors.statistics.chance import FEWEST_WINDOWS, SMALLEST_P_VALUE, PsiLaw
from monitors.statistics.special import chdtrc

Array = NDArray[np.float64]

RESTLESSNESS = np.concatenate([[0.0], np.geomspace(1e-5, 100.0, 43)])
"""The values of t that are weighed, as PSI."""
RATIOS = np.concatenate([[0.0], 1e-2 * 10 ** (6 / 23 * np.arange(32))])
LOG_X = math.log(1e-3) + math.log(1e8) / 175 * np.arange(220)
NODES = 40
FARTHEST = 8.0
STEADY = 0.25
SIGNIFICANT = 0.01
PRIOR_COLUMNS = 1.0
ROUNDS = 60
ODD_WINDOWS = 0.02
LEAST, NEVER, LEAST_FREEDOM = 1e-300, 1e-6, 1e-3
MOST_PAST = 60
"""How many quiet windows are remembered."""


@dataclass(frozen=True)
class Move:
    """How far a column moved in one quiet window: its PSI, and PSI's law by chance alone."""

    psi: float
    law: PsiLaw


def rows_together(moves: Sequence[Move]) -> float:
    """Return how many rows count for one, since rows that lie together are alike.

    It is a survey's design effect (Kish 1965, Survey Sampling, ch. 5): what quiet windows move on
    average, as a multiple of what independent rows would. The window that moved most may be odd
    and is left out; where chance may have done the rest, and where few windows are known, each
    row counts.
    """
    if len(moves) < FEWEST_WINDOWS:
        return 1.0
    *others, _ = sorted(moves, key=lambda move: move.psi / (move.law.scale * move.law.freedom))
    freedom = sum(move.law.freedom for move in others)
    moved = sum(move.psi / move.law.scale for move in others)
    return 1.0 if chdtrc(freedom, moved) >= SIGNIFICANT else moved / freedom


def as_stored(moves: Mapping[str, Move]) -> dict[str, list[float]]:
    """Write a window's moves as JSON, to five digits."""
    return {
        name: [float(f"{part:.5g}") for part in (move.psi, move.law.scale, move.law.freedom)]
        for name, move in moves.items()
    }


def from_stored(stored: Mapping[str, Sequence[float]]) -> dict[str, Move]:
    """Read what `as_stored` wrote."""
    return {
        name: Move(psi, PsiLaw(scale, freedom)) for name, (psi, scale, freedom) in stored.items()
    }


@dataclass(frozen=True)
class RestlessLaw:
    """PSI's law by chance and nature: how likely each value of t is, and what chance does."""

    weights: Array
    chance: PsiLaw

    def p_value(self, psi: float, usual: float = 0.0) -> float:
        """Return the probability of so much PSI when at most `usual` of it is lasting.

        What lasts goes the same way as what is natural, which makes most of it likeliest. PSI up
        to `usual` is no evidence, whatever its probability.

        Returns:
            1e-15 to 1.
        """
        if 0.0 < psi <= usual:
            return 1.0
        if usual > 0.0:
            found = self._beside(psi, usual)
        else:
            at = math.log(max(psi / self.chance.scale, math.exp(LOG_X[0])))
            found = math.exp(float(np.interp(at, LOG_X, np.log(self._tail()))))
        return min(max(found, SMALLEST_P_VALUE), 1.0)

    def _beside(self, psi: float, usual: float) -> float:
        """Return P(s chi-square(f - 1) + (sqrt(usual) + sqrt(s + t) Z)^2 > psi)."""
        from scipy import special  # noqa: PLC0415 - a check alone does without

        likely = self.weights > NEVER
        spread = np.sqrt(self.chance.scale + RESTLESSNESS[likely])[:, np.newaxis]
        nodes, weights = _rule(2 * NODES)
        z = nodes * FARTHEST
        rest = (psi - (math.sqrt(usual) + spread * z) ** 2) / self.chance.scale
        freedom = max(self.chance.freedom - 1, LEAST_FREEDOM)
        tail = special.gammaincc(freedom / 2, np.maximum(rest, 0.0) / 2)
        density = FARTHEST / math.sqrt(2 * math.pi) * np.exp(-(z**2) / 2)
        return float(self.weights[likely] @ (tail @ (density * weights)))

    def exceeded_with(self, alpha: float) -> float:
        """Return the PSI that chance and nature together exceed with probability alpha."""
        falling = -np.log(self._tail())
        return self.chance.scale * math.exp(float(np.interp(-math.log(alpha), falling, LOG_X)))

    def _tail(self) -> Array:
        tail: Array = np.maximum(self.weights @ _tails(*_rounded(self.chance)), LEAST)
        return tail


class Learner:
    """Takes quiet windows in, one after the other, and says how restless each column is."""

    def __init__(self, windows: Iterable[Mapping[str, Move]] = ()) -> None:
        self._logs: dict[str, Array] = {}
        self._windows: Counter[str] = Counter()
        for window in windows:
            self.learn(window)

    def learn(self, window: Mapping[str, Move]) -> None:
        """Take in how far each column moved in one more quiet window."""
        for column, move in window.items():
            old = self._logs.get(column, np.zeros(len(RESTLESSNESS)))
            self._logs[column] = old + _log_density(move.psi, move.law)
            self._windows[column] += 1

    def nature(self) -> "Nature":
        """Return what is known by now."""
        names = [name for name, count in self._windows.items() if count >= FEWEST_WINDOWS]
        weights = fitted(np.array([self._logs[name] for name in names]))
        return Nature(dict(zip(names, weights, strict=True)))


@dataclass(frozen=True)
class Nature:
    """How likely each restlessness is, by column; only of columns with six quiet windows."""

    weights: Mapping[str, Array] = field(default_factory=dict)

    def knows(self, column: str) -> bool:
        """Return whether enough quiet windows of a column are known."""
        return column in self.weights

    def law(self, column: str, chance: PsiLaw) -> RestlessLaw | None:
        """Return the law of a column's PSI by chance and nature; None where nature is unknown."""
        known = self.weights.get(column)
        return None if known is None else RestlessLaw(known, chance)


def fitted(logs: Array) -> Array:
    """Weigh how restless each of several columns is, from its quiet windows and from the others'.

    Args:
        logs: The log likelihood of each column's quiet windows at each restlessness, of shape
            (columns, restlessness).

    Returns:
        The probability of each value in `RESTLESSNESS`, in the same shape.
    """
    base = np.full(len(RESTLESSNESS), (1 - STEADY) / (len(RESTLESSNESS) - 1))
    base[0] = STEADY
    if not len(logs):
        return np.zeros((0, len(RESTLESSNESS)))
    likelihood, prior = np.exp(logs - logs.max(axis=1, keepdims=True)), base
    for _ in range(ROUNDS):
        share = likelihood * prior
        share /= share.sum(axis=1, keepdims=True)
        prior = (share.sum(axis=0) + PRIOR_COLUMNS * base) / (len(logs) + PRIOR_COLUMNS)
    weights = likelihood * prior
    result: Array = weights / weights.sum(axis=1, keepdims=True)
    return result


def _log_density(psi: float, law: PsiLaw) -> Array:
    """Return the log density of log PSI at each t; one window in fifty may be odd, anyhow."""
    at = math.log(max(psi, law.scale * 1e-3) / law.scale)
    densities = _densities(*_rounded(law))
    place = (at - LOG_X[0]) / (LOG_X[1] - LOG_X[0])
    low = int(min(max(place, 0), len(LOG_X) - 2))
    share = min(max(place - low, 0.0), 1.0)
    usual = densities[:, low] * (1 - share) + densities[:, low + 1] * share
    flat = 1 / (LOG_X[-1] - LOG_X[0])
    result: Array = np.log((1 - ODD_WINDOWS) * usual + ODD_WINDOWS * flat)
    return result


def _rounded(law: PsiLaw) -> tuple[float, float]:
    """Round a law, so that windows of nearly one size share one table."""
    return float(f"{law.scale:.2g}"), max(round(law.freedom * 4) / 4, 1.0)


@lru_cache(maxsize=512)
def _tails(scale: float, freedom: float) -> Array:
    """Return the probability of each PSI (columns, over scale) at each t (rows)."""
    table = _tails_by_ratio(freedom)
    at = np.interp(RESTLESSNESS / scale, RATIOS, np.arange(len(RATIOS)))
    low = np.minimum(at.astype(int), len(RATIOS) - 2)
    share = (at - low)[:, np.newaxis]
    result: Array = table[low] * (1 - share) + table[low + 1] * share
    return result


@lru_cache
def _rule(nodes: int) -> tuple[Array, Array]:
    """Return Gauss and Legendre's nodes from -1 to 1, and their weights."""
    return np.polynomial.legendre.leggauss(nodes)


@lru_cache(maxsize=512)
def _densities(scale: float, freedom: float) -> Array:
    density: Array = np.maximum(-np.gradient(_tails(scale, freedom), LOG_X, axis=1), 0.0)
    return density


@lru_cache(maxsize=128)
def _tails_by_ratio(freedom: float) -> Array:
    """Return P(chi-square(f - 1) + (1 + r) chi-square(1) > x), by r and by x.

    The normal variable behind chi-square(1) is integrated out (Gauss and Legendre's rule).
    """
    from scipy import special  # noqa: PLC0415 - a check alone does without

    x, ratio = np.exp(LOG_X)[np.newaxis, :], RATIOS[:, np.newaxis]
    alone: Array = special.erfc(np.sqrt(x / (2 * (1 + ratio))))
    if freedom <= 1.0:
        return alone
    nodes, weights = _rule(NODES)
    z = (nodes + 1) / 2 * np.minimum(np.sqrt(x / (1 + ratio)), FARTHEST)[..., np.newaxis]
    width = np.minimum(np.sqrt(x / (1 + ratio)), FARTHEST) / 2
    rest = x[..., np.newaxis] - (1 + ratio)[..., np.newaxis] * z**2
    tail = special.gammaincc((freedom - 1) / 2, np.maximum(rest, 0.0) / 2)
    density = 2 / math.sqrt(2 * math.pi) * np.exp(-(z**2) / 2)
    result: Array = np.minimum((tail * density * weights).sum(axis=-1) * width + alone, 1.0)
    return result
