"""`lamplighter apply`: models, monitors and use cases as code."""

from pathlib import Path

import typer


def apply(
    file: Path = typer.Argument(help="YAML file of models, monitors and use cases."),
    *,
    dry_run: bool = typer.Option(False, "--dry-run", help="List the changes without making them."),
) -> None:
    """Create or update the models, monitors and use cases in a file."""
    from functools import partial

    from bot.apply.configuration import apply_configuration
    from bot.apply.file import read_configuration_file
    from bot.cli.session import offline_transactions
    from bot.content import use_own_content
    from bot.delivery.names import unknown_for_terminal
    from bot.settings import read_settings

    settings = read_settings()
    use_own_content(settings)
    found = read_configuration_file(file, partial(unknown_for_terminal, settings))
    configuration = found.configuration
    if dry_run:
        for model in configuration.models:
            typer.echo(f"would apply model {model.name}")
        for monitor in configuration.monitors:
            typer.echo(f"would apply monitor {monitor.name}{monitor.days_note}")
        for use_case in found.use_cases:
            typer.echo(f"would apply use case {use_case.contract.document.text('title')}")
        return
    with offline_transactions() as transactions:
        for line in apply_configuration(
            transactions, configuration, found.folder, found.use_cases
        ):
            typer.echo(line)
