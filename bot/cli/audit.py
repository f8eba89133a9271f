"""`lamplighter audit`: verify the chain of decisions, and export it."""

import re
from pathlib import Path

import typer

audit = typer.Typer(help="Verify and export the audit log.", no_args_is_help=True)


@audit.command()
def verify(
    head: str | None = typer.Option(
        None, "--head", help="The head you noted earlier; detects missing entries at the end."
    ),
) -> None:
    """Check that no entry was changed, moved or removed; exit 1 if one was."""
    from bot.audit_check import verify_record
    from bot.cli.session import offline_transactions

    head = None if head is None else _whole_head(head)
    with (
        offline_transactions(must_exist=True) as transactions,
        transactions.database.snapshot() as session,
    ):
        verification = verify_record(session, head=head)
    typer.echo(verification.sentence)
    if not verification.is_whole:
        raise typer.Exit(1)
    typer.echo(f"head: {verification.head}")


def _whole_head(text: str) -> str:
    """Return a head as it is stored; a part of one, as a sentence shows it, finds nothing."""
    head = text.strip().lower()
    if re.fullmatch("[0-9a-f]{64}", head) is None:
        raise typer.BadParameter(
            "A head has 64 digits and letters from a to f. `lamplighter audit verify` prints it "
            "whole in its last line.",
            param_hint="--head",
        )
    return head


@audit.command()
def export(
    file: Path | None = typer.Option(
        None, "--file", help="File to write. Default: print to the terminal."
    ),
) -> None:
    """Export every entry as a line of JSON, oldest first."""
    from bot.audit_check import export_record
    from bot.cli.files import refuse_unwritable
    from bot.cli.session import offline_transactions

    refuse_unwritable("--file", file)

    with (
        offline_transactions(must_exist=True) as transactions,
        transactions.database.snapshot() as session,
    ):
        lines = list(export_record(session))
    text = "\n".join(lines)
    if file is None:
        typer.echo(text)
    else:
        file.write_text(f"{text}\n", encoding="utf-8")
