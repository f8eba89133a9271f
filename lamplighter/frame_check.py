"""What `check_frames` found: a table in a notebook, a DataFrame or JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from monitors.check.check import CheckResult
from monitors.check.reports.as_json import check_as_json
from monitors.check.reports.page import check_as_fragment
from monitors.check.reports.sentences import model_sentences, segment_sentences, task_sentences
from monitors.check.segments import SegmentCheck

QUALITY = "quality"
MEASURES = "measures"


@dataclass(frozen=True, repr=False)
class FrameCheck:
    """The result of a check.

    Attributes:
        result: What was found in the whole table.
        segments: What was found in each segment, worst first.
        elapsed_seconds: How long the check took.
    """

    result: CheckResult
    segments: Sequence[SegmentCheck]
    elapsed_seconds: float

    @property
    def verdict(self) -> str:
        """The verdict: `ok`, `warning` or `alert`."""
        return self.result.verdict.value

    def as_json(self) -> dict[str, Any]:
        """Return what `lamplighter check --json` prints (lamplighter.check/1)."""
        return check_as_json(self.result, self.elapsed_seconds, self.segments)

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each column that was compared, indexed by its name."""
        rows = [
            {
                **{name: value for name, value in found.items() if not isinstance(value, dict)},
                **found[MEASURES],
                **found[QUALITY],
            }
            for found in self.as_json()["columns"]
        ]
        return pd.DataFrame(rows).set_index("column")

    def __repr__(self) -> str:
        """Return the verdict and what there is to say, a sentence a line."""
        return "\n".join([self.result.headline, *self._sentences()])

    def _repr_html_(self) -> str:
        """Return the page's table with a sketch of each column, for a notebook."""
        return check_as_fragment(self.result, segment_sentences(self.segments))

    def _sentences(self) -> list[str]:
        told = [*task_sentences(self.result), *model_sentences(self.result)]
        return [*told, *segment_sentences(self.segments)]
