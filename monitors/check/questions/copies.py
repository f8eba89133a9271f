"""Are more rows copies of another than is usual?"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.evidence import Evidence, told
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.profile.engine import CURRENT, REFERENCE, Kind
from monitors.quality.column import two_proportion_p_value
from monitors.quality.copies import Copies as Counted
from monitors.quality.copies import count_copies
from monitors.quality.duplicates import DuplicateCheck, check_duplicates

NOTICED, ALARMING = 0.01, 0.1
SUSPICIOUS = 0.05


@dataclass(frozen=True)
class CopiesFinding(Finding):
    """Whether more rows are copies; no figures where a sample showed nothing to count."""

    question = "copies"

    check: DuplicateCheck | None = None

    def facts(self) -> dict[str, Any]:
        """List the shares of copies."""
        return asdict(self.check) if self.check else {}


@dataclass(frozen=True)
class Copies(Question):
    """Asks of the sample's numbers first, and counts whole rows where these look suspicious."""

    name = "copies"
    place = 11
    options: ClassVar = ()
    is_asked_always = True

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask unless copies are counted anyway."""
        return [] if options.get("duplicates") else [cls()]

    def answer(self, case: Case) -> Finding:
        """Compare how often rows repeat in both tables."""
        sample = case.numbers
        rows = min(len(sample.reference), len(sample.current))
        if not sample.names:
            return CopiesFinding(CheckAnswer.NOT_APPLICABLE)
        if rows < case.limits.min_samples:
            return CopiesFinding(CheckAnswer.NOT_ENOUGH_DATA)
        before, now = (_repeats(part[:rows]) for part in (sample.reference, sample.current))
        surprise = two_proportion_p_value((before, rows), (now, rows))
        if now <= before or surprise is None or surprise > SUSPICIOUS:
            return CopiesFinding(CheckAnswer.OK)
        names = [found.column for found in case.columns if found.pair and found.kind != Kind.OTHER]
        counts: list[Counted] = [
            count_copies(case.tables, relation, names, has_missing=True)
            for relation in (REFERENCE, CURRENT)
        ]
        found = check_duplicates("", *counts)
        rise = found.share_current - found.share_reference
        asked = Evidence(found.sentence, found.p_value, rise, ALARMING, NOTICED)
        said = told([asked], case.limits)
        answer = answer_to(said.problems, is_enough=True)
        return CopiesFinding(answer, said.problems, said.notices, check=found)


def _repeats(rows: NDArray[np.float64]) -> int:
    """Count the rows that repeat an earlier one in every number."""
    plain = np.ascontiguousarray(np.nan_to_num(rows, nan=np.inf))
    whole = plain.view(np.dtype((np.void, plain.dtype.itemsize * plain.shape[1])))
    return len(rows) - len(np.unique(whole))


QUESTION = Copies
