"""What people agreed on as a question, so that a replay judges each window by it as a run does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from assessments.use_cases.pass_marks import PassMark
from monitors.check.check import CheckResult
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.labelled_cases import measured_outcomes
from monitors.check.questions.question import Case, Finding, Question, answer_to
from monitors.profile.engine import CURRENT, REFERENCE, count_rows
from monitors.runs.judging import is_noticed, judge_window


@dataclass(frozen=True)
class MarksFinding(Finding):
    """Which pass marks a window breaks."""

    question = "pass marks"


@dataclass(frozen=True)
class MarksAsked(Question):
    """Asks whether a window breaks a pass mark; what was agreed on PSI is a limit of columns."""

    name = "pass_marks"
    place = 12
    options: ClassVar = ()
    may_alarm = False

    marks: Sequence[PassMark] = ()

    @classmethod
    def asked_by(cls, options: Mapping[str, Any]) -> list[Self]:
        """Ask nothing by options: pass marks come from the use case."""
        del options
        return []

    def answer(self, case: Case) -> Finding:
        """Judge each pass mark that the data can answer."""
        before, now = (count_rows(case.tables, relation) for relation in (REFERENCE, CURRENT))
        performance = case.performance or measured_outcomes(case.tables, case.roles)
        result = CheckResult(before, now, case.columns, performance, CheckVerdict.OK)
        marks = [mark for mark in self.marks if mark.metric != "psi"]
        judged = judge_window(marks, case.tables, case.roles, result)
        called = [found.sentence for found in judged if found.calls_people]
        noticed = [found.sentence for found in judged if is_noticed(found)]
        return MarksFinding(answer_to(called, is_enough=bool(judged)), called, noticed)
