"""The page of commands is made from the commands."""

import re

from bot.cli.reference import PAGE, reference_page
from handlers.commands.lamplighter import WORDS


def test_the_page_is_what_the_commands_say() -> None:
    """After a change to a command, `make docs` brings the page up to date."""
    assert PAGE.read_text(encoding="utf-8") == reference_page()


def test_each_word_after_the_slash_command_is_on_the_page() -> None:
    """No command in Slack is left out, and none is invented."""
    words = re.findall(r"^\| `/lamplighter ([a-z-]+)", reference_page(), re.MULTILINE)

    assert sorted(words) == sorted(WORDS)


def test_an_option_shows_its_default_or_that_it_is_required() -> None:
    """A reader needs no second look at the help."""
    page = reference_page()

    assert "| `--port` | Port to use; 0 picks a free one. Default: `8642`. |" in page
    assert "| `--samples` | How many cases it is based on. Required. |" in page
