"""Measures the window that is due, by a monitor's settings."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.use_cases.pass_marks import Judgement, PassMark
from monitors.check.asking import read_questions
from monitors.check.check import CheckResult, Notice, check
from monitors.check.column_verdicts import CheckVerdict
from monitors.check.questions.labels import AGREED
from monitors.check.questions.question import Question
from monitors.check.roles import Roles
from monitors.check.segments import change_of, check_segments
from monitors.check.slow_drift_history import slow_steps
from monitors.errors import MeasurementError
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Task
from monitors.profile.engine import Tables
from monitors.runs.background import Background, limits_of, rates_of
from monitors.runs.judging import is_noticed, judge_window, mark_notice
from monitors.statistics.slow_drift import SlowDriftStep, alarm_level
from monitors.tables import Monitor, RunStatus


@dataclass(frozen=True)
class SlowDrift:
    """A window's share in the evidence of slow drift: a step by column, and the alarm level."""

    steps: Mapping[str, SlowDriftStep] = field(default_factory=dict)
    level: float = math.inf


@dataclass(frozen=True)
class Measurement:
    """What measuring a window gave."""

    status: RunStatus
    note: str
    result: CheckResult | None = None
    judgements: Sequence[Judgement] = ()
    slow: SlowDrift = field(default_factory=SlowDrift)
    feed: Sequence[str] = ()
    segments: Sequence[str] = ()
    segment_notices: Sequence[Notice] = ()

    @property
    def notices(self) -> list[Notice]:
        """List what is certain and worth a line, and calls nobody."""
        found = list(self.result.notices) if self.result else []
        found += self.segment_notices
        return [*found, *(mark_notice(one) for one in self.judgements if is_noticed(one))]


def measure_window(
    monitor: Monitor,
    tables: Tables,
    pass_marks: Sequence[PassMark],
    background: Background | None = None,
) -> Measurement:
    """Measure one window; slow, and outside any transaction.

    A measure that can't be taken is a visible outcome, not an exception.
    """
    background = background or Background()
    limits = limits_of(monitor, pass_marks, background)
    roles = roles_of(monitor)
    try:
        asked = questions_of(monitor, pass_marks)
        result = check(tables, roles, limits, asked, has_estimate_beside_truth=False)
        segments = check_segments(tables, roles, limits, result.ids)
    except MeasurementError as error:
        return Measurement(RunStatus.ERROR, str(error))
    if result.rows_current < monitor.rows_per_window:
        note = f"{result.rows_current} of {monitor.rows_per_window} rows have arrived so far."
        return Measurement(RunStatus.NO_DATA, note, result)
    judgements = judge_window(pass_marks, tables, roles, result)
    steps = slow_steps(result.columns, limits)
    level = alarm_level(max(len(steps), 1), rates_of(monitor, background).slow)
    slow = SlowDrift(steps, level)
    within = {
        verdict: [
            Notice(
                f"{roles.segment} {found.segment}",
                f"within {roles.segment} {found.segment}, {change_of(found)}",
            )
            for found in segments
            if found.result and found.result.verdict is verdict and found.proven
        ]
        for verdict in (CheckVerdict.ALERT, CheckVerdict.WARNING)
    }
    return Measurement(
        RunStatus.MEASURED,
        "",
        result,
        judgements,
        slow,
        segments=[one.sentence for one in within[CheckVerdict.ALERT]],
        segment_notices=within[CheckVerdict.WARNING],
    )


def roles_of(monitor: Monitor) -> Roles:
    """Return which column plays which part in a monitor's data."""
    names = ("target", "prediction", "probability", "timestamp")
    ignored = [*monitor.columns.get("ignore", []), monitor.columns.get("id")]
    return Roles(
        **{name: monitor.columns.get(name) for name in names},
        segment=monitor.options.get("segment"),
        ignore=[name for name in ignored if name],
        task=Task(monitor.columns["task"]) if monitor.columns.get("task") else None,
    )


def questions_of(monitor: Monitor, pass_marks: Sequence[PassMark] = ()) -> list[Question]:
    """List what a monitor asks beyond the columns.

    Args:
        monitor: Whose options say what is asked.
        pass_marks: What people agreed on: how right the model must be is then up to these.
    """
    agreed = [mark.metric for mark in pass_marks if mark.metric in PERFORMANCE_METRICS]
    asked = {**monitor.options, "id": monitor.columns.get("id"), AGREED: agreed}
    return read_questions(asked)
