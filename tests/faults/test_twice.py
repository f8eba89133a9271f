"""The same thing at the same moment, on PostgreSQL: it is done once, and nobody sees an error."""

from datetime import datetime

import pytest
from sqlmodel import col, select

from assessments.answers.interview import NAMELESS
from assessments.rounds.privacy import erase_answers
from assessments.tables import Answer, Participant
from bot.storage.database import Database
from deployments.models import ModelFacts, register_model, register_version, set_first_champion
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.requests import ReleaseFacts, request_deployment
from deployments.rollback import RollbackFacts, decide_rollback
from deployments.tables import ModelVersion, Rollback
from ground.audit import AuditEntry, verify
from ground.refusals import Refusal
from monitors.alerts.alert_facts import AlertFacts, MovedColumn
from monitors.alerts.decisions import AlertDecision, keep_model, roll_back_model
from monitors.alerts.lifecycle import Findings, update_alerts
from monitors.alerts.pushed import Push, push_number
from monitors.tables import Alert, AlertState, Monitor
from tests.assessments.held_round import PAIRS, held_round
from tests.faults.test_races import at_the_same_moment

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
TOGETHER = 4
BEA, MIA, OLA = "U0BEA", "U0MIA", "U0OLA"


def test_who_leaves_twice_leaves_once(database: Database, now: datetime) -> None:
    """A closed round keeps one nameless person with all the answers, and no second one without."""
    with database.transaction() as session:
        held_round(session, PAIRS, now)
        given = len(session.exec(select(Answer)).all())

    def leave() -> int:
        with database.transaction() as session:
            return len(erase_answers(session, BEA, now))

    touched = at_the_same_moment(*[leave] * TOGETHER)

    with database.reading() as session:
        people = session.exec(select(Participant.user_id)).all()
        answers = session.exec(select(Answer)).all()
    assert sorted(touched) == [0, 0, 0, 1]  # type: ignore[type-var] # numbers
    assert sum(user.startswith(NAMELESS) for user in people) == 1
    assert len(answers) == given


def models(database: Database, now: datetime) -> None:
    """The model `churn`, with v2 live after v1."""
    with database.transaction() as session:
        model = register_model(session, ModelFacts("churn", MIA, "C1", (OLA,)), now)
        set_first_champion(session, model, "v2", now)
    for version in ("v1", "v2"):
        register(database, version, now)


def register(database: Database, version: str, now: datetime) -> str:
    """Register a version as a pipeline does."""
    with database.transaction() as session:
        added = register_version(
            session,
            model_name="churn",
            version=version,
            registered_by="token:ci",
            trained_by=None,
            digest="abc",
            now=now,
        )
        return added.version


def test_a_version_registered_twice_is_one(database: Database, now: datetime) -> None:
    """Both pipelines are told that it is there."""
    models(database, now)

    told = at_the_same_moment(*[lambda: register(database, "v3", now)] * TOGETHER)

    with database.reading() as session:
        versions = session.exec(select(ModelVersion).where(ModelVersion.version == "v3")).all()
        assert verify(session).is_whole
    assert told == ["v3"] * TOGETHER
    assert len(versions) == 1


def test_two_who_roll_back_decide_once(database: Database, now: datetime) -> None:
    """The others are told who was first."""
    models(database, now)

    def decide(user_id: str) -> object:
        with database.transaction() as session:
            return decide_rollback(session, RollbackFacts("churn", "v1", "why", user_id), now)

    told = at_the_same_moment(*[lambda: decide(MIA), lambda: decide(OLA)] * 2)

    with database.reading() as session:
        rollbacks = session.exec(select(Rollback)).all()
        decided = select(AuditEntry).where(col(AuditEntry.action) == "rollback.decide")
        assert len(session.exec(decided).all()) == 1
    assert len(rollbacks) == 1
    assert sum(isinstance(found, Refusal) for found in told) == TOGETHER - 1


def test_a_release_asked_for_twice_is_one_request(database: Database, now: datetime) -> None:
    """Of a version that is registered already; one of them is told that it is new."""
    models(database, now)
    register(database, "v3", now)
    facts = ReleaseFacts("churn", "v3", MetricsFile({"accuracy": 0.9}, 5_000), "token:ci")

    def ask() -> bool:
        with database.transaction() as session:
            return request_deployment(session, facts, now).is_new

    told = at_the_same_moment(*[ask] * TOGETHER)

    assert sorted(told) == [False, False, False, True]  # type: ignore[type-var] # booleans


def test_a_number_pushed_twice_is_one(database: Database, now: datetime) -> None:
    """A job that retries before the first try was answered."""
    models(database, now)
    number = Push("churn", "latency_p95_ms", 250.0, 900, "2026-W46")

    def push() -> bool:
        with database.transaction() as session:
            return push_number(session, number, "token:kpi", now).is_new

    told = at_the_same_moment(*[push] * TOGETHER)

    assert sorted(told) == [False, False, False, True]  # type: ignore[type-var] # booleans


def test_one_keeps_and_one_rolls_back_and_the_first_decides(
    database: Database, now: datetime
) -> None:
    """Neither waits for the other for ever, and the log says who was late."""
    models(database, now)
    moved = AlertFacts(
        rows=9, labelled_share=None, columns=[MovedColumn("age", "feature", 0.4, 0.25)]
    )
    with database.transaction() as session:
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
        )
        session.add(monitor)
        session.flush()
        (alert_id,) = update_alerts(session, monitor, Findings(1, moved, None), now).opened

    def keep() -> object:
        with database.transaction() as session:
            return keep_model(session, AlertDecision(alert_id, MIA, "fine"), now)

    def roll_back() -> object:
        with database.transaction() as session:
            return roll_back_model(session, AlertDecision(alert_id, OLA, "bad"), "v1", now)

    told = at_the_same_moment(keep, roll_back, keep, roll_back)

    with database.reading() as session:
        alert = session.exec(select(Alert)).one()
        rollbacks = len(session.exec(select(Rollback)).all())
        assert verify(session).is_whole
    is_kept = alert.state is AlertState.KEPT
    assert rollbacks == (0 if is_kept else 1)
    assert sum(isinstance(found, Refusal) for found in told) == (2 if is_kept else 3)
