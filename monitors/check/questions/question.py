"""What a question beyond single columns is: how it is asked, and what it finds."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Self

from monitors.check.column_verdicts import CheckAnswer, ColumnCheck
from monitors.check.limits import Limits
from monitors.check.roles import Roles
from monitors.check.usable_columns import sample_of_numbers
from monitors.performance.metric import Outcomes
from monitors.profile.engine import Tables
from monitors.profile.number_sample import NumberSample

MOST_OF_LARGE = 32  # columns of a table whose rows are too many to be looked at everywhere
MOST_AT_ONCE = 8  # likewise where somebody waits for a single check


@dataclass(frozen=True)
class Case:
    """What a question looks at: both tables, and what the check found about their columns.

    `limits` holds one part of both error rates; `performance` what became of each
    relation's labelled cases, where that was measured already.
    """

    tables: Tables
    roles: Roles
    limits: Limits
    columns: Sequence[ColumnCheck]
    performance: Mapping[str, Outcomes] = field(default_factory=dict)

    @cached_property
    def numbers(self) -> NumberSample:
        """A small sample of the numbers of both tables, which several questions share.

        Raises:
            MeasurementError: The engine refused to draw it.
        """
        most = MOST_OF_LARGE if self.limits.past else MOST_AT_ONCE
        return sample_of_numbers(self.tables, self.columns, most)


@dataclass(frozen=True)
class Finding:
    """The answer to one question, with its problems in words.

    Problems call somebody; notices are certain and worth a line, and call nobody.

    `question` is the name of the question; empty for one that failed before it was answered.
    """

    question: ClassVar[str] = ""

    answer: CheckAnswer
    problems: Sequence[str] = ()
    notices: Sequence[str] = ()
    note: str = ""

    @property
    def sentences(self) -> list[str]:
        """What a person should read of it."""
        return [*self.problems, *self.notices, *([self.note] if self.note else [])]

    def as_json(self) -> Any:  # noqa: ANN401 - causes are a list, all others a mapping
        """Write its part of `lamplighter.check/1`."""
        return {"answer": self.answer.value, "note": "; ".join(self.sentences), **self.facts()}

    def facts(self) -> dict[str, Any]:
        """List its figures, as JSON has them; none where nothing was measured."""
        return {}


class Question(ABC):
    """One question with its options.

    Attributes:
        name: Its key in `lamplighter.check/1`: never change it.
        place: Answers are listed in this order.
        options: What it is asked by: names of a monitor's options, or of `lamplighter check`'s.
        is_asked_often: Whether it may be asked more than once, so that its part is a list.
        is_asked_always: Whether nobody needs to choose it.
        may_alarm: Whether it may raise an alarm, and so has a part of the error rates.
    """

    name: ClassVar[str]
    place: ClassVar[int]
    options: ClassVar[Sequence[str]]
    is_asked_often: ClassVar[bool] = False
    is_asked_always: ClassVar[bool] = False
    may_alarm: ClassVar[bool] = True

    @classmethod
    @abstractmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Read the options; an empty list where it is not asked."""

    def named(self) -> Sequence[str]:
        """List the columns that it names, which must be there."""
        return ()

    def parts(self, roles: Roles) -> int:  # noqa: ARG002 - one that asks of a role looks
        """Count its parts of the error rates that the questions have together."""
        return int(self.may_alarm)

    @abstractmethod
    def answer(self, case: Case) -> Finding:
        """Measure and judge.

        Raises:
            MeasurementError: It can't be answered; the sentence says why.
        """


def answer_to(problems: Sequence[str], *, is_enough: bool) -> CheckAnswer:
    """Return what problems mean, and what it means to find none."""
    if problems:
        return CheckAnswer.ALARM
    return CheckAnswer.OK if is_enough else CheckAnswer.NOT_ENOUGH_DATA
