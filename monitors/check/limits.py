"""The limits that hold where a use case has set none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitors.drift import DRIFT_METRICS
from monitors.statistics.budget import (
    RUNS_PER_QUARTER,
    error_rate_per_run,
    notice_rate_per_run,
)
from monitors.statistics.chance import PsiLaw

SMALLEST_SAMPLE = 200
WARN_FROM = 0.1
QUIET_WINDOWS_TO_END = 2


@dataclass(frozen=True)
class Move:
    """How far a column moved in one quiet window: its PSI, and PSI's law by chance alone."""

    psi: float
    law: PsiLaw


@dataclass(frozen=True)
class Limits:
    """When a change is large enough to be told: the effect, the error rate, the sample.

    `natural` holds, by column, the PSI that the reference's own windows show without any drift.
    `past` holds quiet windows, oldest first: the reference's own, then the monitor's. Each gives
    the move of every column that could be measured in it.
    """

    psi: float = DRIFT_METRICS["psi"].default_threshold or 0.25
    warn_psi: float = WARN_FROM
    error_rate: float = error_rate_per_run(1.0, RUNS_PER_QUARTER["weekly"])
    notice_rate: float = notice_rate_per_run(RUNS_PER_QUARTER["weekly"])
    min_samples: int = SMALLEST_SAMPLE
    natural: Mapping[str, float] = field(default_factory=dict)
    past: Sequence[Mapping[str, Move]] = ()

    def shared_by(self, questions: int) -> "Limits":
        """Share both error rates evenly among several questions, at least one."""
        many = max(questions, 1)
        return replace(
            self, error_rate=self.error_rate / many, notice_rate=self.notice_rate / many
        )

    def threshold_of(self, column: str) -> float:
        """Return the PSI that matters for a column: never below its natural movement."""
        return max(self.psi, self.natural.get(column, 0.0))

    def usual(self, column: str) -> float:
        """Return the PSI that may go on for ever without waking anybody."""
        return max(self.warn_psi, self.natural.get(column, 0.0))
