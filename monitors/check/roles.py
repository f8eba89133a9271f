"""Which column of a table plays which part."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitors.performance.metric import Task


@dataclass(frozen=True)
class Roles:
    """Which column is what; the others are features.

    `task` is what the model does, where that is told rather than found out.
    """

    target: str | None = None
    prediction: str | None = None
    probability: str | None = None
    timestamp: str | None = None
    segment: str | None = None
    ignore: Sequence[str] = ()
    task: Task | None = None

    @property
    def parts(self) -> int:
        """Count what is looked at: the whole, and its segments where there are any."""
        return 1 if self.segment is None else 2

    def named(self) -> list[str]:
        """List the columns that are named one by one."""
        names = (self.target, self.prediction, self.probability, self.timestamp, self.segment)
        return [name for name in names if name is not None]

    def of(self, column: str) -> str:
        """Return what a column is."""
        if column == self.prediction:
            return "prediction"
        return "probability" if column == self.probability else "feature"
