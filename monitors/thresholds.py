"""The limits that hold where a use case has set none."""

from dataclasses import dataclass

from monitors.budget import RUNS_PER_QUARTER, error_rate_per_run
from monitors.drift import DRIFT_METRICS

SMALLEST_SAMPLE = 200
WARN_FROM = 0.1


@dataclass(frozen=True)
class Limits:
    """When a change is large enough to be told: the effect, the error rate, the sample."""

    psi: float = DRIFT_METRICS["psi"].default_threshold or 0.25
    warn_psi: float = WARN_FROM
    error_rate: float = error_rate_per_run(1.0, RUNS_PER_QUARTER["weekly"])
    min_samples: int = SMALLEST_SAMPLE
