"""Intervals around measured performance, so that a pass mark is judged on the bound."""

from deployments.gate import wilson_interval
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Outcomes


def metric_interval(name: str, outcomes: Outcomes) -> tuple[float, float] | None:
    """Give a metric's interval where it is a proportion; None where it has none in closed form."""
    metric = PERFORMANCE_METRICS.get(name)
    if metric is None or metric.counted is None or metric.measure(outcomes) is None:
        return None
    count, cases = metric.counted(outcomes)
    return wilson_interval(count / cases, cases) if cases else None
