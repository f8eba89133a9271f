"""Have vectors moved, such as embeddings?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

import numpy as np

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.errors import MeasurementError
from monitors.joint.embeddings import MOST_VECTORS, VectorTest, compare_vectors
from monitors.profile.engine import CURRENT, REFERENCE
from monitors.profile.sample import sample_rows
from monitors.profile.sql import quoted
from monitors.statistics.trees import Matrix

SEED = 0


@dataclass(frozen=True)
class VectorFinding(Finding):
    """Whether vectors have moved."""

    question = "vectors"

    test: VectorTest | None = None

    def facts(self) -> dict[str, Any]:
        """List how far they moved, and how likely that is by chance."""
        return asdict(self.test) if self.test else {}


@dataclass(frozen=True)
class Vectors(Question):
    """Asks of columns that together are a vector: lists of numbers, or numbers."""

    name = "vectors"
    place = 3
    options: ClassVar = ("embeddings",)

    names: Sequence[str]

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask once, of all columns named."""
        return [cls(options["embeddings"])] if options.get("embeddings") else []

    def named(self) -> Sequence[str]:
        """List the columns of the vector."""
        return self.names

    def answer(self, case: Case) -> Finding:
        """Compare a sample of both tables."""
        values = [quoted(name) for name in self.names]
        before, now = (
            _matrix(sample_rows(case.tables, relation, values, most_rows))
            for relation, most_rows in ((REFERENCE, 2 * MOST_VECTORS), (CURRENT, MOST_VECTORS))
        )
        if min(len(before), len(now)) < case.limits.min_samples:
            return VectorFinding(CheckAnswer.NOT_ENOUGH_DATA, note="one table has too few vectors")
        if before.shape[1] != now.shape[1]:
            note = f"vectors had {before.shape[1]} numbers and now have {now.shape[1]}"
            return VectorFinding(CheckAnswer.ERROR, note=note)
        found = compare_vectors(before, now, np.random.default_rng(SEED))
        is_moved = found.p_value < case.limits.error_rate
        what = f"vectors of {', '.join(self.names)} have drifted (MMD {found.mmd:.3f})"
        problems = [what] if is_moved else []
        return VectorFinding(answer_to(problems, is_enough=True), problems, test=found)


def _matrix(rows: Sequence[Sequence[Any]]) -> Matrix:
    """Put the values of each row side by side, lists among them; leave out incomplete rows.

    Raises:
        MeasurementError: The vectors are not numbers, or not of one length.
    """
    flat = [
        [
            number
            for value in row
            for number in (value if isinstance(value, list | tuple) else [value])
        ]
        for row in rows
        if None not in row
    ]
    try:
        matrix = np.array(flat or [[]], dtype=float)
    except (ValueError, TypeError) as error:
        raise MeasurementError(
            "The vectors must be numbers, and all of the same length."
        ) from error
    finite: Matrix = matrix[np.isfinite(matrix).all(axis=1)]
    return finite


QUESTION = Vectors
