"""Slow drift: evidence that gathers over windows of which no single one stands out.

An e-detector after Shin, Ramdas and Rinaldo 2023 (New England J. Stat. Data Sci., article 59):
each window's p-value becomes an e-value, whose mean without drift is at most 1; the
Shiryaev-Roberts sum M <- (M + 1) e then stays below 1 / rate for at least 1 / rate windows on
average. That average run length is the budget. Windows must not overlap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

KAPPA = 0.5
QUIET = 0.5


@dataclass(frozen=True)
class SlowDriftStep:
    """One window of a column: the p-value of its movement, and the movement as PSI."""

    p_value: float
    effect: float = 0.0


@dataclass(frozen=True)
class SlowDriftEvidence:
    """What has gathered against a column.

    Attributes:
        value: The e-detector's.
        since: The window in which it began.
        first: The column's PSI in that window.
        windows: How many windows it has gathered over.
    """

    value: float = 0.0
    since: int = 0
    first: float = 0.0
    windows: int = 0


def e_value(p_value: float) -> float:
    """Turn a p-value into an e-value: kappa p^(kappa - 1) with kappa 1/2.

    Vovk and Wang 2021, Ann. Statist. 49, p. 1736. Its mean is 1 when p is uniform.

    Args:
        p_value: Above 0, at most 1.
    """
    return float(KAPPA * p_value ** (KAPPA - 1))


def alarm_level(columns: int, rate: float) -> float:
    """Return the evidence that is an alarm when `columns` are watched and `rate` is allowed.

    The columns' mean evidence is an e-detector too, and no column reaches `columns / rate`
    before that mean reaches `1 / rate`.
    """
    return columns / rate


def gathered(
    before: Mapping[str, SlowDriftEvidence],
    steps: Mapping[str, SlowDriftStep],
    *,
    window: int,
    level: float,
) -> dict[str, SlowDriftEvidence]:
    """Take one more window in.

    A quiet window wipes evidence out. What was an alarm is spent: it stays one while each window
    is more than usual by itself, and begins again after the first that is not. Both only make
    evidence smaller, so the average run length stays what it was.

    Args:
        before: SlowDriftEvidence by column; none is as good as 0.
        steps: This window's step by column, of the columns that could be measured. The others
            keep what they had.
        window: The window's number.
        level: The evidence that is an alarm.
    """
    after = dict(before)
    for column, step in steps.items():
        old = before.get(column, SlowDriftEvidence())
        after[column] = _one_more(old, step, window, level)
    return after


def _one_more(
    old: SlowDriftEvidence, step: SlowDriftStep, window: int, level: float
) -> SlowDriftEvidence:
    was_alarm, factor = old.value >= level, e_value(step.p_value)
    if step.p_value > QUIET or (was_alarm and factor < 1.0):
        return SlowDriftEvidence()
    if not old.windows:
        old = SlowDriftEvidence(0.0, window, step.effect)
    value = level if was_alarm else (old.value + 1) * factor
    return replace(old, value=value, windows=old.windows + 1)


def as_stored(evidence: Mapping[str, SlowDriftEvidence]) -> dict[str, list[float]]:
    """Write evidence as JSON."""
    return {
        column: [found.value, found.since, found.first, found.windows]
        for column, found in evidence.items()
    }


def from_stored(stored: Mapping[str, Sequence[float]]) -> dict[str, SlowDriftEvidence]:
    """Read what `as_stored` wrote, in this version or before: then without the last two."""
    return {
        column: SlowDriftEvidence(
            found[0],
            int(found[1]),
            found[2] if len(found) > 2 else 0.0,  # noqa: PLR2004 - see as_stored
            int(found[3]) if len(found) > 3 else int(found[0] >= 1),  # noqa: PLR2004 - as above
        )
        for column, found in stored.items()
    }
