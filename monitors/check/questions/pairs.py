"""Do two numbers still go together as they did?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, ClassVar, Self

import numpy as np

from monitors.check.column_verdicts import CheckAnswer
from monitors.check.evidence import Evidence, told
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.profile.engine import REFERENCE, RowCounts
from monitors.statistics.excess import windows_of
from monitors.statistics.ranks import (
    RankCorrelations,
    difference_p_value,
    rank_correlations,
    wandering,
)

NOTICED, ALARMING = 0.2, 0.75
MOST_LISTED = 5
WEAK = 0.1
DOUBTFUL = 0.02  # the largest rate of notices that a question has: what is likelier is never told
TWO = 2


@dataclass(frozen=True)
class PairChange:
    """The rank correlation of two columns, -1 to 1, before and now."""

    columns: tuple[str, str]
    before: float
    now: float
    p_value: float

    @property
    def sentence(self) -> str:
        """What a person reads of it."""
        one, other = self.columns
        how = "no longer go together" if abs(self.now) < WEAK else "go together differently"
        if self.before * self.now < 0 and min(abs(self.before), abs(self.now)) >= WEAK:
            how = "now go in opposite directions" if self.now < 0 else "now go the same way"
        figures = f"rank correlation {self.before:.2f} before, {self.now:.2f} now"
        return f"{one} and {other} {how}: {figures}"


@dataclass(frozen=True)
class PairsFinding(Finding):
    """The pairs of columns whose correlation changed most."""

    question = "pairs"

    pairs: Sequence[PairChange] = ()

    def facts(self) -> dict[str, Any]:
        """List the pairs that changed most, as far as they were judged."""
        return {"pairs": [asdict(pair) for pair in self.pairs]}


@dataclass(frozen=True)
class Pairs(Question):
    """Asks of each two numbers, on a small sample."""

    name = "pairs"
    place = 8
    options: ClassVar = ()
    is_asked_always = True

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:  # noqa: ARG003 - asked of everybody
        """Ask always."""
        return [cls()]

    def answer(self, case: Case) -> Finding:
        """Compare the rank correlations of both samples."""
        sample = case.numbers
        if len(sample.names) < TWO:
            return PairsFinding(CheckAnswer.NOT_APPLICABLE)
        before, now = (rank_correlations(rows) for rows in (sample.reference, sample.current))
        windows = _windows(case)
        found = sorted(
            _changes(sample.names, before, now, windows),
            key=lambda pair: -abs(pair.now - pair.before),
        )
        asked = [
            Evidence(pair.sentence, pair.p_value, abs(pair.now - pair.before), ALARMING, NOTICED)
            for pair in found
        ]
        said = told(asked, case.limits)
        listed = found[:MOST_LISTED]
        answer = answer_to(said.problems, is_enough=True)
        return PairsFinding(answer, said.problems, said.notices, pairs=listed)


def _windows(case: Case) -> Callable[[], Sequence[RankCorrelations]]:
    """Return what correlates the reference's own windows, when that is first asked for.

    Of a very large table the first rows alone are known, which are no windows.
    """
    sample = case.numbers
    rows = next((one.pair.rows for one in case.columns if one.pair), RowCounts(0, 0))

    @cache
    def correlated() -> Sequence[RankCorrelations]:
        if REFERENCE not in sample.spread:
            return []
        parts = np.array_split(sample.reference, windows_of(rows.reference, rows.current))
        return [rank_correlations(part) for part in parts]

    return correlated


def _changes(
    names: Sequence[str],
    before: RankCorrelations,
    now: RankCorrelations,
    windows: Callable[[], Sequence[RankCorrelations]],
) -> Iterator[PairChange]:
    """Yield each pair; most differ by far too little to be tested one by one."""
    for one in range(len(names)):
        for other in range(one + 1, len(names)):
            at = one, other
            first, second = float(before.values[at]), float(now.values[at])
            p_value = 1.0
            if abs(first - second) >= NOTICED:
                was, is_now = (first, before.rows[at]), (second, now.rows[at])
                p_value = difference_p_value(was, is_now)
            if p_value < DOUBTFUL:
                p_value = difference_p_value(was, is_now, wandering(windows(), at))
            yield PairChange((names[one], names[other]), first, second, p_value)


QUESTION = Pairs
