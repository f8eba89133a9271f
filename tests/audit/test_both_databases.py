"""What was changed behind our back is named on PostgreSQL as on SQLite."""

from datetime import datetime

import pytest
from sqlalchemy import text

from bot.audit_check import verify_record
from bot.storage.database import Database
from tests.audit.story import write_story
from tests.audit.test_tampering import TAMPERINGS

pytestmark = pytest.mark.both_databases


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
