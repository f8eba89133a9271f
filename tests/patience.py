"""How long a test waits: as long as it takes, since a slow machine is no fault of the code.

A wait ends as soon as the thing happens, so that a long limit costs nothing. It only tells which
wait hangs, before the guard of the whole test (`timeout` in pyproject.toml) ends it.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from bot.storage.database import Database

T = TypeVar("T")
WAITING = "SELECT count(*) FROM surface WHERE wanted_version > shown_version AND NOT is_dead"
UNDONE = "SELECT count(*) FROM job WHERE done_at IS NULL AND NOT is_dead"
PATIENCE_SECONDS = 600.0
FIRST_NAP_SECONDS, LONGEST_NAP_SECONDS = 0.002, 0.05


def until(look: Callable[[], T | None], what: str = "what was expected") -> T:
    """Wait until a look returns something."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    nap_seconds = FIRST_NAP_SECONDS
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(nap_seconds)
        nap_seconds = min(nap_seconds * 1.5, LONGEST_NAP_SECONDS)  # a look costs something, too
    raise AssertionError(f"Waited {PATIENCE_SECONDS:g} s for {what}.")


def waiting_surfaces(database: Database) -> int:
    """Count the messages that aren't shown yet."""
    return count(database, WAITING)


def waiting_jobs(database: Database) -> int:
    """Count the jobs that aren't done."""
    return count(database, UNDONE)


def count(database: Database, statement: str) -> int:
    """Count by one statement that nobody has to compile: a wait asks very often."""
    with database.reading() as session:
        counted: int = session.connection().exec_driver_sql(statement).scalar_one()
        return counted
