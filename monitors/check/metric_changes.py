"""Whether a model is less right than it was on the reference: metric by metric, with a test."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Outcomes, Task
from monitors.statistics.special import Z, ndtr

COMPARED = {
    Task.BINARY: ("accuracy", "f1", "roc_auc"),
    Task.MULTICLASS: ("accuracy", "f1"),
    Task.REGRESSION: ("mae", "rmse"),
}
ERRORS = ("mae", "rmse")
SURE = 1e-12  # an interval without width, as of a model that is always right


@dataclass(frozen=True)
class MetricChange:
    """One metric before and now.

    Attributes:
        metric: Its name.
        before: On the reference's labelled cases.
        now: On the current ones.
        p_value: Of so much worse a value when the model is as good as before, 0 to 1.
    """

    metric: str
    before: float
    now: float
    p_value: float

    @property
    def is_error(self) -> bool:
        """Whether less of it is better."""
        return self.metric in ERRORS

    @property
    def worse_by(self) -> float:
        """How much worse: the fall of a share, or the rise of an error as a share of it."""
        if self.is_error:
            return (self.now - self.before) / self.before if self.before else math.inf
        return self.before - self.now


def changes(before: Outcomes, now: Outcomes) -> Sequence[MetricChange]:
    """Compare what became of two tables' labelled cases.

    Each metric's standard error is read off its interval; the difference is taken as normal.

    Args:
        before: The reference's.
        now: The current table's, of the same task.
    """
    found = (_change(name, before, now) for name in COMPARED[now.task])
    return [change for change in found if change is not None]


def _change(name: str, before: Outcomes, now: Outcomes) -> MetricChange | None:
    metric = PERFORMANCE_METRICS[name]
    values = [metric.measure(outcomes) for outcomes in (before, now)]
    intervals = [metric.interval(outcomes) for outcomes in (before, now)]
    first, second = values
    if first is None or second is None or None in intervals:
        return None
    errors = [(high - low) / (2 * Z) for low, high in filter(None, intervals)]
    worse = second - first if name in ERRORS else first - second
    return MetricChange(name, first, second, ndtr(-worse / max(math.hypot(*errors), SURE)))
