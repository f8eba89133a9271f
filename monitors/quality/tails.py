"""Rows far out: beyond a column's known range, or in the outer 1 % of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitors.profile.pair import ColumnPair
from monitors.statistics.beyond import beyond_p_value

Values = NDArray[np.float64]
OUTER = 0.01
THRICE = 3.0
A_TENTH = 0.1
WORTH_A_FACTOR, FAR = 5.0, 3.0
MANY = 1_000  # times the reference, whose marks are then taken as known
BOTH_ENDS = 2


@dataclass(frozen=True)
class Tail:
    """Rows of a column beyond two marks that the reference sets.

    Attributes:
        column: Its name.
        share: Of current values beyond the marks, 0 to 1.
        usual: Of the reference's.
        side: Where most of them are, `above` or `below`.
        mark: The mark on that side.
        farthest: The current value farthest out on that side.
        factor: Their median as a multiple of the reference's; None where that says nothing.
        p_value: Of so many by chance.
    """

    column: str
    share: float
    usual: float
    side: str
    mark: float
    farthest: float
    factor: float | None
    p_value: float

    @property
    def is_out_of_range(self) -> bool:
        """Whether the marks are the reference's least and greatest value."""
        return self.usual == 0.0

    @property
    def notice_from(self) -> float:
        """The share worth a line: three times the usual; a level that wanders gives two."""
        return THRICE * self.usual

    @property
    def sentence(self) -> str:
        """What a person reads of it: the side, the value, the factor."""
        extreme = "highest" if self.side == "above" else "lowest"
        factor = f", typically {_times(self.factor)} times the usual" if self.factor else ""
        values = f"{extreme} now {self.farthest:.4g}{factor}"
        if self.is_out_of_range:
            where = f"{self.side} the known range, which ends at {self.mark:.4g}"
            return f"{self.column}: {_percent(self.share)} of rows are {where} ({values})"
        return (
            f"{self.column}: {_percent(self.share)} of rows are far out, where "
            f"{_percent(self.usual)} were; most are {self.side} {self.mark:.4g} ({values})"
        )


def range_tail(
    pair: ColumnPair, before: Values, now: Values, together: float = 1.0
) -> Tail | None:
    """Count the values out of the known range, exactly, and say where they are.

    Args:
        pair: The column's counts.
        before: Sampled numbers of the reference.
        now: Likewise of the current table; they show what is beyond, where the counts don't.
        together: How many rows count for one, at least 1.

    Returns:
        None where no value is out of range, none of them is known, or the farthest is hardly
        farther than the reference's, as where ages were cut off at 94 and now are at 95.
    """
    if not pair.out_of_range or pair.range is None:
        return None
    low, high = pair.range
    beyond = now[(now < low) | (now > high)]
    values, times = pair.outsiders or (beyond, np.ones(len(beyond)))
    if not len(values):
        return None
    if not _is_far(values, pair):
        return None
    rows_current, rows_reference = (
        max(int(rows / together), BOTH_ENDS)
        for rows in (pair.present.current, pair.present.reference)
    )
    beyond_them = int(pair.out_of_range / together)
    p_value = beyond_p_value(beyond_them, rows_current, BOTH_ENDS, rows_reference)
    share = pair.out_of_range / pair.present.current
    out = Outside(values, times, _usual(before, pair.edges))
    return _tail(pair.column.name, pair.range, out, (share, 0.0), p_value)


def _is_far(values: Values, pair: ColumnPair) -> bool:
    """Return whether a value is out of range by a tenth of the way from there to its decile."""
    low, high = pair.range or (0.0, 0.0)
    first, last = (pair.edges[0], pair.edges[-1]) if len(pair.edges) else (low, high)
    above, below = float(values.max()) - high, low - float(values.min())
    return above > A_TENTH * (high - last) or below > A_TENTH * (first - low)


def outer_tail(column: str, before: Values, now: Values, together: float = 1.0) -> Tail | None:
    """Count the values in the outer 1 % of the reference, half of it on either side.

    Args:
        column: Its name.
        before: Sampled numbers of the reference, at least one.
        now: Likewise of the current table.
        together: How many rows count for one, at least 1.

    The marks are as far off in every window, so the share beyond them is taken to be as large as
    it may be by chance, three standard errors above what was counted: else a reference that is
    off by itself would be noticed week after week.

    Returns:
        None where the reference has nothing out there, as where values repeat, or the current
        table no more of it than usual.
    """
    low, high = np.quantile(before, (OUTER / 2, 1 - OUTER / 2), method="nearest").tolist()
    marked = int(((before < low) | (before > high)).sum())
    beyond = int(((now < low) | (now > high)).sum())
    shares = beyond / len(now), marked / len(before)
    if not marked or shares[0] <= shares[1]:
        return None
    known = marked / together + BOTH_ENDS
    at_most = (known + 3 * known**0.5) * together
    counts = int(beyond / together), max(int(len(now) / together), 1)
    p_value = beyond_p_value(*counts, round(at_most * MANY), len(before) * MANY)
    values = now[(now < low) | (now > high)]
    out = Outside(values, np.ones(len(values)), _usual(before, ()))
    return _tail(column, (low, high), out, shares, p_value)


@dataclass(frozen=True)
class Outside:
    """Values beyond two marks, how often each occurs, and what is usual; 0 where nothing is."""

    values: Values
    times: Values
    usual: float


def _usual(before: Values, edges: Sequence[float]) -> float:
    """Return the reference's median, where its numbers are of one sign, so that it's a scale."""
    known = before if len(before) else np.array(edges)
    if not len(known) or known.min() <= 0 <= known.max():
        return 0.0
    return float(np.median(known))


def _tail(
    column: str,
    marks: tuple[float, float],
    out: Outside,
    shares: tuple[float, float],
    p_value: float,
) -> Tail:
    is_high = out.values > marks[1]
    above = float(out.times[is_high].sum())
    is_above = above >= float(out.times[~is_high].sum())
    side = is_high if is_above else ~is_high
    values, times = out.values[side], out.times[side]
    order = np.argsort(values)
    half = np.searchsorted(np.cumsum(times[order]), times.sum() / 2)
    middle, mark = float(values[order][half]), marks[1] if is_above else marks[0]
    factor = middle / out.usual if out.usual and abs(middle) >= FAR * abs(mark) else 0.0
    return Tail(
        column,
        *shares,
        "above" if is_above else "below",
        mark,
        float(values.max() if is_above else values.min()),
        factor if factor >= WORTH_A_FACTOR else None,
        p_value,
    )


def _times(factor: float) -> str:
    return f"{float(f'{factor:.2g}'):,.0f}" if factor >= 10 else f"{factor:.1f}"  # noqa: PLR2004 - two digits


def _percent(share: float) -> str:
    return f"{share:.1%}" if share < 0.1 else f"{share:.0%}"  # noqa: PLR2004 - a tenth
