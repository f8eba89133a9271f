"""The page draws every emoji that the bot's messages name."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]
EMOJI = re.compile(r":([a-z_]{3,}):")


def test_the_page_knows_every_emoji_of_the_layouts() -> None:
    """Slack knows them all; the page has a list of its own."""
    page = (REPOSITORY / "bot/local_slack/page/mrkdwn.js").read_text(encoding="utf-8")
    layouts = (REPOSITORY / "handlers").rglob("*.py")

    named = {found for file in layouts for found in EMOJI.findall(file.read_text("utf-8"))}

    assert {name for name in named if f"{name}:" not in page} == set()
