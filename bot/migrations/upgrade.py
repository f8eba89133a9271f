"""Bring a database's tables up to this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError


class DatabaseUnreachableError(Exception):
    """The database does not answer; the text says what to look at."""


def upgrade_database(url: str) -> None:
    """Run the migrations that are missing; a second run does nothing.

    Raises:
        DatabaseUnreachableError: The database does not answer.
    """
    try:
        command.upgrade(alembic_config(url), "head")
    except OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        raise DatabaseUnreachableError(
            f"The database of DATABASE_URL does not answer: {reason}."
        ) from error


def alembic_config(url: str) -> Config:
    """Return Alembic's settings for a database, without a file to find."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["url"] = url
    return config
