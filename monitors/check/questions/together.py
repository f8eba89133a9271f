"""Have many columns moved a little, though none of them may have moved much?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, ClassVar, Self

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.evidence import Evidence, told
from monitors.check.limits import Limits
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.statistics.chance import FEWEST_WINDOWS
from monitors.statistics.pooled import pooled, pooled_p_value, times_chance, without_the_farthest
from monitors.statistics.restless import Move

FEWEST_COLUMNS = 5
MOST_NAMED = 3
LEARNT, CAUTIOUS = (0.015, 0.003), (0.08, 0.03)  # mean PSI beyond the usual: alert, notice
TOGETHER = 0.02  # the PSI of two columns, by chance, where nothing was learnt


@dataclass(frozen=True)
class TogetherFinding(Finding):
    """How far all columns moved: their mean PSI, as a multiple of what is usual, and its test."""

    question = "together"

    times_usual: float | None = None
    p_value: float | None = None
    windows: int = 0

    def facts(self) -> dict[str, Any]:
        """List the figures, and from how many quiet windows the usual was learnt."""
        known = self.times_usual, self.p_value, self.windows
        return dict(zip(("times_usual", "p_value", "quiet_windows"), known, strict=True))


@dataclass(frozen=True)
class Together(Question):
    """Asks of all columns that have enough cases, once."""

    name = "together"
    place = 7
    options: ClassVar = ()
    is_asked_always = True

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:  # noqa: ARG003 - asked of everybody
        """Ask always."""
        return [cls()]

    def answer(self, case: Case) -> Finding:
        """Average PSI over the columns, and compare it with quiet windows."""
        columns = {found.column: found for found in case.columns if _is_asked(found)}
        past = _past(case.limits, columns)
        if len(columns) < FEWEST_COLUMNS:
            return TogetherFinding(CheckAnswer.NOT_APPLICABLE)
        now = {name: _moved(found) for name, found in columns.items()}
        values = [pooled(moves) for moves in past]
        p_value = pooled_p_value(list(now.values()), values, TOGETHER)
        is_learnt = len(past) >= FEWEST_WINDOWS
        usual = sum(values) / len(values) if is_learnt else 1.0
        beyond = _beyond(list(now.values())) - (
            sum(map(_beyond, past)) / len(past) if is_learnt else 0.0
        )
        times = pooled(list(now.values())) / usual
        marks = LEARNT if is_learnt else CAUTIOUS
        said = told([Evidence(_sentence(now, times), p_value, beyond, *marks)], case.limits)
        answer = answer_to(said.problems, is_enough=True)
        return TogetherFinding(
            answer,
            said.problems,
            said.notices,
            times_usual=times,
            p_value=p_value,
            windows=len(past),
        )


def _is_asked(found: ColumnCheck) -> bool:
    """Ask of columns with enough cases that aren't told already by themselves."""
    is_judged = found.answer in {CheckAnswer.OK, CheckAnswer.ALARM}
    return is_judged and found.effect is not None and found.law is not None


def _moved(found: ColumnCheck) -> Move:
    if found.effect is None or found.law is None:
        raise ValueError(found.column)
    return Move(found.effect, found.law)


def _past(limits: Limits, columns: Mapping[str, ColumnCheck]) -> list[list[Move]]:
    """Take the same columns of each quiet window that has them all."""
    return [
        [window[name] for name in columns]
        for window in limits.past
        if all(name in window for name in columns)
    ]


def _beyond(moves: Sequence[Move]) -> float:
    """Return the mean PSI beyond what chance alone gives, without the farthest columns."""
    beyond = [move.psi - move.law.scale * move.law.freedom for move in moves]
    return fmean(without_the_farthest(beyond))


def _sentence(now: Mapping[str, Move], times: float) -> str:
    most = sorted(now, key=lambda name: -times_chance(now[name]))[:MOST_NAMED]
    return (
        f"many columns moved a little at once: {times:.1f} times as far as usual, taken together; "
        f"most of all {', '.join(most)}"
    )


QUESTION = Together
