"""The answers to what is asked beyond the columns, a class for each kind of question."""

from collections.abc import Sequence
from dataclasses import dataclass

from monitors.check.column_verdicts import Answer
from monitors.check.questions.causes import Cause
from monitors.fairness.rates import FairnessCheck
from monitors.joint.domain import Separation
from monitors.joint.embeddings import VectorTest
from monitors.quality.duplicates import DuplicateCheck
from monitors.text.words import TextCheck


@dataclass(frozen=True)
class Finding:
    """The answer to one question, with its problems in words."""

    answer: Answer
    problems: Sequence[str] = ()
    note: str = ""


@dataclass(frozen=True)
class FairnessFinding(Finding):
    """How groups are treated."""

    check: FairnessCheck | None = None


@dataclass(frozen=True)
class JointFinding(Finding):
    """Whether rows as a whole have moved, and the columns that give it away, most first."""

    separation: Separation | None = None
    columns: Sequence[tuple[str, float]] = ()


@dataclass(frozen=True)
class CausesFinding(Finding):
    """The moved columns, most to blame first."""

    causes: Sequence[Cause] = ()


@dataclass(frozen=True)
class VectorFinding(Finding):
    """Whether vectors have moved."""

    test: VectorTest | None = None


@dataclass(frozen=True)
class TextFinding(Finding):
    """Whether texts are longer, shorter, or in new words."""

    column: str = ""
    check: TextCheck | None = None


@dataclass(frozen=True)
class DuplicatesFinding(Finding):
    """Whether more rows are copies, or more ids are given twice; without a column, rows."""

    column: str = ""
    check: DuplicateCheck | None = None
