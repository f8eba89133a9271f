"""Slow drift: evidence that gathers over windows of which no single one stands out.

An e-detector after Shin, Ramdas and Rinaldo 2023 (New England J. Stat. Data Sci., article 59):
each window's p-value becomes an e-value, whose mean without drift is at most 1; the
Shiryaev-Roberts sum M <- (M + 1) e then stays below 1 / rate for at least 1 / rate windows on
average. That average run length is the budget. Windows must not overlap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KAPPA = 0.5
CEILING = 4.0


@dataclass(frozen=True)
class SlowDriftEvidence:
    """What has gathered against a column; `since` is the window in which it began."""

    value: float = 0.0
    since: int = 0


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
    p_values: Mapping[str, float],
    *,
    window: int,
    level: float,
) -> dict[str, SlowDriftEvidence]:
    """Take one more window in.

    The evidence stops at four times the alarm level, so that an old drift fades within a few quiet
    windows; a column without a p-value keeps what it had.

    Args:
        before: SlowDriftEvidence by column; none is as good as 0.
        p_values: This window's p-value by column, of the columns that could be measured.
        window: The window's number.
        level: The evidence that is an alarm.
    """
    after = dict(before)
    for column, p_value in p_values.items():
        old = before.get(column, SlowDriftEvidence(since=window))
        began = window if old.value < 1.0 else old.since
        after[column] = SlowDriftEvidence(
            min((old.value + 1) * e_value(p_value), CEILING * level), began
        )
    return after


def as_stored(evidence: Mapping[str, SlowDriftEvidence]) -> dict[str, list[float]]:
    """Write evidence as JSON."""
    return {column: [found.value, found.since] for column, found in evidence.items()}


def from_stored(stored: Mapping[str, Sequence[float]]) -> dict[str, SlowDriftEvidence]:
    """Read what `as_stored` wrote."""
    return {
        column: SlowDriftEvidence(value, int(since)) for column, (value, since) in stored.items()
    }
