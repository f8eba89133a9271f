"""What every report format provides."""

from collections.abc import Callable
from dataclasses import dataclass

from assessments.results.maturity import MaturityCard


@dataclass(frozen=True)
class ReportFormat:
    """One way to write a result; `name` is also its file extension.

    The one that people read `is_first` where all are sent.
    """

    name: str
    title: str
    write: Callable[[MaturityCard], bytes]
    is_first: bool = False
