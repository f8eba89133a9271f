"""`lamplighter db`: bring the database up to date, back it up, restore it."""

import typer

db = typer.Typer(help="Look after the database.", no_args_is_help=True)


@db.callback()
def options() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the tables up to this version; `serve` does it by itself at start."""
    from bot.migrations.upgrade import upgrade_database
    from bot.settings import read_settings

    upgrade_database(read_settings().database_url)
    typer.echo("The database is up to date.")
