"""What the weekly digest says of decisions that nobody has taken yet, a line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block

from ground.counting import counted
from handlers.blocks.parts import header, section
from handlers.blocks.text import escape, mention, mentions, moment

MOST_UNDECIDED = 5


@dataclass(frozen=True)
class Undecided:
    """An alert or a release that waits for a decision.

    Attributes:
        name: The use case, or the model, as plain text.
        what: What is to be decided about, as plain text.
        asked: Who may decide; nobody where nobody is left.
        since: Since when it waits.
        looked_into_by: Who looks into it; empty for nobody.
    """

    name: str
    what: str
    asked: Sequence[str]
    since: datetime
    looked_into_by: str = ""


def undecided_blocks(found: Sequence[Undecided]) -> list[Block]:
    """List what waits for a decision, the oldest first, and count the rest."""
    if not found:
        return []
    left = len(found) - MOST_UNDECIDED
    return [
        header("Waiting for a decision"),
        *(section(_line(one)) for one in found[:MOST_UNDECIDED]),
        *([section(f"And {left} more.")] if left > 0 else []),
    ]


def undecided_words(found: Sequence[Undecided]) -> list[str]:
    """Count what waits, in words; nothing without any."""
    verb = "is" if len(found) == 1 else "are"
    return [f"{counted(len(found), 'decision')} {verb} waiting"] if found else []


def _line(one: Undecided) -> str:
    who = f"for {mentions(one.asked)}" if one.asked else "with nobody to decide"
    looker = one.looked_into_by
    looked = f", and {mention(looker)} is looking into it" if looker else ""
    told = f"has waited {who} since {moment(one.since)}: {escape(one.what)}{looked}."
    return f"*{escape(one.name)}* {told}"
