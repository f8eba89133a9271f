"""A column's two distributions as counts in cells, and what can be read off them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from monitors.profile.grid import Numbers

BINS = 10
LARGEST = 1e308
LOOSEST_RUN = 2
MOST_REPEATED = 0.01
SINGLE, DOUBLE = 1e-7, 1e-14
"""How far apart the same number may lie, as a share of it, by the precision it was kept in."""
OFTEN = 4
NO_FRACTIONS = 2.0**24
"""From here on single precision has none."""
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Cells:
    """Disjoint cells in rising order; one whose bounds are equal holds a single value."""

    lower: Numbers
    upper: Numbers
    reference: Numbers
    current: Numbers

    @classmethod
    def of_values(cls, values: Numbers, reference: Numbers, current: Numbers) -> Self:
        """Make a cell of each value; the same value may come more than once.

        A fraction of one table is the other's, if they differ in their last digits alone: some
        programs write 15 digits, and single precision has 7, which count where values repeat.
        """
        distinct, place = np.unique(values, return_inverse=True)
        counts = [summed(place, one, len(distinct)) for one in (reference, current)]
        is_new = _are_new(distinct, *counts)
        size, into = int(is_new.sum()), np.cumsum(is_new) - 1
        lower = distinct[is_new]
        return cls(lower, lower, *(summed(into, one, size) for one in counts))

    @classmethod
    def joined(cls, parts: Sequence["Cells"]) -> Self:
        """Put disjoint sets of cells into one."""
        names = ("lower", "upper", "reference", "current")
        arrays = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
        order = np.lexsort((arrays[1], arrays[0]))
        return cls(*(array[order] for array in arrays))

    def without(self, places: Places) -> "Cells":
        """Leave cells out."""
        is_kept = np.ones(len(self.lower), dtype=bool)
        is_kept[places] = False
        return Cells(
            self.lower[is_kept],
            self.upper[is_kept],
            self.reference[is_kept],
            self.current[is_kept],
        )

    @property
    def is_single(self) -> NDArray[np.bool_]:
        """Whether a cell holds a single value."""
        is_single: NDArray[np.bool_] = self.lower == self.upper
        return is_single

    @property
    def middle(self) -> Numbers:
        """The middles of the cells."""
        return self.lower / 2 + self.upper / 2

    def that_decide(self, from_share: float) -> Places:
        """Return the cells of several values that hold a decile, an extreme or the largest gap.

        A cell that holds every current value is one of them: is it a single value?

        Args:
            from_share: Cells that hold a smaller share of both tables are left as they are.
        """
        if not self.reference.any():
            return np.zeros(0, dtype=np.intp)
        places = self._of_the_bins()
        if self.current.any():
            places = np.concatenate([places, self.where_the_gap_may_be_larger()])
        if (only := self.only_current()) is not None:
            places = np.append(places, only)
        return self._heavy(places, np.maximum(*self.shares()), from_share)

    def that_decide_whatever_comes(self, from_share: float) -> Places:
        """Return those of them that the reference alone decides on: the same in every window."""
        if not self.reference.any():
            return np.zeros(0, dtype=np.intp)
        return self._heavy(self._of_the_bins(), self.shares()[0], from_share)

    def _of_the_bins(self) -> Places:
        """Return the cells that hold the reference's deciles and extremes."""
        ranks, _ = self.quantile_ranks()
        last = int(self.reference.sum()) - 1
        low, high = self.holding(ranks), self.holding(np.minimum(ranks + 1, last))
        around = [np.arange(one, other + 1) for one, other in zip(low, high, strict=True)]
        return np.concatenate([*around, self.holding(np.array([0, last]))])

    def _heavy(self, places: Places, share: Numbers, from_share: float) -> Places:
        """Leave out cells of one value, and light ones."""
        deciding: Places = np.unique(places)
        return deciding[~self.is_single[deciding] & (share[deciding] >= from_share)]

    def shares(self) -> tuple[Numbers, Numbers]:
        """Return each cell's share of the reference and of the current table."""
        reference: Numbers = self.reference / max(self.reference.sum(), 1.0)
        current: Numbers = self.current / max(self.current.sum(), 1.0)
        return reference, current

    def quantile_ranks(self) -> tuple[NDArray[np.int64], Numbers]:
        """Return the ranks below the reference's nine deciles, and how far to the next rank."""
        present = int(self.reference.sum())
        rank = (present - 1) * np.arange(1, BINS) / BINS
        below = np.floor(rank).astype(np.int64)
        return below, rank - below

    def holding(self, ranks: NDArray[np.int64]) -> Places:
        """Return the cells that hold the reference's values of these ranks, from 0."""
        return np.searchsorted(np.cumsum(self.reference), ranks, side="right")

    def edges(self) -> list[float]:
        """Return the upper edges of the reference's ten equal-frequency bins, but the last.

        An edge is a decile, interpolated between two values as NumPy does; where the cell of a
        decile was not looked into, it is that cell's upper bound. Equal edges count once. A value
        that fills a bin, as several deciles or as the highest, is parted from what lies below and
        above it in either table: else a bin that takes in its upper edge would not see the value
        go.
        """
        ranks, fraction = self.quantile_ranks()
        low = self.holding(ranks)
        high = self.holding(np.minimum(ranks + 1, int(self.reference.sum()) - 1))
        between = self.upper[low] * (1 - fraction) + self.upper[high] * fraction
        between = np.where(low == high, self.upper[low], between)
        is_known = self.is_single[low] & self.is_single[high]
        edges = np.where(is_known, between, self.upper[low])
        highest = self.upper[np.flatnonzero(self.reference)[-1]]
        values, times = np.unique(edges, return_counts=True)
        filling = values[(times > 1) | (values == highest)]
        has_above = highest in filling and self.upper[-1] > highest
        parted = values if has_above else values[values < highest]
        return sorted({*parted.tolist(), *self._just_below(filling)})

    def _just_below(self, values: Numbers) -> list[float]:
        """Return what lies nearest below each value in either table, if anything does."""
        places = np.searchsorted(self.upper, values, side="left")
        below: list[float] = self.upper[places[places > 0] - 1].tolist()
        return below

    def bins(self, edges: Sequence[float]) -> tuple[Numbers, Numbers]:
        """Count both tables in the bins that edges form; a bin takes in its upper edge."""
        places = np.searchsorted(edges, self.upper, side="left")
        size = len(edges) + 1
        return summed(places, self.reference, size), summed(places, self.current, size)

    def gaps(self) -> Numbers:
        """Return the reference's distribution function less the current one, after each cell."""
        before: Numbers = np.cumsum(self.reference) / self.reference.sum()
        now: Numbers = np.cumsum(self.current) / self.current.sum()
        return before - now

    def has_varied(self) -> bool:
        """Return whether the reference holds more than one value."""
        filled = np.flatnonzero(self.reference)
        return len(filled) > 1 or not self.is_single[filled].all()

    def may_be_running_numbers(self) -> bool:
        """Return whether the reference may hold half of the whole numbers of its range, once each.

        A hundredth may be there again, as rows that were delivered twice.
        """
        filled = np.flatnonzero(self.reference)
        if not len(filled):
            return False
        lower, upper = self.lower[filled], self.upper[filled]
        present = self.reference[filled]
        with np.errstate(over="ignore"):  # numbers near the largest there are, as below
            room = upper - lower + np.spacing(np.maximum(np.abs(lower), np.abs(upper))) + 1
            is_dense = lower[-1] - upper[0] <= LOOSEST_RUN * present.sum()
            too_many = np.maximum(present - room, 0.0).sum()
        return bool(is_dense and too_many <= MOST_REPEATED * present.sum())

    def only_current(self) -> int | None:
        """Return the place of the cell that holds every current value; None if several do."""
        filled = np.flatnonzero(self.current)
        return int(filled[0]) if len(filled) == 1 else None

    def distance(self) -> float:
        """Return the largest gap between the two distribution functions.

        Exact where the cells in which it can lie hold single values; else too small by at most
        the share of cases in one cell.
        """
        return float(np.abs(self.gaps()).max())

    def where_the_gap_may_be_larger(self) -> Places:
        """Return the cells of several values inside which a gap may exceed those at their ends."""
        gaps = self.gaps()
        before = np.concatenate([[0.0], gaps[:-1]])
        share_reference, share_current = self.shares()
        highest = np.minimum(before + share_reference, gaps + share_current)
        lowest = np.maximum(before - share_current, gaps - share_reference)
        bound = np.maximum(highest, -lowest)
        return np.flatnonzero(~self.is_single & (bound > np.abs(gaps).max()))

    def area(self) -> float:
        """Integrate the gap between the two distribution functions.

        Exact for cells of single values. Within a wider cell the values are taken to lie
        evenly, which moves the result by at most a cell's width, and by far less as a rule:
        errors to both sides cancel.
        """
        gaps = self.gaps()
        before = np.concatenate([[0.0], gaps[:-1]])
        with np.errstate(over="ignore"):  # numbers near the largest there are lie infinitely far
            width = self.upper - self.lower
            apart = self.lower[1:] - self.upper[:-1]
        is_crossed = before * gaps < 0
        total = np.abs(before) + np.abs(gaps)
        crossed = (before**2 + gaps**2) / np.where(total > 0, total, 1.0)
        within = np.where(is_crossed, crossed, total) / 2 * np.minimum(width, LARGEST)
        between = np.abs(gaps[:-1]) * np.minimum(apart, LARGEST)
        return float(within.sum() + between.sum())

    def deviation(self) -> float | None:
        """Return the reference's standard deviation, of n - 1; None below two values."""
        present = float(self.reference.sum())
        if present < 2:  # noqa: PLR2004 - one value has no spread
            return None
        if np.count_nonzero(self.reference) == 1 and self.is_single[self.reference > 0].all():
            return 0.0
        middle = self.middle
        mean = float((self.reference / present * middle).sum())
        with np.errstate(over="ignore"):  # as above: an infinite deviation
            squares = (middle - mean) ** 2 + (self.upper - self.lower) ** 2 / 12
            filled = self.reference > 0  # of an empty cell, 0 times infinity would be no number
            total = float((self.reference[filled] * squares[filled]).sum())
            return float(np.sqrt(total / (present - 1)))

    def range(self) -> tuple[float, float]:
        """Return the reference's least and greatest value, of which it has at least one."""
        filled = np.flatnonzero(self.reference)
        return float(self.lower[filled[0]]), float(self.upper[filled[-1]])

    def outside(self) -> int:
        """Count the current values beyond the reference's least and greatest."""
        filled = np.flatnonzero(self.reference)
        return int(self.current[: filled[0]].sum() + self.current[filled[-1] + 1 :].sum())

    def outsiders(self) -> tuple[Numbers, Numbers]:
        """Return the values that are beyond the reference's range, and how often each occurs."""
        filled = np.flatnonzero(self.reference)
        is_beyond = self.current > 0
        is_beyond[filled[0] : filled[-1] + 1] = False
        return self.middle[is_beyond], self.current[is_beyond]


def _are_new(distinct: Numbers, reference: Numbers, current: Numbers) -> NDArray[np.bool_]:
    """Return which of some rising values are another number than the value before.

    Whole numbers always are, and so are two values of one table.
    """
    is_new = np.ones(len(distinct), dtype=bool)
    size = np.abs(distinct[1:])
    do_repeat = (reference.sum() + current.sum()) >= OFTEN * len(distinct)
    share = np.where(do_repeat & (size < NO_FRACTIONS), SINGLE, DOUBLE)
    with np.errstate(over="ignore"):
        is_near = np.diff(distinct) <= share * size
    is_broken = distinct != np.floor(distinct)
    is_before, is_now = (reference > 0) & (current == 0), (reference == 0) & (current > 0)
    is_other = (is_before[1:] & is_now[:-1]) | (is_now[1:] & is_before[:-1])
    is_same = is_near & is_other & (is_broken[1:] | is_broken[:-1])
    is_same[1:] &= ~is_same[:-1]
    is_new[1:] = ~is_same
    return is_new


def summed(places: NDArray[np.integer[Any]], counts: Numbers, size: int) -> Numbers:
    """Add counts up by place."""
    return np.bincount(places, counts, size).astype(np.float64)
