"""`lamplighter apply`: models and monitors as code."""

from pathlib import Path

import typer


def apply(
    file: Path = typer.Argument(help="YAML file of models and monitors."),
    *,
    dry_run: bool = typer.Option(False, "--dry-run", help="List the changes without making them."),
) -> None:
    """Create or update the models and monitors in a file."""
    from bot.apply.configuration import apply_configuration, read_configuration
    from bot.cli.session import offline_transactions

    configuration = read_configuration(file)
    if dry_run:
        for model in configuration.models:
            typer.echo(f"would apply model {model.name}")
        for monitor in configuration.monitors:
            typer.echo(f"would apply monitor {monitor.name}{monitor.days_note}")
        return
    with offline_transactions() as transactions:
        for line in apply_configuration(transactions, configuration, file.resolve().parent):
            typer.echo(line)
