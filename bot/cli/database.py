"""`lamplighter db`: manage the database."""

from pathlib import Path

import typer

db = typer.Typer(help="Manage the database.", no_args_is_help=True)


@db.callback()
def options() -> None:
    """Manage the database."""


@db.command()
def upgrade() -> None:
    """Upgrade the tables to this version; `serve` does this when it starts."""
    from bot.migrations.upgrade import upgrade_database
    from bot.settings import read_settings

    upgrade_database(read_settings().database_url)
    typer.echo("The database is up to date.")


@db.command()
def backup(
    folder: Path = typer.Argument(
        Path(), help="Folder to write to.", exists=True, file_okay=False, writable=True
    ),
) -> None:
    """Back up a SQLite database, also while the bot runs; the audit head is in the file's name."""
    from bot.backups import back_up
    from bot.settings import read_settings

    written = back_up(read_settings().database_url, folder)
    typer.echo(f"Backed up and verified: {written}")


@db.command()
def restore(
    file: Path = typer.Argument(..., metavar="BACKUP", help="File that `db backup` wrote."),
) -> None:
    """Put a backup in the database's place; stop the bot first."""
    from bot.backups import restore as put_back
    from bot.settings import read_settings

    kept = put_back(read_settings().database_url, file)
    typer.echo(f"Restored from {file}.")
    if kept is not None:
        typer.echo(f"The database that was there before is kept as {kept}.")
