"""The steps of models, releases, rollbacks, alerts, monitors and tokens."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from bot.api.tokens import Scope, create_token, revoke_token
from bot.apply.configuration import Configuration, ModelEntry, timetables, write_configuration
from bot.apply.monitor_entry import MonitorEntry
from bot.transactions import Transaction
from deployments.called_off import call_off_undone
from deployments.deciders import note_looked_up
from deployments.models import (
    APPLY,
    ModelFacts,
    register_model,
    register_version,
    set_first_champion,
)
from deployments.registry import EmbeddedRegistry
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.release import carry_out_release
from deployments.requests.requests import ReleaseFacts, request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.rollback import RollbackFacts, carry_out_rollback, decide_rollback
from deployments.tables import DeploymentRequest, RegisteredModel, Rollback, SignOffVerdict
from ground.audit import OURSELVES, record
from handlers.surfaces.surface import place_surface
from monitors.alerts.alert_facts import AlertFacts
from monitors.alerts.decisions import (
    AlertDecision,
    roll_back_model,
)
from monitors.alerts.lifecycle import Cause, update_cause
from monitors.runs.run_now import run_now
from monitors.tables import Alert, AlertKind, Monitor
from tests.audit.case import leaves

MIA, DAN, BEA = "U0MIA", "U0DAN", "U0BEA"
FACTS = AlertFacts(rows=9, labelled_share=None)
CAUSE = Cause(AlertKind.DRIFT, "", 3)


def model(session: Session, now: datetime) -> RegisteredModel:
    """Mia's model: v2 is live after v1."""
    registered = register_model(session, ModelFacts("churn", MIA, "C1"), now)
    for days, version in enumerate(("v1", "v2")):
        add_version(session, version, now - timedelta(days=9 - days))
    set_first_champion(session, registered, "v2", now)
    return registered


def add_version(session: Session, version: str, now: datetime) -> None:
    """A version that Dan trained."""
    register_version(
        session,
        model_name="churn",
        version=version,
        registered_by=DAN,
        trained_by=DAN,
        digest="",
        now=now,
    )


def release(version: str = "v3") -> ReleaseFacts:
    """What Dan asks for."""
    return ReleaseFacts("churn", version, MetricsFile({"accuracy": 0.84}, 5_000), DAN)


def request(session: Session, now: datetime) -> DeploymentRequest:
    """Dan's open request."""
    model(session, now)
    return request_deployment(session, release(), now).request


def monitor(session: Session, now: datetime) -> Monitor:
    """A weekly monitor of the model."""
    model(session, now)
    added = Monitor(
        name="churn weekly",
        model_name="churn",
        channel_id="C1",
        owner_user_id=MIA,
        reference="reference.parquet",
        current="current.parquet",
        rows_per_window=1_000,
        columns={},
        cron="0 9 * * 1",
        timezone="UTC",
    )
    session.add(added)
    session.flush()
    record(
        session,
        actor="apply",
        action="monitor.configure",
        subject=f"monitor:{added.id}",
        detail={},
        now=now,
        covers=[added],
    )
    return added


def alert(session: Session, now: datetime) -> Alert:
    """An open alert of that monitor."""
    update_cause(session, monitor(session, now), CAUSE, FACTS, now)
    return session.exec(select(Alert)).one()


def rolled_back(session: Session, now: datetime) -> Rollback:
    """What Mia decided on an alert, carried out."""
    decided = roll_back_model(
        session, AlertDecision(alert(session, now).id, MIA, "worse"), "v1", now
    )
    assert isinstance(decided, Rollback)
    return carry_out_rollback(session, decided.id, EmbeddedRegistry(session, now), now)


def apply(session: Session, now: datetime, cron: str = "0 8 * * 1") -> None:
    """Apply a file with a model and a monitor."""
    entry = MonitorEntry(
        name="weekly", model="churn", reference="a.csv", current="b.csv", cron=cron
    )
    models = [ModelEntry(name="churn", owner=MIA, channel="C1")]
    work = Transaction(session, now, place_surface)
    configuration = Configuration(models=models, monitors=[entry])
    write_configuration(work, configuration, Path("/data"), timetables(configuration, now))


@leaves(register_model, "model.register", APPLY)
def _register(session: Session, now: datetime) -> Callable[[], Any]:
    return lambda: register_model(session, ModelFacts("churn", MIA, "C1"), now)


@leaves(note_looked_up, "decider.gone", OURSELVES)
def _decider_gone(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    return lambda: note_looked_up(session, MIA, now, is_gone=True)


@leaves(note_looked_up, "decider.back", OURSELVES)
def _decider_back(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    note_looked_up(session, MIA, now, is_gone=True)
    return lambda: note_looked_up(session, MIA, now, is_gone=False)


@leaves(register_model, "model.change", APPLY)
def _change(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    return lambda: register_model(session, ModelFacts("churn", MIA, "C2"), now)


@leaves(register_model, "model.deciders", APPLY)
def _deciders(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    return lambda: register_model(session, ModelFacts("churn", MIA, "C1", (BEA,)), now)


@leaves(register_model, "model.fallback", APPLY)
def _fallback(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    facts = ModelFacts("churn", MIA, "C1", fallback_channel="C2")
    return lambda: register_model(session, facts, now)


@leaves(register_version, "version.register", DAN)
def _version(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    return lambda: add_version(session, "v3", now)


@leaves(set_first_champion, "champion.set", APPLY)
def _champion(session: Session, now: datetime) -> Callable[[], Any]:
    registered = register_model(session, ModelFacts("churn", MIA, "C1"), now)
    return lambda: set_first_champion(session, registered, "v1", now)


@leaves(request_deployment, "request", DAN)
def _request(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    return lambda: request_deployment(session, release(), now)


@leaves(request_deployment, "request.supersede", OURSELVES)
def _supersede(session: Session, now: datetime) -> Callable[[], Any]:
    request(session, now)
    return lambda: request_deployment(session, release("v4"), now)


@leaves(record_sign_off, "decision", MIA)
def _sign(session: Session, now: datetime) -> Callable[[], Any]:
    attempt = SignOffAttempt(request(session, now).id, SignOffVerdict.APPROVE, MIA)
    return lambda: record_sign_off(session, attempt, now)


@leaves(carry_out_release, "release.carry_out", OURSELVES)
def _release(session: Session, now: datetime) -> Callable[[], Any]:
    asked = request(session, now)
    record_sign_off(session, SignOffAttempt(asked.id, SignOffVerdict.APPROVE, MIA), now)
    return lambda: carry_out_release(session, asked.id, EmbeddedRegistry(session, now), now)


@leaves(call_off_undone, "restore.call_off", OURSELVES)
def _call_off(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    decide_rollback(session, RollbackFacts("churn", "v1", "worse", MIA), now)
    return lambda: call_off_undone(session, now)


@leaves(decide_rollback, "rollback.decide", MIA)
def _decide(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    return lambda: decide_rollback(session, RollbackFacts("churn", "v1", "worse", MIA), now)


@leaves(carry_out_rollback, "rollback.carry_out", OURSELVES)
def _roll_back(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    decided = decide_rollback(session, RollbackFacts("churn", "v1", "worse", MIA), now)
    assert isinstance(decided, Rollback)
    registry = EmbeddedRegistry(session, now)
    return lambda: carry_out_rollback(session, decided.id, registry, now)


@leaves(run_now, "monitor.run_now", "cli:mia")
def _run_now(session: Session, now: datetime) -> Callable[[], Any]:
    name = monitor(session, now).name
    return lambda: run_now(session, name, "cli:mia", now)


@leaves(write_configuration, "monitor.configure", APPLY)
def _configure(session: Session, now: datetime) -> Callable[[], Any]:
    return lambda: apply(session, now)


@leaves(write_configuration, "monitor.configure", APPLY)
def _configure_again(session: Session, now: datetime) -> Callable[[], Any]:
    apply(session, now)
    return lambda: apply(session, now, cron="0 9 * * 1")


@leaves(create_token, "token.create", MIA)
def _token(session: Session, now: datetime) -> Callable[[], Any]:
    return lambda: create_token(session, "kpi-job", [Scope.MEASUREMENTS_WRITE], MIA, now)


@leaves(revoke_token, "token.revoke", MIA)
def _revoke(session: Session, now: datetime) -> Callable[[], Any]:
    create_token(session, "kpi-job", [Scope.MEASUREMENTS_WRITE], MIA, now)
    return lambda: revoke_token(session, "kpi-job", MIA, now)
