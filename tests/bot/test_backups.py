"""A copy that can't be finished leaves nothing, whichever part of it found no room."""

import sqlite3
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy.exc import OperationalError

from bot.backups import whole_or_not
from bot.migrations.state import DatabaseStateError, DatabaseUnreachableError

FULL = "database or disk is full"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(sqlite.OperationalError(FULL), FULL, id="while it is copied"),
        pytest.param(
            OperationalError("COMMIT", {}, sqlite3.OperationalError(FULL)), FULL, id="at a commit"
        ),
        pytest.param(
            DatabaseUnreachableError(f"It doesn't respond: {FULL}."),
            f"It doesn't respond: {FULL}",
            id="while it is read again",
        ),
        pytest.param(
            OSError(28, "No space left on device"), "No space left on device", id="at its creation"
        ),
        pytest.param(sqlite.DatabaseError(), "DatabaseError", id="without a word"),
    ],
)
def test_what_the_disk_refuses_is_one_sentence(
    tmp_path: Path, error: Exception, reason: str
) -> None:
    """The copy and what SQLite keeps beside it are gone."""
    part = tmp_path / "copy.part"
    for ending in ("", "-wal", "-shm", "-journal", "-known"):
        part.with_name(f"{part.name}{ending}").touch()

    with (
        pytest.raises(DatabaseStateError) as told,
        whole_or_not(part, "It can't be backed up"),
    ):
        raise error

    assert str(told.value) == f"It can't be backed up: {reason}."
    assert list(tmp_path.iterdir()) == []
