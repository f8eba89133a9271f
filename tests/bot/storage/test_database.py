"""A transaction is kept as a whole or not at all, and whoever opened it is told which."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import pysqlite3.dbapi2 as sqlite3
import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from bot.clock import utc_now
from bot.storage.database import BUSY_TIMEOUT_MS, Database
from bot.storage.receipts import Receipt
from tests.patience import PATIENCE_SECONDS

PATIENCE_MS = round(PATIENCE_SECONDS * 1_000)


class Kept:
    """A SQLite file with one table of names."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = Database(f"sqlite:///{path}", busy_timeout_ms=PATIENCE_MS)
        with self.database.transaction() as session:
            session.connection().execute(text("CREATE TABLE kept (name TEXT PRIMARY KEY)"))

    def write(self, *names: str) -> None:
        """Add names in one transaction."""
        with self.database.transaction() as session:
            for name in names:
                add(session, name)

    def names(self) -> list[str]:
        """What another process would read."""
        with sqlite3.connect(self.path) as connection:
            return [name for (name,) in connection.execute("SELECT name FROM kept ORDER BY name")]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    """A database on disk."""
    opened = Kept(tmp_path / "kept.db")
    yield opened
    opened.database.close()


def add(session: Session, name: str) -> None:
    """Add a row."""
    session.connection().execute(text("INSERT INTO kept VALUES (:name)"), {"name": name})


def test_a_block_that_fails_keeps_nothing(kept: Kept) -> None:
    """Not what it wrote before either; the next one goes on."""
    kept.write("a")

    with pytest.raises(IntegrityError):
        kept.write("b", "a")
    kept.write("c")

    assert kept.names() == ["a", "c"]


def test_a_commit_that_fails_keeps_nothing_and_holds_up_nobody(kept: Kept) -> None:
    """It is told so, and the lock is let go: the next one, and another process, go on."""
    with kept.database.transaction() as session:
        session.connection().exec_driver_sql(
            "CREATE TABLE likes (name TEXT REFERENCES kept (name) DEFERRABLE INITIALLY DEFERRED)"
        )

    def like_nobody() -> None:
        with kept.database.transaction() as session:
            add(session, "a")
            session.connection().exec_driver_sql("INSERT INTO likes VALUES ('nobody')")

    with pytest.raises(IntegrityError):
        like_nobody()
    with sqlite3.connect(kept.path, timeout=0) as other_process:
        other_process.execute("INSERT INTO kept VALUES ('b')")
    kept.write("c")

    assert kept.names() == ["b", "c"]


def test_an_error_of_another_kind_at_the_commit_holds_up_nobody(kept: Kept) -> None:
    """The driver raises some that SQLAlchemy does not know."""

    def run_out(_: Connection) -> None:
        raise MemoryError

    event.listen(kept.database.engine, "commit", run_out)
    with pytest.raises(MemoryError):
        kept.write("a")
    event.remove(kept.database.engine, "commit", run_out)
    with sqlite3.connect(kept.path, timeout=0) as other_process:
        other_process.execute("INSERT INTO kept VALUES ('b')")
    kept.write("c")

    assert kept.names() == ["b", "c"]


def test_what_is_told_is_what_is_kept_when_the_disk_is_full(kept: Kept) -> None:
    """SQLite ends the transaction by itself; what a block writes after that isn't kept either."""
    with kept.database.transaction() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 40")

    def write_on() -> None:
        with kept.database.transaction() as session:
            add(session, "a")
            with suppress(OperationalError):
                add(session, "x" * 500_000)
            add(session, "b")

    told = None
    try:
        write_on()
    except SQLAlchemyError as error:
        told = error
    kept.write("c")

    assert kept.names() == (["c"] if told else ["a", "b", "c"])


@pytest.mark.parametrize("ends", ["rollback", "flush", "commit", "close"])
def test_a_block_that_ends_its_transaction_is_told_so(kept: Kept, ends: str) -> None:
    """It is told that nothing is kept, and so it is; the next one goes on."""

    def end() -> None:
        with kept.database.transaction() as session:
            add(session, "ended")
            if ends == "rollback":
                session.rollback()
            elif ends == "close":
                session.connection().close()
            elif ends == "commit":
                session.commit()
                raise ValueError
            else:
                session.add(Receipt(key="x", received_at=utc_now()))  # there is no such table
                with suppress(SQLAlchemyError):
                    session.flush()

    with pytest.raises((SQLAlchemyError, ValueError)):
        end()
    kept.write("next")

    assert kept.names() == ["next"]


def test_what_one_waits_in_the_queue_is_taken_off_the_wait_for_the_lock(kept: Kept) -> None:
    """One deadline for both, so that a press is answered before Slack gives up."""
    waits_ms: list[int] = []
    has_turn, may_go = Event(), Event()

    def hold() -> None:
        with kept.database.transaction():
            has_turn.set()
            assert may_go.wait(PATIENCE_SECONDS)

    def write() -> None:
        with kept.database.transaction() as session:
            waits_ms.append(_busy_timeout(session))

    with ThreadPoolExecutor(2) as threads:
        held = threads.submit(hold)
        assert has_turn.wait(PATIENCE_SECONDS)
        waiting = threads.submit(write)
        assert not may_go.wait(0.1)
        may_go.set()
        held.result(PATIENCE_SECONDS)
        waiting.result(PATIENCE_SECONDS)
    with kept.database.reading() as session:
        waits_ms.append(_busy_timeout(session))

    assert waits_ms[0] < PATIENCE_MS - 50
    assert waits_ms[1] == PATIENCE_MS


def test_only_the_first_waits_for_another_process_at_length(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others behind it are told soon; once it is over, nobody waits."""
    waits_ms: list[int] = []

    def note(connection: Connection, cursor: object, statement: str, *_: object) -> None:
        del connection, cursor
        if statement.startswith("PRAGMA busy_timeout="):
            waits_ms.append(int(statement.partition("=")[2]))

    monkeypatch.setattr("bot.storage.database.LOCK_TIMEOUT_MS", 200)
    monkeypatch.setattr("bot.storage.database.KNOWN_LOCK_TIMEOUT_MS", 10)
    database = Database(f"sqlite:///{kept.path}")
    event.listen(database.engine, "before_cursor_execute", note)
    with sqlite3.connect(kept.path, isolation_level=None) as other_process:
        other_process.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(OperationalError), database.transaction():
                pass
        other_process.execute("ROLLBACK")
    for _ in range(2):
        with database.transaction():
            pass
    database.close()

    assert [wait_ms > 10 for wait_ms in waits_ms] == [True, False, False, False, True]


def test_a_press_does_not_wait_longer_than_slack(tmp_path: Path) -> None:
    """Slack gives three seconds."""
    database = Database(f"sqlite:///{tmp_path / 'x.db'}", busy_timeout_ms=BUSY_TIMEOUT_MS)

    with database.reading() as session:
        waits_ms = _busy_timeout(session)
    database.close()

    assert waits_ms == BUSY_TIMEOUT_MS < 3_000


def _busy_timeout(session: Session) -> int:
    found = session.connection().exec_driver_sql("PRAGMA busy_timeout").scalar()
    assert isinstance(found, int)
    return found


def test_a_snapshot_is_one_state(database: Database) -> None:
    """What is committed meanwhile isn't in it, so rows and their entries always match."""
    count = text("SELECT count(*) FROM receipt")
    with database.snapshot() as session:
        before = session.connection().execute(count).scalar_one()
        with database.transaction() as writing:
            writing.add(Receipt(key="meanwhile", received_at=utc_now()))
        after = session.connection().execute(count).scalar_one()

    assert before == after == 0
    with database.reading() as session:
        assert session.connection().execute(count).scalar_one() == 1
