"""Rates per group, each beside the rest: gap and ratio with intervals, and their alarms."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from monitors.performance.interval import proportion_interval
from monitors.performance.metric import Interval, ratio
from monitors.quality.column import two_proportion_p_value
from monitors.statistics.budget import holm_rejections
from monitors.statistics.special import Z

FEWEST_CASES = 100
FEWEST_POSITIVES = 100
FOUR_FIFTHS = 0.8


class Rate(StrEnum):
    """A share of a group's cases; the values are stored, never change them."""

    SELECTION = "selection_rate"
    TRUE_POSITIVE = "true_positive_rate"
    FALSE_POSITIVE = "false_positive_rate"


@dataclass(frozen=True)
class GroupCounts:
    """A group's cases.

    Attributes:
        group: The group's name.
        cases: Cases with an answer.
        selected: Of these, those that were told yes.
        positives: Cases whose truth is known to be yes, and that have an answer.
        hits: Of these, those that were told yes.
        negatives: Cases whose truth is known to be no, and that have an answer.
        false_alarms: Of these, those that were told yes.
    """

    group: str
    cases: int
    selected: int
    positives: int = 0
    hits: int = 0
    negatives: int = 0
    false_alarms: int = 0

    @property
    def is_small(self) -> bool:
        """Whether the group is too small for an alarm; chance alone moves it too much."""
        has_truth = self.positives + self.negatives > 0
        return self.cases < FEWEST_CASES or (has_truth and self.positives < FEWEST_POSITIVES)

    def __sub__(self, other: "GroupCounts") -> "GroupCounts":
        return GroupCounts(
            "everyone else",
            *(getattr(self, name) - getattr(other, name) for name in COUNTS),
        )


COUNTS = ("cases", "selected", "positives", "hits", "negatives", "false_alarms")
PARTS: Mapping[Rate, Callable[[GroupCounts], tuple[int, int]]] = {
    Rate.SELECTION: lambda counts: (counts.selected, counts.cases),
    Rate.TRUE_POSITIVE: lambda counts: (counts.hits, counts.positives),
    Rate.FALSE_POSITIVE: lambda counts: (counts.false_alarms, counts.negatives),
}


@dataclass(frozen=True)
class Comparison:
    """A group's rate beside that of all others; None where a rate has no case.

    Attributes:
        rate: Which rate.
        value: The group's rate, 0 to 1.
        interval: Wilson's 95 % interval of it.
        gap: The rate less that of the others, -1 to 1.
        gap_interval: Newcombe's interval of the gap.
        ratio: The rate over that of the others, at least 0.
        ratio_interval: Katz's interval of the ratio.
        p_value: Probability of such a gap when there is none, 0 to 1.
        is_alarm: Whether it is far from fair, beyond chance, in a group that is large enough.
    """

    rate: Rate
    value: float | None
    interval: Interval | None
    gap: float | None
    gap_interval: Interval | None
    ratio: float | None
    ratio_interval: Interval | None
    p_value: float | None
    is_alarm: bool = False


@dataclass(frozen=True)
class GroupCheck:
    """A group with its rates."""

    counts: GroupCounts
    comparisons: Sequence[Comparison]


@dataclass(frozen=True)
class FairnessCheck:
    """All groups of a column."""

    column: str
    groups: Sequence[GroupCheck]

    def spread(self, rate: Rate) -> tuple[float, float] | None:
        """Return the largest gap between two groups, and the smallest ratio.

        As `difference` and `ratio` of fairlearn's MetricFrame. Small groups are among them, so
        this is for the eye; with ten groups of a hundred it looks unfair by chance alone.
        """
        values = [
            found.value
            for group in self.groups
            for found in group.comparisons
            if found.rate is rate and found.value is not None
        ]
        if not values:
            return None
        return max(values) - min(values), min(values) / max(values) if max(values) else 1.0


def check_fairness(column: str, groups: Sequence[GroupCounts], error_rate: float) -> FairnessCheck:
    """Compare each group with all others, and decide together which differ.

    An alarm needs all of: a p-value that Holm's procedure over all groups and rates rejects at
    `error_rate`, a ratio whose whole interval lies beyond four fifths (or five quarters), and at
    least a hundred cases, and a hundred positives where the truth is known, in the group and
    among the others.

    Args:
        column: The column that groups people.
        groups: Counts per group.
        error_rate: How often a fair model may raise an alarm, 0 to 1.
    """
    total = GroupCounts("all", *(sum(getattr(group, name) for group in groups) for name in COUNTS))
    compared = [[compare(rate, group, total - group) for rate in Rate] for group in groups]
    p_values = [
        None if group.is_small or (total - group).is_small else found.p_value
        for group, row in zip(groups, compared, strict=True)
        for found in row
    ]
    significant = iter(holm_rejections(p_values, error_rate))
    return FairnessCheck(
        column,
        [
            GroupCheck(
                group,
                [replace(found, is_alarm=next(significant) and _is_far(found)) for found in row],
            )
            for group, row in zip(groups, compared, strict=True)
        ],
    )


def compare(rate: Rate, group: GroupCounts, others: GroupCounts) -> Comparison:
    """Put a group's rate beside that of the others."""
    mine, theirs = PARTS[rate](group), PARTS[rate](others)
    value, other = ratio(*mine), ratio(*theirs)
    p_value = two_proportion_p_value(mine, theirs) if mine[1] and theirs[1] else None
    return Comparison(
        rate,
        value,
        proportion_interval(*mine),
        None if value is None or other is None else value - other,
        gap_interval(mine, theirs),
        None if value is None or not other else value / other,
        ratio_interval(mine, theirs),
        p_value,
    )


def gap_interval(mine: tuple[int, int], theirs: tuple[int, int]) -> Interval | None:
    """Return the 95 % interval of the difference of two proportions.

    Newcombe 1998, Statistics in Medicine 17, p. 873, method 10: from both Wilson intervals.

    Args:
        mine: Hits and cases of one.
        theirs: Hits and cases of the other.
    """
    one, other = proportion_interval(*mine), proportion_interval(*theirs)
    if one is None or other is None:
        return None
    share, base = mine[0] / mine[1], theirs[0] / theirs[1]
    down = math.hypot(share - one[0], other[1] - base)
    up = math.hypot(one[1] - share, base - other[0])
    return share - base - down, share - base + up


def ratio_interval(mine: tuple[int, int], theirs: tuple[int, int]) -> Interval | None:
    """Return the 95 % interval of the ratio of two proportions, normal on the log scale.

    Katz et al. 1978, Biometrics 34, p. 469.

    Args:
        mine: Hits and cases of one.
        theirs: Hits and cases of the other.

    Returns:
        Two positive numbers; None where one has no hit.
    """
    if not mine[0] or not theirs[0]:
        return None
    variance = 1 / mine[0] - 1 / mine[1] + 1 / theirs[0] - 1 / theirs[1]
    middle = math.log(mine[0] / mine[1] * theirs[1] / theirs[0])
    half = Z * math.sqrt(variance)
    return math.exp(middle - half), math.exp(middle + half)


def _is_far(found: Comparison) -> bool:
    """Return whether the ratio surely lies beyond four fifths; without one, whether it is zero."""
    if found.ratio_interval is None:
        return found.gap is not None and found.gap != 0
    return found.ratio_interval[1] < FOUR_FIFTHS or found.ratio_interval[0] > 1 / FOUR_FIFTHS
