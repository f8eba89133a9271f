"""Judges the pass marks that a window's data can answer, each over its own part of the cases."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from assessments.use_cases.contract.pass_mark_rows import ACROSS, ALL, EACH
from assessments.use_cases.pass_marks import (
    Judgement,
    Measured,
    PassMark,
    PassMarkVerdict,
    in_agreed_unit,
    judge_measured,
)
from monitors.check.check import CheckResult, Notice
from monitors.check.column_verdicts import ColumnCheck
from monitors.check.metric_bounds import metric_evidence
from monitors.check.roles import Roles
from monitors.check.segments import SegmentTables, segments_of
from monitors.errors import MeasurementError
from monitors.fairness.groups import profile_groups
from monitors.fairness.rates import GroupCounts, gap_interval, ratio_interval
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.metric import Outcomes, ratio
from monitors.performance.outcomes import Answers, outcomes
from monitors.performance.task import find_task
from monitors.profile.engine import CURRENT, REFERENCE, Tables

OF_COLUMN: Mapping[str, Callable[[ColumnCheck], float | None]] = MappingProxyType(
    {
        "psi": lambda column: column.effect,
        "ks_statistic": lambda column: column.measures.get("ks_statistic"),
        "missing_share": lambda column: (
            column.quality.missing_share_current if column.quality else None
        ),
    }
)
BETWEEN_GROUPS = ("recall_gap", "selection_rate_ratio")
NOTHING = Measured()
FIGURES = ("value", "low", "high", "samples")


def is_answered_by_data(mark: PassMark) -> bool:
    """Return whether a monitor's data can answer a pass mark; others are pushed."""
    return is_metric_of_data(mark.metric)


def is_metric_of_data(metric: str) -> bool:
    """Return whether a metric is measured in a monitor's data, rather than pushed."""
    return metric in {*OF_COLUMN, *BETWEEN_GROUPS, *PERFORMANCE_METRICS}


def judge_window(
    marks: Sequence[PassMark], tables: Tables, roles: Roles, result: CheckResult
) -> list[Judgement]:
    """Judge each pass mark that the data can answer.

    Args:
        marks: What was agreed.
        tables: Reference and current data.
        roles: Which column plays which part.
        result: The check of the same window.
    """
    return [
        judge_measured(mark, _measured(mark, tables, roles, result))
        for mark in marks
        if is_answered_by_data(mark)
    ]


def is_noticed(judgement: Judgement) -> bool:
    """Return whether a limit is broken that people agreed to be told of, and not called for."""
    mark = judgement.pass_mark
    is_broken = judgement.verdict is PassMarkVerdict.BROKEN
    return is_broken and not mark.is_blocking and mark.metric != "psi"  # columns say that


def mark_notice(judgement: Judgement) -> Notice:
    """Say so."""
    return Notice(judgement.pass_mark.row_id, judgement.sentence)


def kept_judgement(judgement: Judgement) -> dict[str, Any]:
    """Return what a run keeps of a judgement, and by which version of the use case it was."""
    mark = judgement.pass_mark
    return {
        **{name: getattr(judgement, name) for name in FIGURES},
        "metric": mark.metric,
        "segment": mark.segment,
        "verdict": judgement.verdict.value,
        "version": mark.version,
        "segments": {name: found.value for name, found in judgement.segments.items()},
    }


def _measured(mark: PassMark, tables: Tables, roles: Roles, result: CheckResult) -> Measured:
    if mark.metric in OF_COLUMN:
        return _of_data(mark.metric, result)
    try:
        if mark.segment.startswith(ACROSS):
            return _across(mark, tables, roles)
        if mark.segment == ALL:
            return _performance(mark, result.performance.get(CURRENT))
        return _of_segments(mark, tables, roles)
    except MeasurementError:
        return NOTHING


def _of_data(metric: str, result: CheckResult) -> Measured:
    """Return the figure of the column that is worst."""
    figures = [OF_COLUMN[metric](column) for column in result.columns]
    worst = max((figure for figure in figures if figure is not None), default=None)
    return Measured(worst, samples=result.rows_current)


def _performance(mark: PassMark, found: Outcomes | None) -> Measured:
    if found is None:
        return NOTHING
    evidence = metric_evidence(mark.metric, found)
    value, low, high = (
        None if figure is None else in_agreed_unit(mark, figure)
        for figure in (evidence.value, evidence.low, evidence.high)
    )
    return Measured(value, low, high, evidence.samples)


def _of_segments(mark: PassMark, tables: Tables, roles: Roles) -> Measured:
    column = mark.segment.removeprefix(EACH).partition("=")[0]
    target = next((one for one in tables.columns(REFERENCE) if one.name == roles.target), None)
    known = {one.name for one in tables.columns(CURRENT)}
    if target is None or target.name not in known or column not in known:
        return NOTHING
    answers = _answers(roles)
    task = roles.task or find_task(tables, target, answers)

    def within(value: str) -> Measured:
        return _performance(
            mark, outcomes(SegmentTables(tables, column, value), CURRENT, answers, task)
        )

    if not mark.segment.startswith(EACH):
        return within(mark.segment.partition("=")[2])
    return Measured(segments={name: within(name) for name, _ in segments_of(tables, column)})


def _across(mark: PassMark, tables: Tables, roles: Roles) -> Measured:
    """Compare the two groups that lie farthest apart, with the interval of these two.

    Cases without a group stay out; the smallest group says how many cases there are.
    """
    column = mark.segment.removeprefix(ACROSS)
    known = {one.name for one in tables.columns(CURRENT)}
    if column not in known or not (roles.prediction or roles.probability):
        return NOTHING
    has_truth = roles.target in known
    groups = profile_groups(tables, CURRENT, column, _answers(roles), has_truth=has_truth)
    return COMPARED[mark.metric](groups) if mark.metric in COMPARED else NOTHING


def _recall_gap(groups: Sequence[GroupCounts]) -> Measured:
    parts = [(group.hits, group.positives) for group in groups]
    rated = sorted((share, part) for part in parts if (share := ratio(*part)) is not None)
    if len(rated) < len(groups) or len(rated) < 2:  # noqa: PLR2004 - two to compare
        return NOTHING
    (least, worst), (most, best) = rated[0], rated[-1]
    low, high = gap_interval(best, worst) or (None, None)
    samples = min(group.positives + group.negatives for group in groups)
    return Measured(most - least, None if low is None else max(low, 0.0), high, samples)


def _selection_ratio(groups: Sequence[GroupCounts]) -> Measured:
    parts = [(group.selected, group.cases) for group in groups]
    rated = sorted((share, part) for part in parts if (share := ratio(*part)) is not None)
    if len(rated) < 2:  # noqa: PLR2004 - two to compare
        return NOTHING
    (least, worst), (most, best) = rated[0], rated[-1]
    low, high = ratio_interval(worst, best) or (None, None)
    value = least / most if most else 1.0
    return Measured(value, low, high, min(group.cases for group in groups))


def _answers(roles: Roles) -> Answers:
    return Answers(roles.target or "", roles.prediction, roles.probability)


COMPARED: Mapping[str, Callable[[Sequence[GroupCounts]], Measured]] = MappingProxyType(
    {"recall_gap": _recall_gap, "selection_rate_ratio": _selection_ratio}
)
