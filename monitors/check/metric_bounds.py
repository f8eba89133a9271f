"""Intervals around measured performance, so that a pass mark is judged on the bound."""

from dataclasses import dataclass

from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Interval, Outcomes

FEWEST_OF_A_CLASS = 10


@dataclass(frozen=True)
class MetricEvidence:
    """A metric's value, how sure it is, and how many cases stand behind it."""

    value: float | None
    low: float | None
    high: float | None
    samples: int


def metric_interval(name: str, outcomes: Outcomes) -> Interval | None:
    """Return a metric's 95 % interval; None where the metric or its interval can't be taken."""
    metric = PERFORMANCE_METRICS.get(name)
    if metric is None or metric.measure(outcomes) is None:
        return None
    return metric.interval(outcomes)


def metric_evidence(name: str, outcomes: Outcomes) -> MetricEvidence:
    """Return what a pass mark is judged on.

    With fewer than ten cases of a class, the cases of that class are the samples: it takes more
    than the others' number to know how a model does on it.
    """
    metric = PERFORMANCE_METRICS.get(name)
    value = metric.measure(outcomes) if metric else None
    low, high = metric_interval(name, outcomes) or (None, None)
    smallest = outcomes.smallest_class
    is_rare = smallest is not None and smallest < FEWEST_OF_A_CLASS
    return MetricEvidence(value, low, high, smallest or 0 if is_rare else outcomes.labelled)
