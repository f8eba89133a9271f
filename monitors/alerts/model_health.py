"""How models are doing, from their alerts and their monitors' latest runs, worst first."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from assessments.use_cases.promises import titles_for_models
from monitors.alerts.alert_facts import PassMarkLine
from monitors.alerts.notices import LastingNotice, notices_in_result
from monitors.check.column_verdicts import CheckVerdict
from monitors.tables import Alert, AlertKind, AlertState, Monitor, MonitorRun, RunStatus


class Health(StrEnum):
    """How a model is doing, worst first."""

    UNDECIDED = "undecided"
    UNMEASURED = "unmeasured"
    DECIDED = "decided"
    WARNING = "warning"
    NO_DATA = "no_data"
    UNKNOWN = "unknown"
    FINE = "fine"


ORDER = list(Health)
WAITING = {AlertState.OPEN, AlertState.ACKNOWLEDGED}


@dataclass(frozen=True)
class ModelHealth:
    """How a model is doing, and since when or as of when; None if nothing was measured.

    Attributes:
        title: The use case that it serves; empty without one.
        figures: What was measured last beside its pass marks.
        decided_by: Who decided about what is still not as usual.
        kind: What its alert is about; None where a run tells how it is doing.
        alerts: How many of its alerts wait for a decision.
        due_at: By when somebody is to decide about the first of them.
        asked: Who that is; None where it wasn't looked up.
        notices: What its newest runs noticed, which calls nobody.
    """

    model_name: str
    health: Health
    at: datetime | None = None
    title: str = ""
    figures: Sequence[PassMarkLine] = ()
    decided_by: str | None = None
    kind: AlertKind | None = None
    alerts: int = 0
    due_at: datetime | None = None
    asked: str | None = None
    notices: Sequence[LastingNotice] = ()

    @property
    def badness(self) -> tuple[int, str]:
        """Sort by health, then by name."""
        return ORDER.index(self.health), self.model_name


def health_of_models(session: Session, names: Collection[str]) -> list[ModelHealth]:
    """Return how models are doing, worst first; each is rated by its worst alert or monitor."""
    found = [ModelHealth(name, Health.UNKNOWN) for name in names]
    alerts = _lasting_alerts(session, names)
    waiting = Counter(alert.model_name for alert in alerts if alert.state in WAITING)
    found += [_of_alert(alert) for alert in alerts]
    runs = _newest_runs(session, names)
    found += [_of_run(name, run) for name, run in runs]
    worst: dict[str, ModelHealth] = {}
    for standing in sorted(found, key=lambda one: one.badness):
        known = worst.setdefault(standing.model_name, standing)
        if known.health is Health.UNKNOWN:
            worst[standing.model_name] = standing
    figures = {name: _figures(run) for name, run in runs}
    titles = titles_for_models(session, names)
    noticed: dict[str, list[LastingNotice]] = {}
    for name, run in runs:
        noticed.setdefault(name, []).extend(notices_in_result(run.result))
    return [
        replace(
            one,
            title=titles.get(name, ""),
            alerts=waiting[name],
            figures=figures.get(name, ()),
            notices=noticed.get(name, ()),
        )
        for name, one in sorted(worst.items(), key=lambda item: item[1].badness)
    ]


def troubled_models(session: Session, user_id: str) -> list[str]:
    """Name the models whose alert a person looks into, or decided, while they aren't normal."""
    found = select(Alert.model_name).where(
        col(Alert.active_key).is_not(None),
        (col(Alert.acknowledged_by) == user_id) | (col(Alert.decided_by) == user_id),
    )
    return list(session.exec(found.distinct().order_by(col(Alert.model_name))).all())


def _lasting_alerts(session: Session, names: Collection[str]) -> Sequence[Alert]:
    return session.exec(
        select(Alert)
        .where(col(Alert.active_key).is_not(None), col(Alert.model_name).in_(names))
        .order_by(col(Alert.opened_at))
    ).all()


def _newest_runs(session: Session, names: Collection[str]) -> Sequence[tuple[str, MonitorRun]]:
    newest = (
        select(col(MonitorRun.monitor_id), func.max(col(MonitorRun.ran_at)).label("ran_at"))
        .join(Monitor, col(Monitor.id) == col(MonitorRun.monitor_id))
        .where(col(Monitor.model_name).in_(names))
        .group_by(col(MonitorRun.monitor_id))
        .subquery()
    )
    return session.exec(
        select(Monitor.model_name, MonitorRun)
        .join(Monitor, col(Monitor.id) == col(MonitorRun.monitor_id))
        .join(
            newest,
            (newest.c.monitor_id == col(MonitorRun.monitor_id))
            & (newest.c.ran_at == col(MonitorRun.ran_at)),
        )
    ).all()


def _of_alert(alert: Alert) -> ModelHealth:
    if alert.state in WAITING:
        waits = ModelHealth(alert.model_name, Health.UNDECIDED, alert.opened_at)
        return replace(waits, kind=alert.kind, due_at=alert.due_at)
    decided = ModelHealth(alert.model_name, Health.DECIDED, alert.decided_at)
    return replace(decided, kind=alert.kind, decided_by=alert.decided_by)


def _figures(run: MonitorRun) -> list[PassMarkLine]:
    return [PassMarkLine(**line) for line in run.result.get("figures", ())]


def _of_run(name: str, run: MonitorRun) -> ModelHealth:
    if run.status is RunStatus.ERROR:
        return ModelHealth(name, Health.UNMEASURED, run.ran_at)
    if run.status is RunStatus.NO_DATA:
        return ModelHealth(name, Health.NO_DATA, run.ran_at)
    is_fine = run.verdict == CheckVerdict.OK.value
    health = Health.FINE if is_fine else Health.WARNING
    return ModelHealth(name, health, run.ran_at)
