"""How far estimates were from the truth, once labels came: what the next one is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from monitors.performance.estimated import Estimate


@dataclass(frozen=True)
class PastError:
    """The record of a metric's estimates.

    Attributes:
        windows: How many windows had both an estimate and labels.
        mean_error: Mean distance of estimate and truth, in the metric's unit.
        bias: Mean of estimate less truth: above 0, estimates were too hopeful (of a share) or too
            gloomy (of an error).
        held_share: Share of windows whose truth lay in the 95 % interval, 0 to 1.
    """

    windows: int
    mean_error: float
    bias: float
    held_share: float

    @property
    def sentence(self) -> str:
        """Say what the record is, in words."""
        return (
            f"over {self.windows} earlier windows the estimate was off by {self.mean_error:.3g}, "
            f"and its interval held the truth in {self.held_share:.0%} of them"
        )


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
    pairs = [
        (told[metric], known[metric])
        for told, known in zip(estimates, truths, strict=True)
        if metric in told and metric in known
    ]
    if not pairs:
        return None
    errors = np.array([estimate.value - truth for estimate, truth in pairs])
    held = [estimate.low <= truth <= estimate.high for estimate, truth in pairs]
    return PastError(
        len(pairs), float(np.abs(errors).mean()), float(errors.mean()), float(np.mean(held))
    )
