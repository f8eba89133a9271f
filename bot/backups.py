"""Backups of a SQLite database: whole, verified, and put back only where nobody is at work."""

import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from sqlalchemy.exc import DatabaseError

from bot.audit_check import verify_record
from bot.migrations.state import (
    DatabaseStateError,
    DatabaseUnreachableError,
    in_a_sentence,
    is_up_to_date,
    marker_of,
    require_database,
    sqlite_file,
)
from bot.migrations.upgrade import upgrade_database
from bot.storage.database import Database
from deployments.called_off import call_off_undone
from ground.audit import OURSELVES, record, verify

HEAD_IN_NAME = re.compile(r"-([0-9a-f]{64})\.db$")
PART = ".part"


def back_up(url: str, folder: Path) -> Path:
    """Copy the database while it may be in use, read the copy again, and verify it.

    Args:
        url: The database's.
        folder: Where the backup is put; its name holds the time and the audit chain's head.

    Returns:
        The backup: one file that only its owner may read.

    Raises:
        DatabaseStateError: There is no SQLite database, or what was copied isn't intact.
    """
    source = _file_of(url)
    require_database(url, is_new_fine=False)
    now = datetime.now(UTC)
    part = folder / f"lamplighter-{now:%Y%m%dT%H%M%SZ}{PART}"
    with whole_or_not(part, f"{source} can't be backed up"):
        _copy(source, part)
        head = _verified_head(part)
        _check_record(part, "The database is not intact, so it wasn't backed up.")
        name = part.with_name(part.name.replace(PART, f"-{head}.db"))
        part.replace(name)
    return name


def restore(url: str, backup: Path) -> Path | None:
    """Put a backup in the database's place; what was decided but not carried out is called off.

    Returns:
        Where the database that was there before has been kept; None where there was none.

    Raises:
        DatabaseStateError: The backup isn't whole, or the database is in use; nothing was changed.
    """
    target = _file_of(url)
    if not backup.is_file():
        raise DatabaseStateError(f"There is no backup {backup}.")
    head = _verified_head(backup)
    in_name = HEAD_IN_NAME.search(backup.name)
    if in_name is not None and in_name.group(1) != head:
        raise DatabaseStateError(
            f"The backup {backup} isn't the one its name says: its audit head is {head}."
        )
    part = target.with_name(f"{target.name}{PART}")
    with whole_or_not(part, f"{backup} can't be restored; nothing was changed"):
        _copy(backup, part)
        _prepare(part, head)
        with _nobody_else_in(target):
            kept = _set_aside(target)
            part.replace(target)
    marker_of(target).touch()
    return kept


@contextmanager
def whole_or_not(part: Path, what: str) -> Iterator[None]:
    """Leave nothing of a copy that wasn't finished, as where the disk is full.

    Raises:
        DatabaseStateError: What the disk or the database refused, in a sentence.
    """
    try:
        yield
    except (DatabaseUnreachableError, DatabaseError, sqlite.DatabaseError, OSError) as error:
        raise _refused(what, error) from error
    finally:
        for file in (part, *_beside(part), marker_of(part)):
            file.unlink(missing_ok=True)


def _refused(what: str, error: Exception) -> DatabaseStateError:
    driver = getattr(error, "orig", None) or error
    reason = getattr(driver, "strerror", None) or (str(driver).splitlines() or [""])[0]
    return DatabaseStateError(f"{what}: {reason.rstrip('.') or type(error).__name__}.")


def _file_of(url: str) -> Path:
    file = sqlite_file(url)
    if file is None:
        raise DatabaseStateError(
            "`lamplighter db backup` and `restore` are for SQLite files. "
            "For PostgreSQL, use `pg_dump` and `pg_restore`."
        )
    return file


def _copy(source: Path, target: Path) -> None:
    """Copy through SQLite itself, so that what stands in its journal is copied too."""
    for file in (target, *_beside(target)):
        file.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with (
        closing(sqlite.connect(f"file:{source}?mode=ro", uri=True)) as reading,
        closing(sqlite.connect(target)) as writing,
    ):
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")


def _verified_head(file: Path) -> str:
    """Read a copy from the start: every page, its version, its record.

    Raises:
        DatabaseStateError: It is damaged, cut, newer than this version, or its record is broken.
    """
    try:
        with closing(sqlite.connect(f"file:{file}?mode=ro", uri=True)) as reading:
            found = reading.execute("PRAGMA integrity_check").fetchone()[0]
            revision = reading.execute("SELECT version_num FROM alembic_version").fetchone()
            entries = reading.execute("SELECT hash FROM audithead").fetchone()
    except sqlite.DatabaseError as error:
        raise DatabaseStateError(f"{file} isn't a whole backup: {error}.") from error
    if found != "ok" or revision is None or entries is None:
        raise DatabaseStateError(f"{file} isn't a whole backup: {found}.")
    head: str = entries[0]
    return head


def _prepare(part: Path, head: str) -> None:
    """Bring the copy up to date, verify it, and call off what needs a new press."""
    url = f"sqlite:///{part}"
    upgrade_database(url)
    _check_record(part, "The backup is not intact.")
    database = Database(url)
    try:
        with database.transaction() as session:
            now = datetime.now(UTC)
            called_off = call_off_undone(session, now)
            record(
                session,
                actor=OURSELVES,
                action="database.restore",
                subject="database",
                detail={"head": head, "called_off": called_off},
                now=now,
            )
    finally:
        database.close()
    _without_journal(part)


def _check_record(file: Path, sentence: str) -> None:
    """Verify a copy's record; where its tables are of an older version, the chain alone.

    Raises:
        DatabaseStateError: It isn't intact.
    """
    url = f"sqlite:///{file}"
    is_covered = is_up_to_date(url)
    database = Database(url)
    try:
        with in_a_sentence(url), database.reading() as session:
            verification = verify_record(session) if is_covered else verify(session)
    finally:
        database.close()
    if not verification.is_whole:
        raise DatabaseStateError(f"{sentence} {verification.sentence}")
    _without_journal(file)


def _without_journal(file: Path) -> None:
    """Leave everything in the one file."""
    with closing(sqlite.connect(file)) as writing:
        writing.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _nobody_else_in(target: Path) -> Iterator[None]:
    """Keep every other process out; a database that isn't there or can't be read has nobody in.

    SQLite leaves WAL mode only where no other connection is open, and a running bot has some.
    """
    if not target.exists():
        yield
        return
    with closing(sqlite.connect(target, timeout=0, isolation_level=None)) as holding:
        try:
            holding.execute("PRAGMA journal_mode=DELETE")
            holding.execute("BEGIN EXCLUSIVE")
        except sqlite.OperationalError as error:
            if "locked" not in str(error):
                raise
            raise DatabaseStateError(
                f"{target} is in use. Stop Lamplighter, then restore; nothing was changed."
            ) from error
        except sqlite.DatabaseError:
            pass  # damaged: that is why somebody restores
        yield


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    kept = target.with_name(f"{target.name}-before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    target.replace(kept)
    for file in _beside(target):
        file.unlink(missing_ok=True)
    return kept


def _beside(file: Path) -> list[Path]:
    return [file.with_name(f"{file.name}-{end}") for end in ("wal", "shm", "journal")]
