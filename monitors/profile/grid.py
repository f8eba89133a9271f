"""A fine grid of cells, so that a million numbers become a few thousand counts.

Cells are found by one multiplication, one addition and one cast, which costs an engine about as
much as reading the number. The grid comes from a sample of the reference; a poor one costs time,
not truth: what falls outside is counted by its own grid, and cells that matter are looked into.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MORE_CELLS_PER_MIDDLE_HALF = 4_000
CELLS_PER_MIDDLE_HALF = 1_000
MOST_CELLS = 65_536
SHARES_OF_SAMPLE = (0.005, 0.25, 0.75, 0.995)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """Cell k holds the numbers v with v * scale + offset from k - 1/2 to k + 1/2."""

    scale: float
    offset: float

    @classmethod
    def over(cls, lowest: float, highest: float, cells: int, below: float = 0.5) -> "Grid":
        """Lay so many cells from lowest to highest, and this share of the others below them."""
        width = highest - lowest
        scale = cells / width if 0 < width < np.inf else 1.0
        scale = scale if np.isfinite(scale * max(abs(lowest), 1.0)) else 1.0
        return cls(float(scale), float((MOST_CELLS - cells) * below - lowest * scale))

    @classmethod
    def from_sample(cls, quantiles: Sequence[float] | None, cells: int) -> "Grid":
        """Lay so many cells over the middle half of a sample; more others on its longer tail.

        Where one value makes up the middle half, twice as many lie over all of its range.

        Args:
            quantiles: The sample's quantiles 0.005, 0.25, 0.75 and 0.995.
            cells: How many cells the middle half has.
        """
        if not quantiles:
            return cls.over(-1.0, 1.0, cells)
        low, lower, upper, high = quantiles
        middle = upper - lower
        if not middle:
            return cls.over(low, high, 2 * cells)
        tails = lower - low + middle, high - upper + middle
        below = tails[0] / sum(tails)
        return cls.over(lower, upper, cells, below if np.isfinite(below) else 0.5)

    def sql(self, value: str) -> str:
        """Write SQL that gives the cell of a number; NULL outside the grid."""
        return f"TRY_CAST({value} * {self.scale!r} + ({self.offset!r}) AS USMALLINT)"

    def cells_at(self, values: Numbers) -> NDArray[np.int64]:
        """Return the cells of numbers that lie well inside their cells."""
        return np.rint(values * self.scale + self.offset).astype(np.int64)

    def bounds(self, cells: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
        """Return the cells' lower and upper bounds."""
        middle = (cells.astype(np.float64) - self.offset) / self.scale
        return middle - 0.5 / self.scale, middle + 0.5 / self.scale
