"""What is found at DATABASE_URL: a database of ours, none, a newer one, or a damaged file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError

from bot.storage.database import IS_READING, create_database_engine
from ground.stored import printable

DAMAGED = (
    "malformed",
    "not a database",
    "database corruption",
    "no such table",
    "no such column",
    "duplicate column",
    "Could not decode",
)
WAYS_OUT = (
    "Run `lamplighter db upgrade` to create a new one, or `lamplighter db restore BACKUP` to "
    "bring a backup back."
)


class DatabaseStateError(Exception):
    """The database can't be used as it is; the text says why and what to do."""


class DatabaseUnreachableError(DatabaseStateError):
    """The database does not answer; the text says what to look at."""


def alembic_config(url: str) -> Config:
    """Return Alembic's settings for a database, without a file to find."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database; None for a server, or a database in memory."""
    parts = make_url(url)
    is_file = parts.get_backend_name() == "sqlite" and parts.database not in {None, "", ":memory:"}
    return Path(str(parts.database)) if is_file else None


def marker_of(file: Path) -> Path:
    """Return the file beside a database that says it was created before."""
    return file.with_name(f"{file.name}-known")


def may_be_new(url: str) -> bool:
    """Tell whether a database that isn't there may be created: only on a first start."""
    file = sqlite_file(url)
    return file is None or not marker_of(file).exists()


def require_database(url: str, *, is_new_fine: bool) -> None:
    """Check that there is a database of this version or an older one; never create any.

    Raises:
        DatabaseStateError: It is missing or empty and `is_new_fine` is false, it was written by a
            newer version, its file is damaged, or it doesn't answer.
    """
    revision = stored_revision(url)
    if revision is None:
        if is_new_fine:
            return
        file = sqlite_file(url)
        place = "of DATABASE_URL" if file is None else f"at {file}"
        raise DatabaseStateError(f"The database {place} is missing or empty. {WAYS_OUT}")
    scripts = ScriptDirectory.from_config(alembic_config(url))
    known = {script.revision for script in scripts.walk_revisions()}
    if revision not in known:
        raise DatabaseStateError(
            f"The database was written by a newer version of Lamplighter (its tables are at "
            f"{revision}, this version knows {scripts.get_current_head()}). Install that version."
        )


def is_up_to_date(url: str) -> bool:
    """Tell whether a database's tables are this version's."""
    newest = ScriptDirectory.from_config(alembic_config(url)).get_current_head()
    return stored_revision(url) == newest


def stored_revision(url: str) -> str | None:
    """Read the version of the tables; None where there is no file, or no table of ours.

    Raises:
        DatabaseStateError: The file is damaged, or the database doesn't answer.
    """
    file = sqlite_file(url)
    if file is not None and (not file.exists() or file.stat().st_size == 0):
        return None
    engine = create_database_engine(url)
    try:
        looking = {IS_READING: True}  # a bot that writes meanwhile keeps nobody waiting
        with (
            in_a_sentence(url),
            engine.connect().execution_options(**looking) as connection,
        ):
            found = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    if len(found) > 1:
        raise _damaged(url, f"its tables have {len(found)} versions at once")
    return found[0] if found else None


@contextmanager
def in_a_sentence(url: str) -> Iterator[None]:
    """Turn what a driver raises into one sentence.

    Raises:
        DatabaseStateError: The file is damaged, or the database doesn't answer.
    """
    try:
        yield
    except DatabaseError as error:
        raise state_error(url, error) from error
    except UnicodeDecodeError as error:  # the driver's own error quotes damaged text
        raise _damaged(url, "text that isn't UTF-8") from error


def state_error(url: str, error: DatabaseError) -> DatabaseStateError:
    """Say in a sentence what a driver's error means."""
    reason = (str(error.orig).splitlines() or [type(error).__name__])[0]
    if any(sign in reason for sign in DAMAGED):
        return _damaged(url, reason)
    return DatabaseUnreachableError(f"The database doesn't respond: {reason.rstrip('.')}.")


def _damaged(url: str, reason: str) -> DatabaseStateError:
    return DatabaseStateError(
        f"The database file {sqlite_file(url)} is damaged ({printable(reason)}). "
        "Run `lamplighter db restore BACKUP` to bring a backup back."
    )
