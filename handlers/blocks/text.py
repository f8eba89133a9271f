"""Text that is safe to show: others' words escaped, cut to Slack's limits, dates in their zone."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import TextWrapper

from slack_sdk.models.blocks import Block

SECTION_TEXT_LIMIT = 3_000
HEADER_LIMIT = 150
NAME_LIMIT = 80
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
LEFTWARDS = {"R", "AL", "AN"}
PIECE = 500  # escaped, a character may take five
_ALLOWED_CONTROLS = {"\n", "\t"}
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SLACK_ID = re.compile("[UW][A-Z0-9]+")


@dataclass(frozen=True)
class Message:
    """What a surface shows: blocks, and plain words for notifications and screen readers."""

    text: str
    blocks: Sequence[Block]


def plain(text: str) -> str:
    """Make others' words harmless as plain text: one form, no direction or control characters."""
    composed = unicodedata.normalize("NFC", text)
    without_bidi = _BIDI_CONTROLS.sub("", composed)
    if without_bidi.isprintable():  # nearly always: then no character needs a look of its own
        return without_bidi
    kept = [
        character
        for character in without_bidi
        if character in _ALLOWED_CONTROLS
        or unicodedata.category(character)[0] != "C"
        or unicodedata.category(character) == "Cf"
    ]
    return "".join(kept)


def escape(text: str) -> str:
    """Make others' words harmless on one line of mrkdwn: no mention, link or bold gets through.

    Words that run from right to left are held apart, so that a figure beside them stays in place.
    """
    told = re.sub(r"([*~`])", "\\1\u200b", _on_one_line(text))
    return f"{ISOLATE}{told}{END_OF_ISOLATE}" if _runs_leftwards(told) else told


def aligned(text: str, width: int, *, is_right: bool = False) -> str:
    """Escape a text and fill it up to a number of letters, as a table of one width asks."""
    gap = " " * max(0, width - len(plain(text)))
    return gap + escape(text) if is_right else escape(text) + gap


def short(name: str) -> str:
    """Make others' name harmless, and no longer than a sentence around it bears."""
    return escape(cut(name, NAME_LIMIT))


def quote(text: str) -> str:
    """Quote others' words, line by line, so that they can't pass for ours."""
    lines = [escape(line) for line in plain(text).splitlines() if line.strip()]
    return "\n".join(f"> {line}" for line in lines)


def quotes(text: str) -> list[str]:
    """Quote others' words in full, in pieces that each fit into a section."""
    wrapped = TextWrapper(PIECE, replace_whitespace=False, drop_whitespace=False).wrap(text)
    return [quoted for piece in wrapped if (quoted := quote(piece))]


def cut(text: str, limit: int) -> str:
    """Shorten to a limit, with an ellipsis that says that something is missing."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def notification(text: str) -> str:
    """Make a message's plain words safe where Slack reads them as mrkdwn: in notifications."""
    return cut(_on_one_line(text), SECTION_TEXT_LIMIT)


def amount(value: float) -> str:
    """Show a number as people write it: `1,200` or `0.25`."""
    return f"{value:,.12g}"


def percentage(share: float) -> str:
    """Show an agreed share in full: `80%` or `80.5%`."""
    return f"{share * 100:.8g}%"


def mention(user_id: str) -> str:
    """Name a person whose id our own database holds; who is not in Slack is named in words."""
    return f"<@{user_id}>" if _SLACK_ID.fullmatch(user_id) else short(user_id)


def mentions(user_ids: Sequence[str]) -> str:
    """Name people as a sentence would: `A`, `A or B`, `A, B or C`."""
    names = [mention(user_id) for user_id in user_ids]
    return " or ".join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def moment(at: datetime) -> str:
    """Show a time in the reader's own zone."""
    fallback = at.strftime("%d %b %Y, %H:%M UTC")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def _runs_leftwards(text: str) -> bool:
    return not LEFTWARDS.isdisjoint(map(unicodedata.bidirectional, text))


def _on_one_line(text: str) -> str:
    one_line = " ".join(plain(text).split())
    return one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
