"""The reasons of a round for its facilitator: in themes, or as written by topic; no names."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from assistant.themes import Theme
from ground.counting import counted
from handlers.blocks.parts import context, section
from handlers.blocks.text import Message, escape, quotes

TITLE = "What people gave as reasons"
TOO_FEW = (
    "Reasons are shown once at least three people wrote one, and only in rounds where everyone "
    "was told so."
)
IN_THEMES = "Put into themes by a language model, without names. Check them with the people."
AS_WRITTEN = (
    "Themes need a language model, and none is set up or reachable here. These are the reasons "
    "as written, by topic, without names."
)
MOST_BLOCKS, MOST_THEMES = 40, 8


def reasons_message(themes: Sequence[Theme]) -> Message:
    """Build the reply with a round's reasons; none where too few people wrote one."""
    if not themes:
        return Message(TOO_FEW, [section(f"*{TITLE}*\n{TOO_FEW}")])
    is_written = any(theme.reasons for theme in themes)
    blocks: list[Block] = [section(f"*{TITLE}*")]
    for theme in themes[:MOST_THEMES]:
        who = counted(theme.people, "person", "people")
        blocks.append(section(f"*{escape(theme.title)}* ({who})"))
        blocks += [section(piece) for text in theme.reasons[:5] for piece in quotes(text)[:1]]
    shown = blocks[:MOST_BLOCKS]
    return Message(TITLE, [*shown, context(AS_WRITTEN if is_written else IN_THEMES)])
