"""What a run knows besides its window: who shares the budget, and how the reference moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from assessments.use_cases.pass_marks import PassMark
from monitors.check.limits import Agreed, Limits
from monitors.check.reference_window import FIXED
from monitors.statistics.budget import (
    ErrorRates,
    error_rates,
    notice_rate_per_run,
    rate_when_confirmed,
)
from monitors.statistics.restless import MOST_PAST, Move, from_stored
from monitors.tables import Monitor, MonitorReplay, MonitorRun, RunStatus

PAST_VERSION = 2


@dataclass(frozen=True)
class Background:
    """Known before a window is measured.

    Attributes:
        monitors: How many monitors share the model's budget.
        past: Quiet windows, oldest first: the reference's own, then the monitor's.
    """

    monitors: int = 1
    past: Sequence[Mapping[str, Move]] = ()


@dataclass(frozen=True)
class Confirmation:
    """An alarm needs `needed` of the last `of` runs."""

    needed: int = 1
    of: int = 1


def background_of(session: Session, monitor: Monitor) -> Background:
    """Load what a run of a monitor needs to know."""
    replayed = session.get(MonitorReplay, monitor.id)
    sharing = session.exec(
        select(func.count())
        .select_from(Monitor)
        .where(Monitor.model_name == monitor.model_name, col(Monitor.cron) != "")
    ).one()
    return Background(max(sharing, 1), _past(session, replayed) if replayed else ())


def _past(session: Session, learned: MonitorReplay) -> list[Mapping[str, Move]]:
    """List the reference's windows, and the monitor's own beside the same reference."""
    newest = session.exec(
        select(MonitorRun)
        .where(
            MonitorRun.monitor_id == learned.monitor_id,
            MonitorRun.status == RunStatus.MEASURED,
        )
        .order_by(col(MonitorRun.window_number).desc())
        .limit(MOST_PAST)
    ).all()
    own = [
        run.result["moves"]
        for run in reversed(newest)
        if run.result.get("moves") and run.result.get("beside") == learned.facts.get("key")
    ]
    stored = [*learned.facts.get("past", []), *own]
    return [from_stored(window) for window in stored[-MOST_PAST:]]


def past_key(monitor: Monitor) -> str:
    """Name what a monitor's past rests on; beside another reference all is learnt again."""
    window = monitor.options.get("reference_window", FIXED)
    return f"{PAST_VERSION}:{monitor.reference}:{monitor.rows_per_window}:{window}"


def confirmation_of(monitor: Monitor) -> Confirmation:
    """Return how many runs must agree; one, unless the monitor says otherwise."""
    return Confirmation(**monitor.options.get("confirm", {}))


def rates_of(monitor: Monitor, background: Background) -> ErrorRates:
    """Return what one run of a monitor may risk."""
    return error_rates(
        monitor.alert_budget_per_quarter, monitor.runs_per_quarter, background.monitors
    )


def limits_of(monitor: Monitor, pass_marks: Sequence[PassMark], background: Background) -> Limits:
    """Take the drift limits that the use case sets, and the error rate that the budget allows.

    A signal's limits count before a pass mark's: they were agreed for watching.
    """
    limits = [mark for mark in pass_marks if mark.metric == "psi"]
    calls = [mark.threshold for mark in limits if mark.is_blocking]
    warns = [mark.threshold for mark in limits if not mark.is_blocking]
    agreed = Agreed(calls[-1] if calls else None, warns[-1] if warns else None)
    confirmation = confirmation_of(monitor)
    rate = rates_of(monitor, background).window
    return Limits(
        agreed=agreed,
        lowest=monitor.options.get("lowest_limits", {}),
        error_rate=rate_when_confirmed(rate, confirmation.needed, confirmation.of),
        notice_rate=notice_rate_per_run(monitor.runs_per_quarter, background.monitors),
        min_samples=monitor.min_samples,
    ).after(background.past)
