"""What was changed behind our back is named on PostgreSQL as on SQLite."""

from datetime import datetime

import pytest
from sqlalchemy import text

from bot.audit_check import verify_record
from bot.storage.database import Database
from tests.audit.story import write_story
from tests.audit.test_tampering import TAMPERINGS

pytestmark = pytest.mark.both_databases
POSTGRESQL = {
    "trigger": (
        (
            "CREATE TRIGGER t BEFORE UPDATE ON signoff FOR EACH ROW "
            "EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        ),
        "The table signoff has a trigger that isn't Lamplighter's: t.",
    ),
    "rule": (
        "CREATE RULE r AS ON INSERT TO decision DO ALSO DELETE FROM signoff",
        "The table decision has a trigger that isn't Lamplighter's: r.",
    ),
    "uniqueness": (
        "ALTER TABLE decision DROP CONSTRAINT decision_request_id_key",
        "The table decision may hold the same row twice: by request_id.",
    ),
    "column": (
        "ALTER TABLE rollback ADD COLUMN note text",
        "The table rollback has other columns: note.",
    ),
}


def test_each_tampering_is_named(database: Database, now: datetime) -> None:
    """One after the other, each in a transaction that is given up."""
    with database.transaction() as session:
        write_story(session, now)
    named: dict[str, str] = {}
    for kind in TAMPERINGS:
        with database.transaction() as session, session.begin_nested() as given_up:
            for statement in TAMPERINGS[kind][0]:
                session.connection().execute(text(statement))
            named[kind] = verify_record(session).sentence
            given_up.rollback()

    assert {kind for kind in named if f" {TAMPERINGS[kind][1]} " not in named[kind]} == set()


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_was_done_to_a_table_is_named_on_postgresql(database: Database) -> None:
    """Nothing where nothing was done; each by its table."""
    named: dict[str, str] = {}
    for kind, (statement, _) in POSTGRESQL.items():
        with database.transaction() as session, session.begin_nested() as given_up:
            assert verify_record(session).is_whole
            session.connection().execute(text(statement))
            named[kind] = verify_record(session).sentence
            given_up.rollback()

    assert named == {kind: said for kind, (_, said) in POSTGRESQL.items()}
