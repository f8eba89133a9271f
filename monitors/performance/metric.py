"""What a performance metric is, and the counts that all of them are made from."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What a model does."""

    BINARY = "binary"
    MULTICLASS = "multiclass"
    REGRESSION = "regression"


@dataclass(frozen=True)
class Outcomes:
    """What became of the labelled cases, as sums; a sum that doesn't apply is None.

    `labelled` counts the cases whose truth and answer are both known, `scored` those whose truth
    and probability are.
    """

    task: Task
    rows: int
    labelled: int
    correct: int | None = None
    true_positive: int | None = None
    false_positive: int | None = None
    false_negative: int | None = None
    scored: int | None = None
    log_loss_sum: float | None = None
    roc_auc: float | None = None
    absolute_error_sum: float | None = None
    squared_error_sum: float | None = None
    relative_error_sum: float | None = None


@dataclass(frozen=True)
class PerformanceMetric:
    """A measure of how right a model was; None when it can't be taken."""

    name: str
    title: str
    measure: Callable[[Outcomes], float | None]
    source: str
    counted: Callable[[Outcomes], tuple[int, int]] | None = None


def ratio(numerator: float | None, denominator: float | None) -> float | None:
    """Divide, or say that it can't be done."""
    return None if numerator is None or not denominator else numerator / denominator
