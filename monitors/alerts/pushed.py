"""Numbers that others measure and push: kept once, judged by the use case, alerted on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, select

from assessments.use_cases.contract.pass_mark_rows import ACROSS, ALL, EACH
from assessments.use_cases.pass_marks import (
    Judgement,
    Measured,
    PassMark,
    judge_measured,
    worth_showing,
)
from assessments.use_cases.signals import marks_for_model, signals_for
from deployments.models import find_model
from ground.audit import OURSELVES, hold, record
from ground.characters import hidden_in_name
from ground.proportions import wilson_interval
from monitors.alerts.alert_facts import AlertFacts, PassMarkLine, PushedLabel
from monitors.alerts.called import with_call
from monitors.alerts.lifecycle import AlertChanges, Cause, update_cause
from monitors.errors import Code, MonitorError
from monitors.tables import AlertKind, Monitor, PushedNumber

LONGEST_WORD = 100
NEVER = ""


@dataclass(frozen=True)
class Push:
    """One number, and what it stands for.

    Args:
        model_name: The registered model it is about.
        metric: Its name, as in the use case's pass mark.
        value: A finite number.
        samples: How many cases stand behind it.
        window: What span it covers, such as 2026-W47; one number a window.
        segment: Which part of the cases; empty for all.
    """

    model_name: str
    metric: str
    value: float
    samples: int
    window: str
    segment: str = ""


@dataclass(frozen=True)
class Pushed:
    """What became of a pushed number; `is_first` says that nobody sent its metric before."""

    is_new: bool
    judgements: Sequence[Judgement] = ()
    alerts: AlertChanges = field(default_factory=AlertChanges)
    is_first: bool = False


def push_number(session: Session, push: Push, pushed_by: str, now: datetime) -> Pushed:
    """Keep a number and judge it; the same one a second time changes nothing.

    A number for a span that has one already corrects it, and is judged again.

    Raises:
        MonitorError: A word is empty or too long, or the value is no finite number.
        DeploymentError: The model is unknown.
    """
    _check(push)
    find_model(session, push.model_name)
    hold(session)  # whoever pushes it at the same moment finds it
    previous = _previous(session, push)
    judgements = [
        judge_push(mark, push.value, push.samples, previous)
        for mark in marks_for_model(session, push.model_name)
        if mark.metric == push.metric and is_about(mark, push.segment)
    ]
    known = _known(session, push)
    if known is not None and (known.value, known.samples) == (push.value, push.samples):
        return Pushed(is_new=False, judgements=judgements)
    is_first = known is None and not _was_sent(session, push)
    if known is None:
        known = PushedNumber(**vars(push), pushed_by=pushed_by, pushed_at=now)
    else:
        _record_correction(session, known, push, pushed_by, now)
    known.value, known.samples = push.value, push.samples
    known.pushed_by, known.pushed_at = pushed_by, now
    session.add(known)
    session.flush()
    changes = _update_alert(session, push, judgements, now) if judgements else AlertChanges()
    return Pushed(is_new=True, judgements=judgements, alerts=changes, is_first=is_first)


def pushed_history(
    session: Session, model_name: str, metric: str, segment: str = ""
) -> list[PushedNumber]:
    """List the numbers of a metric, oldest first."""
    return list(
        session.exec(
            select(PushedNumber)
            .where(
                PushedNumber.model_name == model_name,
                PushedNumber.metric == metric,
                PushedNumber.segment == segment,
            )
            .order_by(col(PushedNumber.pushed_at), col(PushedNumber.window))
        ).all()
    )


def _check(push: Push) -> None:
    if not 0 < len(push.metric.strip()) <= LONGEST_WORD:
        raise MonitorError(Code.METRIC_LENGTH, most=LONGEST_WORD)
    if not 0 < len(push.window.strip()) <= LONGEST_WORD:
        raise MonitorError(Code.WINDOW_LENGTH, most=LONGEST_WORD)
    if len(push.segment) > LONGEST_WORD:
        raise MonitorError(Code.SEGMENT_LENGTH, most=LONGEST_WORD)
    for hidden in filter(None, map(hidden_in_name, (push.metric, push.window, push.segment))):
        raise MonitorError(Code.WORD_CHARACTER, character=hidden)
    if not math.isfinite(push.value):
        raise MonitorError(Code.VALUE_NOT_FINITE)
    if push.samples < 0:
        raise MonitorError(Code.SAMPLES_NEGATIVE)


def _known(session: Session, push: Push) -> PushedNumber | None:
    return session.exec(
        select(PushedNumber).where(
            PushedNumber.model_name == push.model_name,
            PushedNumber.metric == push.metric,
            PushedNumber.window == push.window,
            PushedNumber.segment == push.segment,
        )
    ).one_or_none()


def _was_sent(session: Session, push: Push) -> bool:
    query = select(PushedNumber.id).where(
        PushedNumber.model_name == push.model_name, PushedNumber.metric == push.metric
    )
    return session.exec(query.limit(1)).first() is not None


def is_about(mark: PassMark, segment: str) -> bool:
    """Return whether a number of a segment answers a pass mark.

    `each:team` is answered by a number of `team=north`, `across:team` by one of `across:team` or
    of `team`.
    """
    if mark.segment == ALL:
        return not segment
    if mark.segment.startswith(EACH):
        return segment.startswith(f"{mark.segment.removeprefix(EACH)}=")
    return segment in {mark.segment, mark.segment.removeprefix(ACROSS)}


def judge_push(
    mark: PassMark, value: float, samples: int, previous: float | None = None
) -> Judgement:
    """Judge a share on its interval (Wilson), any other number as it stands."""
    is_share = mark.unit == "share" and 0.0 <= value <= 1.0 and samples > 0
    low, high = wilson_interval(value, samples) if is_share else (None, None)
    judged = judge_measured(
        replace(mark, segment=ALL), Measured(value, low, high, samples, previous)
    )
    return replace(judged, pass_mark=mark)


def _previous(session: Session, push: Push) -> float | None:
    earlier = pushed_history(session, push.model_name, push.metric, push.segment)
    return next((found.value for found in reversed(earlier) if found.window != push.window), None)


def _update_alert(
    session: Session, push: Push, judgements: Sequence[Judgement], now: datetime
) -> AlertChanges:
    is_broken = any(judgement.calls_people for judgement in judgements)
    window = len(pushed_history(session, push.model_name, push.metric, push.segment)) - 1
    cause = Cause(AlertKind.PUSHED, f"{push.metric}:{push.segment}", window)
    signals = signals_for(session, push.model_name) if is_broken else []
    found = _facts(push, judgements) if is_broken else None
    facts = with_call(found, AlertKind.PUSHED, judgements, signals)
    monitor = _listening_monitor(session, push.model_name, now)
    return update_cause(session, monitor, cause, facts, now)


def _facts(push: Push, judgements: Sequence[Judgement]) -> AlertFacts:
    return AlertFacts(
        rows=push.samples,
        labelled_share=None,
        pass_marks=[PassMarkLine.of(judgement) for judgement in worth_showing(judgements)],
        pushed=PushedLabel(push.metric, push.window, push.segment),
    )


def _listening_monitor(session: Session, model_name: str, now: datetime) -> Monitor:
    """Return the monitor that a model's pushed numbers belong to; it never runs by itself."""
    model = find_model(session, model_name)
    name = f"{model_name}: pushed numbers"
    found = session.exec(select(Monitor).where(Monitor.name == name)).one_or_none()
    if found is None:
        found = Monitor(
            name=name,
            model_name=model_name,
            channel_id=model.channel_id,
            owner_user_id=model.owner_user_id,
            reference="",
            current="",
            rows_per_window=1,
            columns={},
            cron=NEVER,
            timezone="UTC",
        )
        session.add(found)
        session.flush()
        record(
            session,
            actor=OURSELVES,
            action="monitor.configure",
            subject=f"monitor:{found.id}",
            detail={"name": name},
            now=now,
            covers=[found],
        )
    found.channel_id, found.owner_user_id = model.channel_id, model.owner_user_id
    return found


def _record_correction(
    session: Session, known: PushedNumber, push: Push, pushed_by: str, now: datetime
) -> None:
    record(
        session,
        actor=pushed_by,
        action="measurement.correct",
        subject=f"model:{push.model_name}",
        detail={
            "metric": push.metric,
            "window": push.window,
            "segment": push.segment,
            "was": known.value,
            "is": push.value,
        },
        now=now,
    )
