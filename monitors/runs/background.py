"""What a run knows besides its window: who shares the budget, and how the reference moves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, select

from assessments.use_cases.pass_marks import PassMark
from monitors.check.limits import Limits
from monitors.statistics.budget import ErrorRates, error_rates, rate_when_confirmed
from monitors.tables import Monitor, MonitorReplay


@dataclass(frozen=True)
class Background:
    """Known before a window is measured.

    Attributes:
        monitors: How many monitors share the model's budget.
        natural: By column, the movement that the reference's own windows show.
    """

    monitors: int = 1
    natural: Mapping[str, float] = field(default_factory=dict)


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
    return Background(max(sharing, 1), replayed.natural if replayed else {})


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
    agreed = [mark for mark in pass_marks if mark.metric == "psi"]
    calls = [mark.threshold for mark in agreed if mark.is_blocking]
    warns = [mark.threshold for mark in agreed if not mark.is_blocking]
    psi = calls[-1] if calls else Limits.psi
    warn_psi = warns[-1] if warns else Limits.warn_psi
    confirmation = confirmation_of(monitor)
    rate = rates_of(monitor, background).window
    return Limits(
        psi=psi,
        warn_psi=min(warn_psi, psi),
        error_rate=rate_when_confirmed(rate, confirmation.needed, confirmation.of),
        min_samples=monitor.min_samples,
        natural=background.natural,
    )
