"""`lamplighter usecase`: list, show, export and import use cases."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sqlmodel import Session

    from handlers.wording.use_case_sheet import Sheet

use_case = typer.Typer(help="List, show, export and import use cases.", no_args_is_help=True)


@use_case.command(name="list")
def list_all(
    *, as_json: bool = typer.Option(False, "--json", help="Print every figure as JSON.")
) -> None:
    """List every use case: ID, status, how complete it is, lane, and its title."""
    import json

    from assessments.use_cases.contract.reading import load_rules
    from assessments.use_cases.refreshing import refresh_figures, stale_use_cases
    from bot.cli.session import offline_transactions
    from bot.use_case_files import listed

    rules = load_rules()
    with offline_transactions() as transactions:
        with transactions.reading() as session:
            is_stale = bool(stale_use_cases(session, rules))
        if is_stale:
            with transactions.begin() as work:
                refresh_figures(work.session, rules, work.now.date())
        with transactions.reading() as session:
            lines = listed(session)
    if as_json:
        typer.echo(json.dumps(lines, indent=2, ensure_ascii=False))
        return
    for line in lines:
        lane = (line["lane"] or "-").replace("_", " ")
        columns = (line["id"], line["status"], f"{line['percent']}%", lane, line["title"] or "-")
        typer.echo("\t".join(columns))


@use_case.command()
def show(
    name: str = typer.Argument(help="ID or title of the use case."),
    *,
    version: int | None = typer.Option(
        None, help="Which version; 0 for the draft. Default: the one in force."
    ),
) -> None:
    """Show a use case on one page: what, who, why, pass marks, signals, risk, sign-offs."""
    export(name, version=version, kind="markdown", output=None)


@use_case.command()
def export(
    name: str = typer.Argument(help="ID or title of the use case."),
    *,
    version: int | None = typer.Option(
        None, help="Which version; 0 for the draft. Default: the one in force."
    ),
    kind: str = typer.Option("json", "--format", help="json, yaml, markdown or pdf."),
    output: Path | None = typer.Option(
        None, help="File to write. Default: print to the terminal."
    ),
) -> None:
    """Export a use case: its contract as JSON or YAML, or one page to read."""
    from bot.cli.files import refuse_unwritable
    from bot.cli.session import offline_transactions
    from bot.use_case_files import FORMATS

    if kind not in FORMATS:
        raise typer.BadParameter(f"There is no format {kind}. Available: {', '.join(FORMATS)}.")
    if output is None and kind == "pdf":
        raise typer.BadParameter("A PDF can't be printed here. Add --output use-case.pdf.")
    refuse_unwritable("--output", output)
    with offline_transactions() as transactions, transactions.reading() as session:
        sheet, now = _sheet(session, name, version), transactions.clock()
    content = FORMATS[kind].write(
        _with_names(sheet) if kind in {"markdown", "pdf"} else sheet, now
    )
    if output is None:
        sys.stdout.write(content.decode())
        return
    output.write_bytes(content)
    typer.echo(f"Wrote {output}.")


@use_case.command(name="import")
def import_one(
    file: Path = typer.Argument(help="Contract as JSON or YAML."),
    *,
    channel: str = typer.Option(
        "", help="Channel ID for a new use case. Default: its owner's direct messages."
    ),
    overwrite: bool = typer.Option(
        False, "--overwrite", help="Also replace what people changed in Slack meanwhile."
    ),
) -> None:
    """Import a use case from a file: it becomes the draft, which people then sign in Slack."""
    import getpass
    import re
    from functools import partial

    from assessments.use_cases.importing import Importer
    from bot.cli.session import offline_transactions
    from bot.content import use_own_content
    from bot.delivery.names import unknown_for_terminal
    from bot.settings import read_settings
    from bot.use_case_files import LARGEST_FILE_BYTES, WHAT, import_file, read_file, told
    from ground.yaml_files import open_yaml

    settings = read_settings()
    if channel and not re.fullmatch(r"[CDG][A-Z0-9_]+", channel):
        raise typer.BadParameter(f"{channel} isn't a Slack channel ID (example: C0123ABCD).")
    use_own_content(settings)
    parsed = open_yaml(file, LARGEST_FILE_BYTES, WHAT)
    found = read_file(parsed, partial(unknown_for_terminal, settings))
    with offline_transactions() as transactions, transactions.begin() as work:
        importer = Importer(f"cli:{getpass.getuser()}", work.now, channel, overwrite)
        line = told(import_file(work, found, importer))
    typer.echo(line)


@use_case.command()
def figure(
    name: str = typer.Argument(help="ID or title of the use case."),
    kpi: str = typer.Argument(help="Name of the number that must move."),
    value: str = typer.Argument(help="What it has come to, such as 2.2."),
    *,
    date: str = typer.Option("", help="Day it's of, such as 2027-06-30. Default: today."),
) -> None:
    """Enter what a number that must move has come to; whoever is asked if it paid sees it."""
    import getpass

    from bot.cli.session import offline_transactions
    from bot.use_case_figures import enter

    with offline_transactions() as transactions, transactions.begin() as work:
        line = enter(work, name, kpi, (value, date), f"cli:{getpass.getuser()}")
    typer.echo(line)


def _sheet(session: "Session", name: str, version: int | None) -> "Sheet":
    from assessments.use_cases.contract.reading import load_rules
    from assessments.use_cases.exporting import contract_of, named_use_case
    from handlers.wording.use_case_sheet import Sheet

    rules = load_rules()
    return Sheet(rules, contract_of(session, rules, named_use_case(session, name), version), {})


def _with_names(sheet: "Sheet") -> "Sheet":
    from dataclasses import replace

    from bot.delivery.names import names_for_terminal
    from bot.settings import read_settings
    from handlers.wording.use_case_sheet import people_on

    return replace(sheet, names=names_for_terminal(read_settings(), people_on(sheet)))
