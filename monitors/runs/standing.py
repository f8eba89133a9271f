"""Where each pass mark of a model stands: what measured it last, or who doesn't."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from assessments.use_cases.pass_marks import (
    Judgement,
    Measured,
    PassMark,
    PassMarkVerdict,
    judge_measured,
)
from assessments.use_cases.promises import pass_marks_for_model
from monitors.alerts.pushed import is_about, judge_push
from monitors.runs.judging import FIGURES, is_answered_by_data
from monitors.tables import Monitor, MonitorRun, PushedNumber, RunStatus

NEWEST_RUNS = 20


@dataclass(frozen=True)
class Standing:
    """A pass mark beside the newest figure for it.

    Attributes:
        mark: The pass mark.
        judgement: The figure, judged by what is agreed now; None while there is none.
        source: The monitor that measured it, or the span of a pushed number; empty without one.
        measured_at: When, in UTC.
        awaits_push: Whether somebody is to send it, rather than a monitor to measure it.
    """

    mark: PassMark
    judgement: Judgement | None = None
    source: str = ""
    measured_at: datetime | None = None
    awaits_push: bool = False


def standings(session: Session, model_name: str) -> list[Standing]:
    """List every pass mark in force with its newest figure, in their written order."""
    marks = pass_marks_for_model(session, model_name)
    runs = session.exec(
        select(Monitor.name, MonitorRun)
        .join(MonitorRun, col(MonitorRun.monitor_id) == col(Monitor.id))
        .where(Monitor.model_name == model_name, MonitorRun.status == RunStatus.MEASURED)
        .order_by(col(MonitorRun.ran_at).desc())
        .limit(NEWEST_RUNS)
    ).all()
    pushed = session.exec(
        select(PushedNumber)
        .where(PushedNumber.model_name == model_name)
        .order_by(col(PushedNumber.pushed_at).desc())
    ).all()
    return [
        _measured(mark, runs) if is_answered_by_data(mark) else _sent(mark, pushed)
        for mark in marks
    ]


def unsent_metrics(session: Session, model_name: str) -> list[str]:
    """Name the metrics in force that somebody is to send, and that nobody has sent yet."""
    sent = session.exec(
        select(PushedNumber.metric, PushedNumber.segment)
        .where(PushedNumber.model_name == model_name)
        .distinct()
    ).all()
    unsent = [
        mark.metric
        for mark in pass_marks_for_model(session, model_name)
        if not is_answered_by_data(mark)
        and not any(metric == mark.metric and is_about(mark, part) for metric, part in sent)
    ]
    return list(dict.fromkeys(unsent))


def _measured(mark: PassMark, runs: Sequence[tuple[str, MonitorRun]]) -> Standing:
    for name, run in runs:
        kept = run.result.get("marks", {}).get(mark.row_id, {})
        if (kept.get("metric"), kept.get("segment")) == (mark.metric, mark.segment):
            return Standing(mark, _again(mark, kept), name, run.ran_at)
    return Standing(mark)


def _again(mark: PassMark, kept: Mapping[str, Any]) -> Judgement:
    """Judge a kept figure by the limit that is agreed now; of many parts the verdict stays."""
    judgement = judge_measured(mark, Measured(*(kept[name] for name in FIGURES)))
    if not kept["segments"]:
        return judgement
    parts = {name: PassMarkVerdict(found) for name, found in kept["segments"].items()}
    return replace(judgement, verdict=PassMarkVerdict(kept["verdict"]), segments=parts)


def _sent(mark: PassMark, pushed: Sequence[PushedNumber]) -> Standing:
    for number in pushed:
        if number.metric == mark.metric and is_about(mark, number.segment):
            judgement = judge_push(mark, number.value, number.samples)
            return Standing(mark, judgement, number.window, number.pushed_at, awaits_push=True)
    return Standing(mark, awaits_push=True)
