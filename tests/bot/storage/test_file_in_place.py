"""A SQLite file that is replaced or deleted while the bot runs: nothing is written to a ghost."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.queues.surfaces import Placed, Surface, mark_stale
from bot.storage.database import Database
from bot.storage.file_in_place import DatabaseReplacedError
from bot.threads.outage import is_away

pytestmark = pytest.mark.sqlite_alone


def replaced(path: Path) -> None:
    """Put a copy in its place, as a sync tool or an editor does."""
    shutil.copy(path, path.with_name("other"))
    path.with_name("other").replace(path)


@pytest.mark.parametrize("harm", [replaced, Path.unlink, lambda path: path.rename("moved")])
def test_what_would_be_lost_is_refused(
    database: Database, now: datetime, harm: Callable[[Path], object]
) -> None:
    """Reading too: the bot is not ready, as where the database is away."""
    path = Path(str(database.engine.url.database))
    with database.transaction() as session:
        mark_stale(session, Placed("board", "1", "C1", 1), now=now)
    harm(path)

    with pytest.raises(DatabaseReplacedError) as raised, database.transaction() as session:
        mark_stale(session, Placed("board", "2", "C1", 1), now=now)
    with pytest.raises(DatabaseReplacedError), database.reading() as session:
        session.exec(select(Surface)).all()

    assert is_away(raised.value)


def test_it_goes_on_once_the_file_is_back(database: Database) -> None:
    """The very same, moved away by mistake."""
    path = Path(str(database.engine.url.database))
    with database.reading():
        path.rename("moved")
    with pytest.raises(DatabaseReplacedError), database.reading():
        pass
    Path("moved").rename(path)

    with database.reading() as session:
        assert session.exec(select(Surface)).all() == []
