"""What a performance metric is, and the counts that all of them are made from."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

Interval = tuple[float, float]


class Task(StrEnum):
    """What a model does."""

    BINARY = "binary"
    MULTICLASS = "multiclass"
    REGRESSION = "regression"


@dataclass(frozen=True)
class Outcomes:
    """What became of the labelled cases, as sums; a sum that doesn't apply is None.

    `labelled` counts the cases whose truth and answer are both known, `scored` those whose truth
    and probability are. `confusion` counts the cases of several classes: a row per truth, a column
    per answer, in the same order.
    """

    task: Task
    rows: int
    labelled: int
    correct: int | None = None
    true_positive: int | None = None
    false_positive: int | None = None
    false_negative: int | None = None
    scored: int | None = None
    confusion: tuple[tuple[int, ...], ...] | None = None
    log_loss_sum: float | None = None
    log_loss_square_sum: float | None = None
    roc_auc: float | None = None
    roc_auc_deviation: float | None = None
    absolute_error_sum: float | None = None
    squared_error_sum: float | None = None
    fourth_power_error_sum: float | None = None
    relative_error_sum: float | None = None
    relative_error_square_sum: float | None = None
    smallest_class: int | None = None

    @property
    def labelled_share(self) -> float | None:
        """Return the share of rows whose truth and answer are known, 0 to 1."""
        return ratio(self.labelled, self.rows)


@dataclass(frozen=True)
class PerformanceMetric:
    """A measure of how right a model was, and its 95 % interval; None when it can't be taken."""

    name: str
    title: str
    measure: Callable[[Outcomes], float | None]
    source: str
    interval: Callable[[Outcomes], Interval | None]


def ratio(numerator: float | None, denominator: float | None) -> float | None:
    """Divide, or say that it can't be done."""
    return None if numerator is None or not denominator else numerator / denominator
