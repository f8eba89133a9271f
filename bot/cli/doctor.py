"""`lamplighter doctor`: check the set-up and explain what to fix."""

import json

import typer


def doctor(
    *, as_json: bool = typer.Option(False, "--json", help="Print the findings as JSON.")
) -> None:
    """Check settings, database, queues, Slack and the bot; exit 1 if something is wrong."""
    from bot.health.examination import examine
    from bot.logs import set_up_logs
    from bot.settings import read_settings

    settings = read_settings()
    set_up_logs(settings)
    findings = list(examine(settings))
    if as_json:
        typer.echo(json.dumps([vars(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            typer.echo(
                f"{'ok ' if finding.is_fine else 'FIX'}  {finding.name}: {finding.sentence}"
            )
    if not all(finding.is_fine for finding in findings):
        raise typer.Exit(1)
