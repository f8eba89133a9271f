"""The limits that hold where nobody has agreed on any, and those that a column has learned.

`docs/why/alert-budget.md` shows the table of lowest limits and why each is what it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from monitors.statistics.budget import (
    RUNS_PER_QUARTER,
    error_rate_per_run,
    notice_rate_per_run,
)
from monitors.statistics.restless import Learner, Move, Nature, rows_together

SMALLEST_SAMPLE = 200
QUIET_WINDOWS_TO_END = 2
FEATURE, PREDICTION, PROBABILITY = "feature", "prediction", "probability"
ANSWERS = (PREDICTION, PROBABILITY)


@dataclass(frozen=True)
class Lowest:
    """The smallest PSI that calls somebody, that is worth a line, and that may not last."""

    alert: float
    notice: float
    lasting: float


LOWEST: Mapping[str, Lowest] = MappingProxyType(
    {
        FEATURE: Lowest(0.10, 0.015, 0.10),
        PREDICTION: Lowest(0.02, 0.005, 0.02),
        PROBABILITY: Lowest(0.02, 0.005, 0.02),
    }
)
"""Where a column's natural movement is known: below these, nothing is worth anybody's time."""
CAUTIOUS: Mapping[str, Lowest] = MappingProxyType(
    {
        FEATURE: Lowest(0.25, 0.05, 0.10),
        PREDICTION: Lowest(0.10, 0.02, 0.05),
        PROBABILITY: Lowest(0.10, 0.02, 0.05),
    }
)
"""Where too few windows are known to learn it from."""


@dataclass(frozen=True)
class Agreed:
    """Limits that people agreed on, as PSI; they stay what they are."""

    alert: float | None = None
    notice: float | None = None


@dataclass(frozen=True)
class Limits:
    """When a change is large enough to be told: the effect, the error rates, the sample.

    Attributes:
        agreed: What people agreed on.
        lowest: By role, the smallest PSI that calls somebody, where a monitor sets its own.
        error_rate: The probability of a false alert that a run may have.
        notice_rate: Likewise of a false notice.
        min_samples: How many cases it takes.
        past: Quiet windows, oldest first: the reference's own, then the monitor's. Each gives the
            move of every column that could be measured in it.
        nature: How restless each column is, learned from `past`.
    """

    agreed: Agreed = field(default_factory=Agreed)
    lowest: Mapping[str, float] = field(default_factory=dict)
    error_rate: float = error_rate_per_run(1.0, RUNS_PER_QUARTER["weekly"])
    notice_rate: float = notice_rate_per_run(RUNS_PER_QUARTER["weekly"])
    min_samples: int = SMALLEST_SAMPLE
    past: Sequence[Mapping[str, Move]] = ()
    nature: Nature = field(default_factory=Nature)

    def times(self, factor: float) -> "Limits":
        """Multiply both error rates: take a part of them, or several parts together."""
        return replace(
            self, error_rate=self.error_rate * factor, notice_rate=self.notice_rate * factor
        )

    def after(self, past: Sequence[Mapping[str, Move]]) -> "Limits":
        """Learn from quiet windows how restless each column is."""
        return replace(self, past=past, nature=Learner(past).nature())

    def rows_together(self, column: str) -> float:
        """Return how many of a column's rows count for one, as its quiet windows show."""
        return rows_together([window[column] for window in self.past if column in window])

    def floors(self, column: str, role: str, chance: float = 0.0) -> Lowest:
        """Return a column's smallest effects: what people agreed on, or else by its role.

        Args:
            column: Its name.
            role: What it is.
            chance: The PSI that chance alone gives on average, which the lowest limits, being
                small, are taken on top of.
        """
        is_known = self.nature.knows(column)
        table, more = (LOWEST, chance) if is_known else (CAUTIOUS, 0.0)
        usual = table.get(role, table[FEATURE])
        alert = self.lowest.get(role, usual.alert) + more
        alert = alert if self.agreed.alert is None else self.agreed.alert
        notice = usual.notice + more if self.agreed.notice is None else self.agreed.notice
        lasting = usual.lasting if self.agreed.notice is None else self.agreed.notice
        return Lowest(alert, min(notice, alert), min(lasting, alert))
