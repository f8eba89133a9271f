"""A database from before rows were covered takes them in once, when it is upgraded."""

import json
from datetime import datetime

import pytest
from alembic import command
from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.audit_check import COVERED, verify_record
from bot.migrations.covering import SINCE_0025, names_before
from bot.migrations.state import alembic_config
from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from ground.audit import GENESIS, AuditEntry, AuditHead, record
from ground.covered import COVERS, stored_fingerprints
from tests.audit import model_steps
from tests.audit.story import write_story


def put_back(database: Database, database_url: str, now: datetime) -> None:
    """Store a rollback as the version before did: the log covers no rows."""
    with database.transaction() as session:
        model_steps.rolled_back(session, now)
        query = select(AuditEntry).order_by(col(AuditEntry.sequence))
        kept = [entry.model_dump() for entry in session.exec(query).all()]
        session.connection().execute(text("DELETE FROM auditentry"))
        session.expunge_all()
        head = session.exec(select(AuditHead)).one()
        head.sequence, head.hash = 0, GENESIS
        for entry in kept:
            detail = {k: v for k, v in json.loads(entry["detail"]).items() if k != COVERS}
            record(
                session,
                actor=entry["actor"],
                action=entry["action"],
                subject=entry["subject"],
                detail=detail,
                now=now,
            )
    command.downgrade(alembic_config(database_url), "0010")


def test_rows_of_before_are_covered_from_then_on(
    database: Database, database_url: str, now: datetime
) -> None:
    """Whole after the upgrade; a decider whom somebody adds later is named."""
    put_back(database, database_url, now)

    upgrade_database(database_url)

    with database.transaction() as session:
        assert verify_record(session).is_whole
        added = "INSERT INTO modeldecider SELECT id, 'U0EVE' FROM registeredmodel"
        session.connection().execute(text(added))
        assert "U0EVE is not in the audit log" in verify_record(session).sentence


def test_a_decision_that_the_log_contradicts_is_not_taken_in(
    database: Database, database_url: str, now: datetime
) -> None:
    """It was changed before the upgrade, and stays named."""
    put_back(database, database_url, now)
    with database.transaction() as session:
        session.connection().execute(text("UPDATE rollback SET decided_by = 'U0EVE'"))

    upgrade_database(database_url)

    with database.reading() as session:
        assert verify_record(session).sentence.startswith("The rollback ")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param("UPDATE alert SET chart_window = 1", "The audit chain is intact", id="none"),
        pytest.param("UPDATE alert SET decided_by = 'U0EVE'", "The alert ", id="an alert"),
        pytest.param(
            "UPDATE registeredmodel SET owner_user_id = 'U0EVE'", "The registered", id="a model"
        ),
    ],
)
def test_more_is_covered_from_then_on(
    database: Database, database_url: str, now: datetime, change: str, said: str
) -> None:
    """What an alert said, actions, tokens; what was changed before the upgrade stays named."""
    with database.transaction() as session:
        write_story(session, now)
    command.downgrade(alembic_config(database_url), "0012")
    with database.transaction() as session:
        assert session.connection().execute(text(change)).rowcount > 0

    upgrade_database(database_url)

    with database.transaction() as session:
        assert verify_record(session).sentence.startswith(said)
        session.connection().execute(text("UPDATE apitoken SET name = 'other'"))
        assert "api token" in verify_record(session).sentence


@pytest.mark.both_databases
def test_up_and_down_with_rows_in_the_tables(
    database: Database, database_url: str, now: datetime
) -> None:
    """Down to before rows were covered and up again: the rows are the same, and covered."""
    with database.transaction() as session:
        write_story(session, now)
        before = {name: seen for name, seen in kept(session).items() if not is_younger(name)}
    database.close()

    command.downgrade(alembic_config(database_url), "0010")
    upgrade_database(database_url)

    with database.reading() as session:
        assert kept(session) == before
        assert verify_record(session).is_whole


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param("UPDATE alert SET chart_window = 1", "The audit chain is intact", id="none"),
        pytest.param("UPDATE decision SET reason = 'never'", "The decision ", id="a decision"),
    ],
)
def test_all_of_a_decision_is_covered_from_then_on(
    database: Database, database_url: str, now: datetime, change: str, said: str
) -> None:
    """For whom it was taken, and monitors; what was changed before the upgrade stays named."""
    with database.transaction() as session:
        write_story(session, now)
    command.downgrade(alembic_config(database_url), "0022")
    with database.transaction() as session:
        assert session.connection().execute(text(change)).rowcount > 0

    upgrade_database(database_url)

    with database.transaction() as session:
        assert verify_record(session).sentence.startswith(said)
        session.connection().execute(text("UPDATE alert SET decided_for = 'U0EVE'"))
        session.connection().execute(text("UPDATE monitor SET min_samples = 1000000"))
        told = verify_record(session).sentence
        assert "The alert " in told
        assert "The monitor " in told


def kept(session: Session) -> dict[str, str]:
    """Return what a version from before use cases had versions can hold."""
    found = stored_fingerprints(
        session, {kind: names_before(kind, SINCE_0025) for kind in COVERED}
    )
    return {name: value for name, value in found if not name.startswith("usecase")}


def test_an_empty_database_gets_no_entry(database: Database) -> None:
    """There is nothing to take in."""
    with database.reading() as session:
        assert verify_record(session).entries == 0


def is_younger(name: str) -> bool:
    """Tell whether a row is of a table that there wasn't before rows were covered."""
    return name.startswith(("absence:", "kpifigure:", "revisit:", "signer", "usecaseretirement:"))
