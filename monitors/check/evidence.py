"""Evidence of a change, and what it's worth: an alert, a notice, or nothing.

An alert calls somebody, a notice is a line to read. Each has an error rate and a smallest effect
of its own, and evidence that is enough for an alert is no notice besides.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from monitors.check.limits import Limits
from monitors.statistics.budget import holm_rejections

Rejections = Callable[[Sequence[float | None], float], list[bool]]


class Weight(IntEnum):
    """What evidence is worth; the larger, the more urgent."""

    NOTHING = 0
    NOTICE = 1
    ALERT = 2


@dataclass(frozen=True)
class Evidence:
    """One result of a question, which may become an alert or a notice.

    Attributes:
        sentence: What a person reads: what moved, from what to what.
        p_value: Of no change, natural movement included; None where none could be taken.
        effect: How large the change is, in a unit of the question's own.
        alert_from: The smallest effect that calls somebody; infinite where none ever does.
        notice_from: The smallest effect that is worth a line.
    """

    sentence: str
    p_value: float | None
    effect: float = math.inf
    alert_from: float = math.inf
    notice_from: float = 0.0


@dataclass(frozen=True)
class Told:
    """Sentences that call somebody, and sentences that are only shown."""

    problems: Sequence[str] = ()
    notices: Sequence[str] = ()


def weigh(
    found: Sequence[Evidence], limits: Limits, rejections: Rejections = holm_rejections
) -> list[Weight]:
    """Decide over results that share a question's two error rates.

    Args:
        found: The results.
        limits: The question's.
        rejections: How results share a rate; Holm's procedure holds for any of them.
    """
    p_values = [one.p_value for one in found]
    calls = rejections(p_values, limits.error_rate)
    shows = rejections(p_values, limits.notice_rate)
    return [
        _weight(one, is_call=is_call, is_shown=is_shown)
        for one, is_call, is_shown in zip(found, calls, shows, strict=True)
    ]


def told(
    found: Sequence[Evidence], limits: Limits, rejections: Rejections = holm_rejections
) -> Told:
    """Part the sentences of results by what they are worth; see `weigh`."""
    weighed = list(zip(found, weigh(found, limits, rejections), strict=True))
    return Told(
        [one.sentence for one, weight in weighed if weight is Weight.ALERT],
        [one.sentence for one, weight in weighed if weight is Weight.NOTICE],
    )


def _weight(one: Evidence, *, is_call: bool, is_shown: bool) -> Weight:
    if is_call and one.effect >= one.alert_from:
        return Weight.ALERT
    if (is_call or is_shown) and one.effect >= one.notice_from:
        return Weight.NOTICE
    return Weight.NOTHING
