"""`lamplighter doctor`: check the set-up and explain what to fix."""

import json

import typer


def doctor(
    *, as_json: bool = typer.Option(False, "--json", help="Print the findings as JSON.")
) -> None:
    """Check settings, questionnaires, database, queues and Slack; exit 1 if something is wrong."""
    from bot.health import examine
    from bot.settings import read_settings

    findings = list(examine(read_settings()))
    if as_json:
        typer.echo(json.dumps([vars(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            typer.echo(
                f"{'ok ' if finding.is_fine else 'FIX'}  {finding.name}: {finding.sentence}"
            )
    if not all(finding.is_fine for finding in findings):
        raise typer.Exit(1)
