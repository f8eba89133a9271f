"""The command `lamplighter` and all its subcommands."""

import typer

from bot.cli.apply import apply
from bot.cli.assessment import assessment
from bot.cli.audit import audit
from bot.cli.check import check
from bot.cli.database import db
from bot.cli.demo import demo
from bot.cli.deploy import deploy
from bot.cli.doctor import doctor
from bot.cli.manifest import manifest
from bot.cli.mcp import mcp
from bot.cli.monitor import monitor
from bot.cli.serve import serve
from bot.cli.token import token
from bot.cli.use_case import use_case

app = typer.Typer(
    name="lamplighter",
    help="MLOps readiness, releases and alerts in Slack, with the business in the loop.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (demo, serve, doctor, manifest, check, apply, mcp):
    app.command()(command)
GROUPS = {
    "monitor": monitor,
    "deploy": deploy,
    "assessment": assessment,
    "usecase": use_case,
    "audit": audit,
    "db": db,
    "token": token,
}
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


def _show_version(is_asked: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    if is_asked:
        from importlib.metadata import version

        typer.echo(f"lamplighter {version('lamplighter')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    debug: bool = typer.Option(False, "--debug", help="Show the full traceback of an error."),
    version: bool = typer.Option(
        False, "--version", help="Show the version.", callback=_show_version, is_eager=True
    ),
) -> None:
    """MLOps readiness, releases and alerts in Slack, with the business in the loop."""
    del debug, version  # the first is read by __main__, where errors are caught
