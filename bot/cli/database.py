"""`lamplighter db`: manage the database."""

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
