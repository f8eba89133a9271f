"""How far estimates were from the truth, once labels came: what the next one is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from monitors.performance.estimated import Estimate


@dataclass(frozen=True)
class PastError:
    """The record of a metric's estimates.

    Attributes:
        windows: How many windows had both an estimate and labels.
        mean_error: Mean distance of estimate and truth, in the metric's unit.
    """

    windows: int
    mean_error: float


def past_error(
    estimates: Sequence[Mapping[str, Estimate]], truths: Sequence[Mapping[str, float]], metric: str
) -> PastError | None:
    """Put the estimates of past windows beside what labels said later.

    Args:
        estimates: Per window, by metric.
        truths: Per window, likewise; without the metric where labels have not come.
        metric: Which one.

    Returns:
        None where no window has both.
    """
    errors = [
        abs(told[metric].value - known[metric])
        for told, known in zip(estimates, truths, strict=True)
        if metric in told and metric in known
    ]
    return PastError(len(errors), fmean(errors)) if errors else None
