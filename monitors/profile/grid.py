"""A fine grid of cells, so that a million numbers become a few thousand counts.

Cells are found by one multiplication, one addition and one cast, which costs an engine about as
much as reading the number. The grid comes from a sample of the reference; a poor one costs time,
not truth: what falls outside is counted by its own grid, and cells that matter are looked into.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FINE = 16_384
COARSE = 4_096
MOST_CELLS = 65_536
SHARES_OF_SAMPLE = (0.005, 0.25, 0.75, 0.995)
NARROWEST_MIDDLE = 0.02
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """Cell k holds the numbers v with v * scale + offset from k - 1/2 to k + 1/2."""

    scale: float
    offset: float

    @classmethod
    def over(cls, lowest: float, highest: float, cells: int) -> "Grid":
        """Lay cells from lowest to highest, in the middle of all that can be counted."""
        width = highest - lowest
        scale = cells / width if 0 < width < np.inf else 1.0
        scale = scale if np.isfinite(scale) else 1.0
        middle = lowest / 2 + highest / 2
        return cls(float(scale), float(MOST_CELLS / 2 - middle * scale))

    @classmethod
    def from_sample(cls, quantiles: Sequence[float] | None, cells: int) -> "Grid":
        """Lay cells over a sample's quantiles 0.005, 0.25, 0.75 and 0.995.

        Where half of the sample lies in a fiftieth of the range, cells are laid over that half.
        """
        if not quantiles:
            return cls.over(-1.0, 1.0, cells)
        low, lower, upper, high = quantiles
        is_skewed = 0 < upper - lower < NARROWEST_MIDDLE * (high - low)
        return cls.over(lower, upper, cells // 2) if is_skewed else cls.over(low, high, cells)

    def sql(self, value: str) -> str:
        """Write SQL that gives the cell of a number; NULL outside the grid."""
        return f"TRY_CAST({value} * {self.scale!r} + ({self.offset!r}) AS USMALLINT)"

    def cells_at(self, values: Numbers) -> NDArray[np.int64]:
        """Give the cells of numbers that lie well inside their cells."""
        return np.rint(values * self.scale + self.offset).astype(np.int64)

    def bounds(self, cells: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
        """Give the cells' lower and upper bounds."""
        middle = (cells.astype(np.float64) - self.offset) / self.scale
        return middle - 0.5 / self.scale, middle + 0.5 / self.scale
