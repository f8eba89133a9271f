"""The steps of alerts and pushed numbers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from assessments.use_cases.definition import start_use_case
from assessments.use_cases.screens import (
    GoodEnough,
    KpiTyped,
    Purpose,
    agree_pass_marks,
    save_kpi,
    save_purpose,
)
from ground.audit import OURSELVES
from monitors.alerts.decisions import (
    AlertDecision,
    acknowledge_alert,
    keep_model,
    note_rollback,
    roll_back_model,
    take_over_alert,
)
from monitors.alerts.lifecycle import update_cause
from monitors.alerts.pushed import Push, push_number
from monitors.tables import Monitor
from tests.audit.case import leaves
from tests.audit.model_steps import BEA, CAUSE, FACTS, MIA, alert, model, monitor, rolled_back


@leaves(update_cause, "alert.open", OURSELVES)
def _open(session: Session, now: datetime) -> Callable[[], Any]:
    watching = monitor(session, now)
    return lambda: update_cause(session, watching, CAUSE, FACTS, now)


@leaves(update_cause, "alert.update", OURSELVES)
def _update(session: Session, now: datetime) -> Callable[[], Any]:
    watching = session.get_one(Monitor, alert(session, now).monitor_id)
    return lambda: update_cause(session, watching, CAUSE, FACTS, now)


@leaves(update_cause, "alert.end", OURSELVES)
def _end(session: Session, now: datetime) -> Callable[[], Any]:
    opened = alert(session, now)
    watching = session.get_one(Monitor, opened.monitor_id)
    update_cause(session, watching, CAUSE, None, now)
    return lambda: update_cause(session, watching, CAUSE, None, now)


@leaves(acknowledge_alert, "alert.acknowledge", BEA)
def _acknowledge(session: Session, now: datetime) -> Callable[[], Any]:
    decision = AlertDecision(alert(session, now).id, BEA)
    return lambda: acknowledge_alert(session, decision, now)


@leaves(take_over_alert, "alert.take_over", MIA)
def _take_over(session: Session, now: datetime) -> Callable[[], Any]:
    opened = alert(session, now)
    acknowledge_alert(session, AlertDecision(opened.id, BEA), now)
    return lambda: take_over_alert(session, AlertDecision(opened.id, MIA), now)


@leaves(keep_model, "alert.keep", MIA)
def _keep(session: Session, now: datetime) -> Callable[[], Any]:
    decision = AlertDecision(alert(session, now).id, MIA, "fine")
    return lambda: keep_model(session, decision, now)


@leaves(roll_back_model, "alert.roll_back", MIA)
def _roll_back_model(session: Session, now: datetime) -> Callable[[], Any]:
    decision = AlertDecision(alert(session, now).id, MIA, "worse")
    return lambda: roll_back_model(session, decision, "v1", now)


@leaves(note_rollback, "alert.note_rollback", OURSELVES)
def _note_rollback(session: Session, now: datetime) -> Callable[[], Any]:
    rollback = rolled_back(session, now)
    return lambda: note_rollback(session, rollback, now)


@leaves(push_number, "measurement.correct", "token:kpi")
def _correct(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    push_number(session, Push("churn", "csat", 0.7, 90, "W47"), "token:kpi", now)
    return lambda: push_number(session, Push("churn", "csat", 0.8, 90, "W47"), "token:kpi", now)


@leaves(push_number, "monitor.configure", OURSELVES)
def _listen(session: Session, now: datetime) -> Callable[[], Any]:
    model(session, now)
    use_case = start_use_case(session, created_by=BEA, channel_id="C1", now=now)
    save_purpose(session, use_case.id, Purpose("Title", "Why", "Driver"), BEA, now)
    number = KpiTyped("People", "people", "1", "2", now.date() + timedelta(days=9))
    save_kpi(session, use_case.id, number, BEA, now)
    agree_pass_marks(session, use_case.id, GoodEnough("churn", "80%", "0.25"), BEA, now)
    push = Push("churn", "accuracy", 0.7, 900, "W47")
    return lambda: push_number(session, push, "token:kpi", now)
