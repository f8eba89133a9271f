"""Two who each want what the other holds, on PostgreSQL: both are done, and neither is ended."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.storage.database import Database
from deployments.models import ModelFacts, register_model, register_version, set_first_champion
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.requests import ReleaseFacts, request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.tables import Rollback, RollbackState, SignOffVerdict
from ground.audit import hold, verify
from monitors.alerts.alert_facts import AlertFacts, MovedColumn
from monitors.alerts.decisions import (
    AlertDecision,
    acknowledge_alert,
    keep_model,
    note_rollback,
    roll_back_model,
)
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.runs.run import lock_monitor
from monitors.tables import Monitor
from tests.patience import until

MIA, OLA, DAN = "U0MIA", "U0OLA", "U0DAN"
MOVED = AlertFacts(rows=9, labelled_share=None, columns=[MovedColumn("age", "feature", 0.4, 0.25)])
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@dataclass
class Desk:
    """A model with two alerts and a request, and what may be done about them."""

    now: datetime
    monitor_id: UUID
    drift: UUID
    performance: UUID
    request_id: UUID

    def note_rollback(self, session: Session) -> object:
        """A rollback is done, which settles the other alert, too."""
        rollback = Rollback(
            model_id=lock_monitor(session, self.monitor_id).id,
            alert_id=self.drift,
            from_version="v2",
            to_version="v1",
            reason="why",
            decided_by=MIA,
            decided_at=self.now,
            state=RollbackState.DONE,
        )
        return note_rollback(session, rollback, self.now)

    def measure(self, session: Session) -> object:
        """A window shows both causes again."""
        monitor = lock_monitor(session, self.monitor_id)
        return update_alerts(session, monitor, Findings(2, MOVED, MOVED), self.now)

    def keep(self, session: Session) -> object:
        """Somebody keeps the model."""
        return keep_model(session, AlertDecision(self.performance, OLA, "fine"), self.now)

    def look_into(self, session: Session) -> object:
        """Somebody looks into the second alert."""
        return acknowledge_alert(session, AlertDecision(self.performance, OLA), self.now)

    def roll_back(self, session: Session) -> object:
        """Somebody goes back to the version before."""
        return roll_back_model(session, AlertDecision(self.drift, MIA, "bad"), "v1", self.now)

    def ask_for_a_newer(self, session: Session) -> object:
        """A newer version is asked for, which closes the older request."""
        return request_deployment(session, facts("v4"), self.now)

    def approve(self, session: Session) -> object:
        """Somebody approves the older request."""
        attempt = SignOffAttempt(self.request_id, SignOffVerdict.APPROVE, MIA, "seen")
        return record_sign_off(session, attempt, self.now)


def facts(version: str) -> ReleaseFacts:
    """A release that Dan asks for."""
    return ReleaseFacts("churn", version, MetricsFile({"accuracy": 0.9}, 5_000), DAN)


def set_up(database: Database, now: datetime) -> Desk:
    """Have a model, two alerts of one monitor, and a request."""
    with database.transaction() as session:
        model = register_model(session, ModelFacts("churn", MIA, "C1", (OLA,)), now)
        set_first_champion(session, model, "v2", now)
        for version in ("v1", "v2"):
            register_version(
                session,
                model_name="churn",
                version=version,
                registered_by="token:ci",
                trained_by=None,
                digest="abc",
                now=now,
            )
        monitor = Monitor(
            name="churn weekly",
            model_name="churn",
            channel_id="C1",
            owner_user_id=MIA,
            reference="a",
            current="b",
            rows_per_window=9,
            columns={},
            cron="0 9 * * 1",
            timezone="UTC",
            slow_drift={"age": {}},
        )
        session.add(monitor)
        session.flush()
        drift, performance = update_alerts(session, monitor, Findings(1, MOVED, MOVED), now).opened
        request = request_deployment(session, facts("v3"), now).request
        return Desk(now, monitor.id, drift, performance, request.id)


CIRCLES = [
    pytest.param(Desk.note_rollback, Desk.keep, id="a rollback settles what somebody decides"),
    pytest.param(Desk.measure, Desk.look_into, id="a window and a press at its second alert"),
    pytest.param(Desk.roll_back, Desk.measure, id="a rollback and a window of its monitor"),
    pytest.param(Desk.keep, Desk.measure, id="a decision and a window of its monitor"),
    pytest.param(Desk.ask_for_a_newer, Desk.approve, id="a newer request and an approval"),
]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.postgres
@pytest.mark.parametrize(("first", "second"), CIRCLES)
def test_neither_is_ended(
    first: Callable[[Desk, Session], object],
    second: Callable[[Desk, Session], object],
    database: Database,
    now: datetime,
) -> None:
    """Both wait for a third who records something; when that is done, they go on."""
    desk = set_up(database, now)

    def act(step: Callable[[Desk, Session], object]) -> object:
        with database.transaction(deadline=time.monotonic() + 60) as session:
            return step(desk, session)

    with ThreadPoolExecutor(2) as pool:
        with database.transaction() as third:
            hold(third)
            running = []
            for step in (first, second):
                running.append(pool.submit(act, step))
                until(lambda: _waiting(third) == len(running), what="it to wait")
        told = [one.result() for one in running]

    with database.reading() as session:
        assert verify(session).is_whole
    assert None not in told


def _waiting(session: Session) -> int:
    found: int = session.connection().execute(WAITING).scalar_one()
    return found
