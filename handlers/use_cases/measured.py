"""What was measured last of a model, in words, beside the pass marks that are set for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session, col, func, select

from assessments.use_cases.contract.content import Rules
from assessments.use_cases.contract.pass_mark_rows import exact
from assessments.use_cases.contract.units import from_check
from assessments.use_cases.contract.values import is_number
from deployments.tables import DeploymentRequest, RegisteredModel
from ground.counting import counted
from handlers.wording.pass_marks import MEASURED, MEASURED_DIGITS, amount
from monitors.tables import Monitor, MonitorRun, PushedNumber, RunStatus


@dataclass(frozen=True)
class Figure:
    """A figure in the unit of its metric's catalogue entry, and on how many cases."""

    value: Fraction
    samples: int


def measured_in_words(session: Session, rules: Rules, model_name: str | None) -> dict[str, str]:
    """Write what was measured last of each metric, such as `measured 84.3% on 9,000 cases`."""
    if model_name is None:
        return {}
    figures = {
        **_of_requests(session, rules, model_name),
        **_of_pushes(session, model_name),
        **_of_runs(session, rules, model_name),
    }
    return {name: _words(rules, name, figure) for name, figure in figures.items()}


def _words(rules: Rules, name: str, figure: Figure) -> str:
    metric = rules.metric(name)
    value = amount(round(figure.value, MEASURED_DIGITS), metric.unit if metric else "")
    return MEASURED.format(value=value, cases=counted(figure.samples, "case"))


def _of_runs(session: Session, rules: Rules, model_name: str) -> dict[str, Figure]:
    run = session.exec(
        select(MonitorRun)
        .join(Monitor, col(Monitor.id) == col(MonitorRun.monitor_id))
        .where(Monitor.model_name == model_name, MonitorRun.status == RunStatus.MEASURED)
        .order_by(col(MonitorRun.ran_at).desc())
        .limit(1)
    ).first()
    if run is None:
        return {}
    found = _read(rules, run.result.get("metrics"), run.rows)
    effects = [value for value in (run.result.get("effects") or {}).values() if is_number(value)]
    if effects:
        found["psi"] = Figure(exact(max(effects)), run.rows)
    return found


def _of_requests(session: Session, rules: Rules, model_name: str) -> dict[str, Figure]:
    request = session.exec(
        select(DeploymentRequest)
        .join(RegisteredModel, col(RegisteredModel.id) == col(DeploymentRequest.model_id))
        .where(RegisteredModel.name == model_name)
        .order_by(col(DeploymentRequest.created_at).desc())
        .limit(1)
    ).first()
    if request is None:
        return {}
    evidence = request.evidence
    return _read(rules, evidence.get("metrics"), int(evidence.get("samples") or 0))


def _of_pushes(session: Session, model_name: str) -> dict[str, Figure]:
    """Read the newest number of each metric, however many were sent before."""
    of_all = (PushedNumber.model_name == model_name, PushedNumber.segment == "")
    newest = (
        select(PushedNumber.metric, func.max(PushedNumber.pushed_at).label("at"))
        .where(*of_all)
        .group_by(col(PushedNumber.metric))
        .subquery()
    )
    pushes = session.exec(
        select(PushedNumber)
        .join(
            newest,
            (col(PushedNumber.metric) == newest.c.metric)
            & (col(PushedNumber.pushed_at) == newest.c.at),
        )
        .where(*of_all)
        .order_by(col(PushedNumber.window))
    ).all()
    return {push.metric: Figure(exact(push.value), push.samples) for push in pushes}


def _read(rules: Rules, metrics: object, samples: int) -> dict[str, Figure]:
    given = metrics if isinstance(metrics, Mapping) else {}
    return {
        str(name): Figure(from_check(rules, str(name), float(value)), samples)
        for name, value in given.items()
        if is_number(value)
    }
