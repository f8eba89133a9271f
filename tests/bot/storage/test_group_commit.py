"""Writers of SQLite that stand in line are committed together, and each is kept or told."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event

import pysqlite3.dbapi2 as sqlite3
import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlmodel import Session

from bot.storage.database import Database
from bot.storage.fifo_lock import FifoLock
from bot.storage.group_commit import Group, NotKeptError
from bot.storage.receipts import Receipt
from tests.patience import PATIENCE_SECONDS, until

PATIENCE_MS = int(PATIENCE_SECONDS * 1_000)

Done = Future[None]


class Line:
    """A database with one table, and writers that stand in line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.database = Database(f"sqlite:///{path}", busy_timeout_ms=PATIENCE_MS)
        self.threads = ThreadPoolExecutor(8)
        self.commits = 0
        with self.database.transaction() as session:
            session.connection().execute(text("CREATE TABLE kept (name TEXT PRIMARY KEY)"))
        event.listen(self.database.engine, "commit", self._count)

    def write(self, *names: str, after: Event | None = None) -> list[Done]:
        """Have a thread write each name, one behind the other in the line."""
        return [self.stand_in_line(partial(self._write, name, after)) for name in names]

    def kept(self) -> list[str]:
        """What another process would read."""
        with sqlite3.connect(self.path) as connection:
            return [name for (name,) in connection.execute("SELECT name FROM kept ORDER BY name")]

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Let nobody in for now."""
        assert self.turnstile.enter(0)
        yield
        self.turnstile.leave()

    @property
    def turnstile(self) -> FifoLock[Group]:
        """Where they stand in line."""
        assert self.database._writers is not None  # noqa: SLF001 - the line is what is tested
        return self.database._writers._line  # noqa: SLF001 - the same

    def stand_in_line(self, write: Callable[[], None]) -> Done:
        """Have a thread write, and wait until it stands in line."""
        waiting = self.turnstile._waiting  # noqa: SLF001 - who stands there is waited for
        before = len(waiting)
        written = self.threads.submit(write)
        until(lambda: len(waiting) != before, what="a writer in the line")
        return written

    def _write(self, name: str, after: Event | None) -> None:
        with self.database.transaction() as session:
            if after is not None:
                assert after.wait(PATIENCE_SECONDS)
            add(session, name)

    def _count(self, _: Connection) -> None:
        self.commits += 1


@pytest.fixture(autouse=True)
def handed_on_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a slow machine hand a transaction on, too."""
    monkeypatch.setattr("bot.storage.group_commit.HANDED_ON_FOR_SECONDS", PATIENCE_SECONDS)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """A database and its writers."""
    opened = Line(tmp_path / "kept.db")
    yield opened
    opened.threads.shutdown()
    opened.database.close()


def add(session: Session, name: str) -> None:
    """Add a row."""
    session.connection().execute(text("INSERT INTO kept VALUES (:name)"), {"name": name})


def errors(written: Sequence[Done]) -> list[type[BaseException] | None]:
    """What each writer was told."""
    told = [found.exception(PATIENCE_SECONDS) for found in written]
    return [type(error) if error else None for error in told]


def test_who_stands_in_line_is_kept_with_the_first(line: Line) -> None:
    """Three writers, one commit."""
    with line.database.transaction() as session:
        add(session, "a")
        others = line.write("b", "c")
        assert line.kept() == []

    assert errors(others) == [None, None]
    assert line.kept() == ["a", "b", "c"]
    assert line.commits == 1


def test_nobody_hears_of_success_before_the_commit(line: Line) -> None:
    """Who is done waits for the one who came behind."""
    goes_on = Event()
    with line.closed():
        done, working = line.write("a"), line.write("b", after=goes_on)

    with pytest.raises(TimeoutError):
        done[0].result(0.05)
    assert line.kept() == []
    goes_on.set()
    assert errors([*done, *working]) == [None, None]
    assert line.kept() == ["a", "b"]


def test_one_that_fails_takes_nothing_of_the_others_with_it(line: Line) -> None:
    """Its own writes are gone, whether it came first, in the middle or last."""
    with line.database.transaction() as session:
        add(session, "a")
        others = line.write("b", "a", "c", "b")

    assert errors(others) == [None, IntegrityError, None, IntegrityError]
    assert line.kept() == ["a", "b", "c"]


def test_a_first_one_that_fails_leaves_the_line_to_the_next(line: Line) -> None:
    """The next begins anew."""
    others: list[Done] = []

    def fail() -> None:
        with line.database.transaction() as session:
            add(session, "a")
            others.extend(line.write("b", "c"))
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        fail()

    assert errors(others) == [None, None]
    assert line.kept() == ["b", "c"]


def test_all_are_told_when_the_commit_fails(line: Line) -> None:
    """Nobody believes that theirs is kept; the next one goes on."""

    def refuse(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    others: list[Done] = []
    event.listen(line.database.engine, "commit", refuse)

    def write() -> None:
        with line.database.transaction() as session:
            add(session, "a")
            others.extend(line.write("b"))

    with pytest.raises(NotKeptError):
        write()
    assert errors(others) == [NotKeptError]
    event.remove(line.database.engine, "commit", refuse)
    with line.database.transaction() as session:
        add(session, "c")

    assert line.kept() == ["c"]


def test_what_is_told_is_what_is_kept_when_the_disk_is_full(line: Line) -> None:
    """SQLite may end the whole transaction for the fault of one."""
    with line.database.transaction() as session:
        session.connection().exec_driver_sql("PRAGMA max_page_count = 40")
    names = ["a", "b", "x" * 500_000, "c"]
    with line.closed():
        written = line.write(*names)

    told = [name for name, error in zip(names, errors(written), strict=True) if error is None]

    assert names[2] not in told
    assert line.kept() == sorted(told)


def test_a_transaction_that_was_ended_inside_is_told_to_all(line: Line) -> None:
    """As SQLite does by itself after some errors of the disk."""
    others: list[Done] = []

    def write() -> None:
        with line.database.transaction() as session:
            add(session, "a")
            others.extend(line.write("b"))
            session.connection().exec_driver_sql("ROLLBACK")

    with pytest.raises(NotKeptError):
        write()

    assert errors(others) == [None]
    assert line.kept() == ["b"]


def test_those_who_are_done_do_not_wait_for_ever(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a while the transaction is committed, however many stand in line."""
    monkeypatch.setattr("bot.storage.group_commit.HANDED_ON_FOR_SECONDS", 0)

    with line.database.transaction() as session:
        add(session, "a")
        others = line.write("b", "c")

    assert errors(others) == [None, None]
    assert line.commits == 3


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("ends", ["rollback", "flush", "commit"])
def test_a_block_that_ends_its_transaction_is_told_so(line: Line, ends: str, place: int) -> None:
    """It is told that nothing is kept, and so it is; the others' writes are kept."""

    def end() -> None:
        with line.database.transaction() as session:
            add(session, "ended")
            if ends == "rollback":
                session.rollback()
            elif ends == "commit":
                session.commit()
                raise ValueError
            else:
                session.add(Receipt(key=None, received_at=None))  # type: ignore[arg-type] # none may be
                with suppress(SQLAlchemyError):
                    session.flush()

    with line.closed():
        written = [
            line.stand_in_line(end) if number == place else line.write(str(number))[0]
            for number in range(3)
        ]

    told = errors(written)
    assert told.pop(place) is not None
    assert told == [None, None]
    assert line.kept() == [str(number) for number in range(3) if number != place]


def test_an_error_of_any_kind_at_the_commit_is_told_to_all(line: Line) -> None:
    """The driver raises some that SQLAlchemy does not know."""

    def refuse(_: Connection) -> None:
        raise MemoryError

    event.listen(line.database.engine, "commit", refuse)
    with line.closed():
        written = line.write("a", "b")

    assert errors(written) == [NotKeptError, MemoryError]
    assert line.kept() == []


def test_who_saw_what_was_not_kept_is_told_so(line: Line) -> None:
    """A repeat is refused because of a receipt beside it: that one must be kept first."""

    def refuse(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    event.listen(line.database.engine, "commit", refuse)
    with line.closed():
        written = line.write("a", "a")

    assert errors(written) == [NotKeptError, NotKeptError]


def test_a_connection_that_is_lost_does_not_close_the_line(line: Line) -> None:
    """Those of its group are told; the next one goes on."""

    def lose() -> None:
        with line.database.transaction() as session:
            session.connection().close()

    with line.closed():
        written = [*line.write("a"), line.stand_in_line(lose), *line.write("c")]

    assert errors(written) == [NotKeptError, NotKeptError, None]
    assert line.kept() == ["c"]
