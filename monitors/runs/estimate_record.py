"""What became of a monitor's estimates: truth that came late is put beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from monitors.check.check import CheckResult
from monitors.check.roles import Roles
from monitors.errors import Code, MonitorError
from monitors.performance import PERFORMANCE_METRICS
from monitors.performance.estimated import Estimate, EstimatedPerformance
from monitors.performance.outcomes import Answers, outcomes
from monitors.performance.past_error import PastError, past_error
from monitors.performance.task import find_task
from monitors.profile.engine import CURRENT, REFERENCE, Tables
from monitors.tables import Monitor, MonitorRun, RunStatus

WINDOWS = 12
LABELLED_ENOUGH = 0.95


@dataclass(frozen=True)
class AwaitingLabels:
    """An earlier window with an estimate, of which the truth was not known."""

    run_id: UUID
    window_number: int


def kept_estimates(result: CheckResult) -> dict[str, list[float]]:
    """Return each estimate with its interval, as it is stored."""
    if not isinstance(result.estimated, EstimatedPerformance):
        return {}
    return {
        name: [float(found.value), float(found.low), float(found.high)]
        for name, found in result.estimated.metrics.items()
    }


def windows_awaiting_labels(
    session: Session, monitor: Monitor, before: int
) -> list[AwaitingLabels]:
    """List the last windows whose estimates still wait for the truth."""
    return [
        AwaitingLabels(run.id, run.window_number)
        for run in _last_runs(session, monitor.id, before)
        if run.result.get("estimates") and "truth" not in run.result
    ]


def truth_of(tables: Tables, roles: Roles) -> dict[str, float] | None:
    """Measure what labels say of a window; None until 95 % of them have come.

    Raises:
        MeasurementError: A column is not what it was named for, or the engine refused a query.
    """
    columns = {name: tables.columns(name) for name in (REFERENCE, CURRENT)}
    target = next((one for one in columns[REFERENCE] if one.name == roles.target), None)
    names = {column.name for column in columns[CURRENT]}
    if target is None or target.name not in names:
        return None
    answers = Answers(
        target.name,
        roles.prediction if roles.prediction in names else None,
        roles.probability if roles.probability in names else None,
    )
    task = roles.task or find_task(tables, target, answers)
    found = outcomes(tables, CURRENT, answers, task)
    if (found.labelled_share or 0.0) < LABELLED_ENOUGH:
        return None
    measured = {name: metric.measure(found) for name, metric in PERFORMANCE_METRICS.items()}
    return {name: value for name, value in measured.items() if value is not None}


def keep_truth(session: Session, run_id: UUID, truth: Mapping[str, float]) -> None:
    """Put what labels said beside a run's estimates.

    Raises:
        MonitorError: There is no such run any more.
    """
    run = session.get(MonitorRun, run_id)
    if run is None:
        raise MonitorError(Code.RUN_UNKNOWN)
    run.result = {**run.result, "truth": dict(truth)}


def record_of(session: Session, monitor: Monitor, before: int, metric: str) -> PastError | None:
    """Return how far the estimates of a metric were off over the last windows whose truth came."""
    runs = _last_runs(session, monitor.id, before)
    told = [
        {name: Estimate(*numbers) for name, numbers in run.result.get("estimates", {}).items()}
        for run in runs
    ]
    return past_error(told, [run.result.get("truth", {}) for run in runs], metric)


def _last_runs(session: Session, monitor_id: UUID, before: int) -> list[MonitorRun]:
    found = session.exec(
        select(MonitorRun)
        .where(
            MonitorRun.monitor_id == monitor_id,
            MonitorRun.status == RunStatus.MEASURED,
            col(MonitorRun.window_number) < before,
        )
        .order_by(col(MonitorRun.window_number).desc())
        .limit(WINDOWS)
    )
    return list(found.all())
