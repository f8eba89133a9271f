"""Asks of each replayed window what a run would ask beyond its columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from monitors.check.asking import ask_questions
from monitors.check.check import shared_limits
from monitors.check.column_verdicts import ColumnCheck
from monitors.check.limits import Limits
from monitors.check.questions.question import Case, Finding, Question
from monitors.check.roles import Roles
from monitors.check.segments import SegmentCheck, check_segments
from monitors.profile.engine import Tables
from monitors.replay.window_tables import Answers, WindowTables


@dataclass(frozen=True)
class Beyond:
    """What a window showed beyond its columns."""

    findings: Sequence[Finding] = ()
    segments: Sequence[SegmentCheck] = ()


@dataclass(frozen=True)
class Asker:
    """Asks a monitor's questions of one window after another.

    Attributes:
        tables: The reference, and the whole history.
        window: SQL that gives each row's window.
        roles: Which column plays which part.
        questions: What is asked.
    """

    tables: Tables
    window: str
    roles: Roles
    questions: Sequence[Question] = ()
    _answers: Answers = field(default_factory=Answers)

    def beyond(
        self, number: int, beside: Sequence[int], limits: Limits, columns: Sequence[ColumnCheck]
    ) -> Beyond:
        """Ask of one window.

        Args:
            number: The engine's number of the window.
            beside: Those of the windows that it is compared with; none is the reference.
            limits: Those of the run.
            columns: What was found about them.

        Raises:
            MeasurementError: The engine refused to list the segments.
        """
        tables = WindowTables(self.tables, self.window, number, beside, self._answers)
        _, part = shared_limits(limits, self.questions, self.roles)
        findings = ask_questions(self.questions, Case(tables, self.roles, part, columns))
        ids = [one.column for one in columns if one.pair and one.pair.is_identifier]
        return Beyond(findings, check_segments(tables, self.roles, limits, ids))
