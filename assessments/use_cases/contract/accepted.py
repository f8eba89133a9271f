"""Which figures a pass mark accepts, and whether another accepts any that it refuses."""

from dataclasses import dataclass
from fractions import Fraction

from assessments.use_cases.contract.pass_mark_rows import AT_LEAST, AT_MOST, RELATIVE, PassMarkRow

CLOSED, OPEN = 0, 1


@dataclass(frozen=True)
class _Range:
    """The accepted figures: from `low` to `high`, each end with 1 if it's left out itself.

    None is an end without a limit.
    """

    low: tuple[Fraction, int] | None
    high: tuple[Fraction, int] | None


def accepts_more(old: PassMarkRow, new: PassMarkRow) -> bool:
    """Return whether a pass mark accepts any figure that the old one refuses.

    For a metric that is better higher, a lower minimum does; for one that is better lower, a
    higher maximum. Another metric, or a limit of another kind (a fixed one, one relative to the
    version before or to the baseline), replaces a promise that is then gone: it counts as more.
    """
    if old.metric != new.metric or old.unit != new.unit or _kind(old) != _kind(new):
        return True
    if old.comparator in RELATIVE:
        return new.low > old.low or old.better != new.better
    before, after = _range(old), _range(new)
    if _is_empty(after):
        return False
    return _is_empty(before) or _is_lower(after, before) or _is_higher(after, before)


def _kind(row: PassMarkRow) -> str:
    return row.comparator if row.comparator in RELATIVE else "fixed"


def _range(row: PassMarkRow) -> _Range:
    if row.comparator in AT_LEAST:
        return _Range((row.low, OPEN if row.comparator == ">" else CLOSED), None)
    if row.comparator in AT_MOST:
        return _Range(None, (row.low, OPEN if row.comparator == "<" else CLOSED))
    high = row.low if row.high is None else row.high
    return _Range((row.low, CLOSED), (high, CLOSED))


def _is_empty(found: _Range) -> bool:
    return found.low is not None and found.high is not None and found.low[0] > found.high[0]


def _is_lower(after: _Range, before: _Range) -> bool:
    """Return whether it begins below: at a lower limit, or at the same one that it takes in."""
    if before.low is None or after.low is None:
        return after.low is None and before.low is not None
    return after.low < before.low


def _is_higher(after: _Range, before: _Range) -> bool:
    if before.high is None or after.high is None:
        return after.high is None and before.high is not None
    (new, new_open), (old, old_open) = after.high, before.high
    return (new, -new_open) > (old, -old_open)
