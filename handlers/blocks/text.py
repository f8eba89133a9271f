"""Text that is safe to show: others' words escaped, cut to Slack's limits, dates in their zone."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block

SECTION_TEXT_LIMIT = 3_000
HEADER_LIMIT = 150
_ALLOWED_CONTROLS = {"\n", "\t"}
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Message:
    """What a surface shows: blocks, and the text for notifications and screen readers."""

    text: str
    blocks: Sequence[Block]


def plain(text: str) -> str:
    """Make others' words harmless as plain text: one form, no direction or control characters."""
    composed = unicodedata.normalize("NFC", text)
    without_bidi = _BIDI_CONTROLS.sub("", composed)
    return "".join(
        character
        for character in without_bidi
        if character in _ALLOWED_CONTROLS
        or unicodedata.category(character)[0] != "C"
        or unicodedata.category(character) == "Cf"
    )


def escape(text: str) -> str:
    """Make others' words harmless on one line of mrkdwn: no mention, link or bold gets through."""
    one_line = " ".join(plain(text).split())
    escaped = one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([*~`])", "\\1\u200b", escaped)


def quote(text: str) -> str:
    """Quote others' words, line by line, so that they can't pass for ours."""
    lines = [escape(line) for line in plain(text).splitlines() if line.strip()]
    return "\n".join(f"> {line}" for line in lines)


def cut(text: str, limit: int) -> str:
    """Shorten to a limit, with an ellipsis that says that something is missing."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def mention(user_id: str) -> str:
    """Name a person whose id our own database holds."""
    return f"<@{user_id}>"


def mentions(user_ids: Sequence[str]) -> str:
    """Name people as a sentence would: `A`, `A or B`, `A, B or C`."""
    names = [mention(user_id) for user_id in user_ids]
    return " or ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def moment(at: datetime) -> str:
    """Show a time in the reader's own zone."""
    fallback = at.strftime("%d %b %Y, %H:%M UTC")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"
