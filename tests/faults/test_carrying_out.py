"""Two replicas carry out the same decision at the same moment: it is done once."""

from datetime import datetime
from uuid import UUID

from sqlmodel import select

from bot.storage.database import Database
from deployments.models import ModelFacts, register_model, register_version, set_first_champion
from deployments.registry import EmbeddedRegistry
from deployments.requests.metrics_file import MetricsFile
from deployments.requests.release import carry_out_release
from deployments.requests.requests import ReleaseFacts, request_deployment
from deployments.requests.sign_offs import SignOffAttempt, record_sign_off
from deployments.rollback import RollbackFacts, carry_out_rollback, decide_rollback
from deployments.tables import (
    DeploymentRequest,
    RequestState,
    Rollback,
    RollbackState,
    SignOffVerdict,
)
from ground.audit import AuditEntry
from tests.faults.test_races import at_the_same_moment

RACES, REPLICAS = 10, 4
MIA, OLA, DAN = "U0MIA", "U0OLA", "U0DAN"


def test_a_release_is_carried_out_once(database: Database, now: datetime) -> None:
    """Each is live in the end, none failed, and the log has one entry of each."""
    for number in range(RACES):
        request_id = approved(database, f"v{number}", now)

        def carry_out(request_id: UUID = request_id) -> None:
            with database.transaction() as session:
                carry_out_release(session, request_id, EmbeddedRegistry(session, now), now)

        at_the_same_moment(*[carry_out] * REPLICAS)

    with database.reading() as session:
        states = session.exec(select(DeploymentRequest.state)).all()
        done = select(AuditEntry).where(AuditEntry.action == "release.carry_out")
        entries = session.exec(done).all()
    assert set(states) == {RequestState.RELEASED}
    assert len(entries) == RACES


def test_a_rollback_is_carried_out_once(database: Database, now: datetime) -> None:
    """It is done in the end, and the log has one entry of each."""
    for number in range(RACES):
        name = f"model-{number}"
        with database.transaction() as session:
            model = register_model(session, ModelFacts(name, MIA, "C1", (OLA,)), now)
            for version in ("v1", "v2"):
                register_version(
                    session,
                    model_name=name,
                    version=version,
                    registered_by=DAN,
                    trained_by=DAN,
                    digest="",
                    now=now,
                )
            set_first_champion(session, model, "v2", now)
            decided = decide_rollback(session, RollbackFacts(name, "v1", "why", MIA), now)
        assert isinstance(decided, Rollback)

        def carry_out(rollback_id: UUID = decided.id) -> None:
            with database.transaction() as session:
                carry_out_rollback(session, rollback_id, EmbeddedRegistry(session, now), now)

        at_the_same_moment(*[carry_out] * REPLICAS)

    with database.reading() as session:
        states = session.exec(select(Rollback.state)).all()
        done = select(AuditEntry).where(AuditEntry.action == "rollback.carry_out")
        entries = session.exec(done).all()
    assert set(states) == {RollbackState.DONE}
    assert len(entries) == RACES


def approved(database: Database, version: str, now: datetime) -> UUID:
    """Have a release of one more version asked for and approved."""
    facts = ReleaseFacts("churn", version, MetricsFile({"accuracy": 0.9}, 5_000), DAN)
    with database.transaction() as session:
        register_model(session, ModelFacts("churn", MIA, "C1", (OLA,)), now)
        request_id = request_deployment(session, facts, now).request.id
        record_sign_off(session, SignOffAttempt(request_id, SignOffVerdict.APPROVE, MIA), now)
    return request_id
