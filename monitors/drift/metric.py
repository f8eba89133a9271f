"""What a drift metric is: a measure; it decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from monitors.profile.pair import ColumnPair


@dataclass(frozen=True)
class DriftMetric:
    """A measure of how far a column has moved; None when it doesn't apply."""

    name: str
    title: str
    measure: Callable[[ColumnPair], float | None]
    default_threshold: float | None
    source: str
