"""Are there rows far out, of which the ten bins of a column show nothing?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self

import numpy as np

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.evidence import Evidence, Weight, weigh
from monitors.check.questions.question import Case, Finding, Question
from monitors.profile.engine import CURRENT, REFERENCE, Kind
from monitors.profile.number_sample import SPREAD_UP_TO
from monitors.quality.tails import Tail, outer_tail, range_tail

NOTICED_OUT_OF_RANGE, ALARMING_OUT_OF_RANGE = 0.003, 0.05


@dataclass(frozen=True)
class TailsFinding(Finding):
    """The columns with more rows far out than before."""

    question = "tails"

    tails: Sequence[Tail] = ()

    def facts(self) -> dict[str, Any]:
        """List the columns that are told."""
        return {"columns": [asdict(tail) for tail in self.tails]}


@dataclass(frozen=True)
class Tails(Question):
    """Asks of each number: rows out of its known range, and rows in the outer 1 % of it."""

    name = "tails"
    place = 9
    options: ClassVar = ()
    is_asked_always = True

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:  # noqa: ARG003 - asked of everybody
        """Ask always."""
        return [cls()]

    def answer(self, case: Case) -> Finding:
        """Count what is beyond the reference's marks, by an exact test."""
        asked = [
            found
            for found in case.columns
            if found.pair and found.pair.range and found.kind == Kind.NUMERIC
            if found.answer in {CheckAnswer.OK, CheckAnswer.ALARM}
        ]
        if not asked:
            return TailsFinding(CheckAnswer.NOT_APPLICABLE)
        tails = [tail for found in asked for tail in _tails(case, found)]
        weighed = dict(zip(tails, weigh(list(map(_evidence, tails)), case.limits), strict=True))
        problems = [tail for tail in tails if weighed[tail] is Weight.ALERT]
        notices = _once([tail for tail in tails if weighed[tail] is Weight.NOTICE], problems)
        return TailsFinding(
            CheckAnswer.ALARM if problems else CheckAnswer.OK,
            [tail.sentence for tail in problems],
            [tail.sentence for tail in notices],
            tails=[*problems, *notices],
        )


def _once(tails: Sequence[Tail], problems: Sequence[Tail]) -> list[Tail]:
    """Say of a column that it is out of its range, and not besides that it is far out."""
    out_of_range = {tail.column for tail in [*tails, *problems] if tail.is_out_of_range}
    return [tail for tail in tails if tail.is_out_of_range or tail.column not in out_of_range]


def _tails(case: Case, found: ColumnCheck) -> list[Tail]:
    """Look beyond the range, exactly, and into the outer 1 % where a sample is of all rows."""
    pair = found.pair
    if pair is None:
        return []
    before = now = np.zeros(0)
    is_sampled = pair.rows.most <= SPREAD_UP_TO and found.column in case.numbers.names
    if is_sampled:
        before, now = (case.numbers.column(found.column, name) for name in (REFERENCE, CURRENT))
    together = case.limits.rows_together(found.column)
    tails = [range_tail(pair, before, now, together)]
    if len(before) and len(now) and not found.is_drift:
        tails.append(outer_tail(found.column, before, now, together))
    return [tail for tail in tails if tail is not None]


def _evidence(tail: Tail) -> Evidence:
    if tail.is_out_of_range:
        marks = ALARMING_OUT_OF_RANGE, NOTICED_OUT_OF_RANGE
        return Evidence(tail.sentence, tail.p_value, tail.share, *marks)
    return Evidence(tail.sentence, tail.p_value, tail.share, notice_from=tail.notice_from)


QUESTION = Tails
