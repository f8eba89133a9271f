"""A model's state and history, and who may decide about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import col, select

from assistant.desk import Desk, Tool, Topic
from assistant.finding import Finding, Source, nothing
from assistant.naming import all_names_in, names_in
from assistant.said import due, moment, people, person, words
from deployments.deciders import away_deciders_of, deciders_of
from deployments.requests.requests import may_decide
from deployments.tables import (
    CHAMPION,
    Decision,
    DeploymentRequest,
    ModelAlias,
    ModelVersion,
    RegisteredModel,
    RequestState,
    Rollback,
    RollbackState,
    SignOffVerdict,
)
from monitors.alerts.alert_facts import PassMarkLine
from monitors.alerts.model_health import WAITING, ModelHealth, health_of_models
from monitors.runs.standing import standings
from monitors.tables import Alert, AlertKind, Monitor, MonitorRun, RunStatus

MOST_EVENTS, MOST_MODELS, MOST_MARKS = 8, 10, 6
NONE_SEEN = "There's no model that you decide about or whose channel you're in."
VERDICTS = {SignOffVerdict.APPROVE: "approved", SignOffVerdict.REJECT: "rejected"}
ALERTS = {
    AlertKind.DRIFT: "the data had changed",
    AlertKind.PERFORMANCE: "a pass mark was broken",
    AlertKind.DATA: "the data feed needed a look",
    AlertKind.FAIRNESS: "groups got different results",
    AlertKind.PUSHED: "a pass mark was broken",
}


def chosen_model(desk: Desk, named: str) -> RegisteredModel | None:
    """Return the model that is named, or the only one that the asker sees."""
    by_name = {model.name: model for model in desk.models()}
    found = names_in(named, by_name)
    if found:
        return by_name[found[0]]
    return next(iter(by_name.values())) if len(by_name) == 1 else None


def state(desk: Desk, named: str) -> Finding:
    """Say how a model is doing; of several, one line each."""
    by_name = {model.name: model for model in desk.models()}
    several = [by_name[name] for name in all_names_in(named, by_name)]
    model = chosen_model(desk, named)
    if model is None or len(several) > 1:
        return _overview(desk, several or desk.models())
    return _state(desk, model)


def _overview(desk: Desk, seen: Sequence[RegisteredModel]) -> Finding:
    if not seen:
        return nothing("Your models", NONE_SEEN)
    found = health_of_models(desk.session, [model.name for model in seen])
    lines = [f"{words(one.model_name)}: {_health(desk, one)}." for one in found[:MOST_MODELS]]
    return Finding(
        "How your models are doing", lines, [Source("the monitors' latest runs")], desk.now
    )


def _state(desk: Desk, model: RegisteredModel) -> Finding:
    (health,) = health_of_models(desk.session, [model.name])
    lines = [f"{words(model.name)}: {_health(desk, health)}."]
    alias = desk.session.get(ModelAlias, (model.id, CHAMPION), populate_existing=True)
    lines.append(
        f"Version {words(alias.version)} is live." if alias else "No version is live yet."
    )
    marks = [f"{_mark(desk, line)}." for line in _standing(desk, model)]
    lines += marks or _measured(desk, model)
    sources = [Source(f"the latest run of {_monitor(desk, model)}")]
    for alert in _open_alerts(desk, model):
        lines.append(
            f"An alert is open since {moment(alert.opened_at)}; a decision is "
            f"{due(alert.due_at, desk.now)}."
        )
        sources.append(Source("the alert", "alert", str(alert.id)))
    for request in _open_requests(desk, model):
        by = people(may_decide(desk.session, request), "or")
        lines.append(f"Version {words(request.version)} waits for approval by {by or 'nobody'}.")
        sources.append(Source("the release request", "deployment_request", str(request.id)))
    if alias is not None:
        lines.append(_gone_live(desk, alias))
    return Finding(f"How {words(model.name)} is doing", lines, sources, health.at or desk.now)


def _gone_live(desk: Desk, alias: ModelAlias) -> str:
    query = select(ModelVersion.trained_by).where(
        ModelVersion.model_id == alias.model_id, ModelVersion.version == alias.version
    )
    trained_by = desk.session.exec(query).first()
    by = f"; {person(trained_by)} trained it" if trained_by else ""
    return f"Version {words(alias.version)} went live on {moment(alias.changed_at)}{by}."


def _measured(desk: Desk, model: RegisteredModel) -> Iterator[str]:
    """Say what was measured last, where no pass mark says so."""
    runs = select(MonitorRun).join(Monitor, col(Monitor.id) == col(MonitorRun.monitor_id))
    run = desk.session.exec(
        runs.where(Monitor.model_name == model.name, MonitorRun.status == RunStatus.MEASURED)
        .order_by(col(MonitorRun.ran_at).desc())
        .limit(1)
    ).first()
    figures = (run.result.get("metrics") or {}) if run else {}
    for name, value in list(figures.items())[:MOST_MARKS]:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield f"{words(desk.phrases.measured(str(name), float(value)))}, measured last."


def _standing(desk: Desk, model: RegisteredModel) -> list[PassMarkLine]:
    found = standings(desk.session, model.name)
    return [PassMarkLine.of(one.judgement) for one in found[:MOST_MARKS] if one.judgement]


def _mark(desk: Desk, line: PassMarkLine) -> str:
    return words(desk.phrases.mark_line(line))


def _health(desk: Desk, model: ModelHealth) -> str:
    return desk.phrases.health(model, moment(model.at) if model.at else "no date")


def _monitor(desk: Desk, model: RegisteredModel) -> str:
    query = select(Monitor.name).where(Monitor.model_name == model.name).order_by(Monitor.name)
    name = desk.session.exec(query).first()
    return f"the monitor “{words(name)}”" if name else "its monitors"


def _open_alerts(desk: Desk, model: RegisteredModel) -> Sequence[Alert]:
    query = select(Alert).where(Alert.model_name == model.name, col(Alert.state).in_(WAITING))
    return desk.session.exec(query.order_by(col(Alert.opened_at))).all()


def _open_requests(desk: Desk, model: RegisteredModel) -> Sequence[DeploymentRequest]:
    return desk.session.exec(
        select(DeploymentRequest).where(
            DeploymentRequest.model_id == model.id,
            col(DeploymentRequest.state) == RequestState.OPEN,
        )
    ).all()


def history(desk: Desk, named: str) -> Finding:
    """List what happened to a model, the newest first."""
    model = chosen_model(desk, named)
    if model is None:
        return _which(desk, "A model's history")
    events = sorted(_events(desk, model), reverse=True)
    title = f"What happened to {words(model.name)}"
    if not events:
        return nothing(title, "Nothing is recorded about it yet.")
    lines = [f"{moment(at)}: {text}" for at, text in events[:MOST_EVENTS]]
    return Finding(title, lines, [Source("releases, rollbacks and alerts on record")], desk.now)


def _events(desk: Desk, model: RegisteredModel) -> Iterator[tuple[datetime, str]]:
    session = desk.session
    for version in session.exec(select(ModelVersion).where(ModelVersion.model_id == model.id)):
        by = f", trained by {person(version.trained_by)}" if version.trained_by else ""
        yield version.registered_at, f"version {words(version.version)} was registered{by}."
    decided = select(DeploymentRequest, Decision).join(
        Decision, col(Decision.request_id) == col(DeploymentRequest.id)
    )
    for request, decision in session.exec(decided.where(DeploymentRequest.model_id == model.id)):
        verdict = VERDICTS[decision.verdict]
        who, what = person(decision.decided_by), words(request.version)
        yield decision.decided_at, f"the release of {what} was {verdict} by {who}."
    for rollback in session.exec(select(Rollback).where(Rollback.model_id == model.id)):
        done = "rolled back" if rollback.state is RollbackState.DONE else "asked to roll back"
        versions = f"from {words(rollback.from_version)} to {words(rollback.to_version)}"
        yield rollback.decided_at, f"{person(rollback.decided_by)} {done} {versions}."
    for alert in session.exec(select(Alert).where(Alert.model_name == model.name)):
        yield alert.opened_at, f"an alert: {ALERTS[alert.kind]} ({alert.state.value})."
    alias = session.get(ModelAlias, (model.id, CHAMPION), populate_existing=True)
    if alias is not None:
        yield alias.changed_at, f"version {words(alias.version)} went live."
    yield from _first_run(desk, model)


def _first_run(desk: Desk, model: RegisteredModel) -> Iterator[tuple[datetime, str]]:
    runs = select(MonitorRun.ran_at).join(Monitor, col(Monitor.id) == col(MonitorRun.monitor_id))
    first = desk.session.exec(
        runs.where(Monitor.model_name == model.name).order_by(col(MonitorRun.ran_at)).limit(1)
    ).first()
    if first is not None:
        yield first, "watched for the first time."


def deciders(desk: Desk, named: str) -> Finding:
    """Name who may approve, keep and roll back, and of open requests who may not."""
    model = chosen_model(desk, named)
    if model is None:
        return _which(desk, "Who may approve")
    may = deciders_of(desk.session, model)
    title = f"Who may approve a release of {words(model.name)}"
    if not may:
        return nothing(title, "Nobody who may decide is in the workspace now; ask your admins.")
    lines = [
        f"{people(may, 'or')} may approve or reject a release, keep the model or roll it back.",
        "The person who requested or built a version can't approve it.",
    ]
    for away, instead in away_deciders_of(desk.session, model).items():
        lines.append(f"{person(away)} is away; {person(instead)} is asked instead.")
    sources = [Source(f"the settings of {words(model.name)}")]
    for request in _open_requests(desk, model):
        asked = people(may_decide(desk.session, request), "or")
        lines.append(
            f"Version {words(request.version)} waits now: {asked or 'nobody'} may decide."
        )
        sources.append(Source("the release request", "deployment_request", str(request.id)))
    return Finding(title, lines, sources, desk.now)


def _which(desk: Desk, title: str) -> Finding:
    names = [words(model.name) for model in desk.models()[:MOST_MODELS]]
    if not names:
        return nothing(title, NONE_SEEN)
    return nothing(title, f"Which model do you mean? I know {', '.join(names)}.")


MODEL = "the model's name, or the question's words about it"
TOOLS = (
    Tool(
        "model_state",
        Topic.MODELS,
        "How a model is doing now: health, live version, pass marks, open alerts and releases.",
        state,
        MODEL,
    ),
    Tool(
        "model_history",
        Topic.MODELS,
        "What happened to a model: versions, releases, rollbacks and alerts, with dates.",
        history,
        MODEL,
    ),
    Tool(
        "who_may_approve",
        Topic.MODELS,
        "Who may approve or reject a model's release, keep it or roll it back.",
        deciders,
        MODEL,
    ),
)
