"""Bring a database's tables up to this version."""

from alembic import command

from bot.migrations.state import (
    alembic_config,
    in_a_sentence,
    is_up_to_date,
    marker_of,
    require_database,
    sqlite_file,
)


def upgrade_database(url: str) -> None:
    """Run the migrations that are missing; a second run does nothing.

    Beside a SQLite file it leaves a marker, so that an emptied database isn't taken for a first
    start later.

    Raises:
        DatabaseStateError: The database doesn't answer, is damaged, or is newer than this version.
    """
    require_database(url, is_new_fine=True)
    if not is_up_to_date(url):
        with in_a_sentence(url):
            command.upgrade(alembic_config(url), "head")
    file = sqlite_file(url)
    if file is not None:
        marker_of(file).touch()
