"""The page of all commands, made from the commands themselves: `python -m bot.cli.reference`."""

import re
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from bot.cli.app import app
from handlers.blocks.replies import HELP

PAGE = Path(__file__).parents[2] / "docs/reference/commands.md"
HEAD = """\
# Commands

<!-- `make docs` writes this page. To change a description, change the command's own help text. -->

## In Slack

| command | what it does |
|---|---|
| `/lamplighter` | open the questions waiting for you; if there are none, show the help |
"""
TERMINAL = """\
| `/lamplighter help` | show this list |

Lamplighter's **Home** tab lists everything that is waiting for you.

## In a terminal

Every command ends with exit status 0 for success, 1 if the answer is no (an alert, a rejection, a broken chain), or 2 for an error, which is explained in one line.
`lamplighter --debug COMMAND` shows the full traceback of an error.
"""  # noqa: E501 - one sentence per line
OPTIONS = ("| option | what it does |", "|---|---|")
IN_SLACK = re.compile(r"^• (`/lamplighter [^`]+`): (.+)$", re.MULTILINE)
Commands = list[tuple[str, TyperCommand]]


def reference_page() -> str:
    """Build the page: the words that follow `/lamplighter`, then each terminal command."""
    slack = "".join(f"| {word} | {meaning} |\n" for word, meaning in IN_SLACK.findall(HELP))
    group = typer.main.get_command(app)
    if not isinstance(group, TyperGroup):
        raise TypeError
    found = list(commands_of(group, "lamplighter"))
    overview = [f"| [`{name}`](#{_anchor(name)}) | {_help(command)} |" for name, command in found]
    rows = ["| command | what it does |", "|---|---|", *overview]
    sections = [line for name, command in found for line in _section(name, command)]
    return "\n".join([f"{HEAD}{slack}{TERMINAL}", *rows, *sections, ""])


def commands_of(group: TyperGroup, prefix: str) -> Iterator[tuple[str, TyperCommand]]:
    """Yield every command with its full name, such as `lamplighter monitor run`."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands_of(command, f"{prefix} {name}")
        elif isinstance(command, TyperCommand):
            yield f"{prefix} {name}", command


def _section(name: str, command: TyperCommand) -> Iterator[str]:
    arguments = [found for found in command.params if isinstance(found, TyperArgument)]
    options = [found for found in command.params if isinstance(found, TyperOption)]
    usage = " ".join([name, *(str(found.name).upper() for found in arguments)])
    yield from ("", f"### {name}", "", _help(command))
    if arguments:
        yield from ("", f"`{usage}`")
    rows = [(f"`{found.name}`".upper(), found.help or "") for found in arguments]
    rows += [(f"`{found.opts[0]}`", _described(found)) for found in options]
    if rows:
        yield from ("", *OPTIONS, *(f"| {option} | {meaning} |" for option, meaning in rows))


def _described(option: TyperOption) -> str:
    """Return an option's help with its default, or that it is required."""
    help_text = option.help or ""
    if option.required:
        return f"{help_text} Required."
    default = option.default
    if isinstance(default, list):
        default = ", ".join(default)
    return f"{help_text} Default: `{default}`." if default else help_text


def _help(command: TyperCommand) -> str:
    """Return a command's help on one line; every one ends with a full stop."""
    return " ".join((command.help or "").split())


def _anchor(name: str) -> str:
    return name.replace(" ", "-")


if __name__ == "__main__":
    PAGE.write_text(reference_page(), encoding="utf-8")
