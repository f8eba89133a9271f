"""Text that is safe to show: other people's words escaped, cut to Slack's limits, local dates."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as date_
from datetime import datetime
from textwrap import TextWrapper

from slack_sdk.models.blocks import Block

from handlers.wording.days import day_text, time_text

SECTION_TEXT_LIMIT = 3_000
HEADER_LIMIT = 150
NAME_LIMIT = 80
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
LEFTWARDS = {"R", "AL", "AN"}
PIECE = 500  # escaped, a character may take five
_ALLOWED_CONTROLS = {"\n", "\t"}
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TORN = re.compile("(&[a-z]*|<[^<>]*)$")
_LABELLED = re.compile(r"<[^<>|]+\|([^<>]*)>")
_PLACE, _PERSON = re.compile("<#[A-Z0-9]+>"), re.compile("<@[A-Z0-9]+>")
_SLACK_ID = re.compile("[UW][A-Z0-9]+")
_USER_GROUP = re.compile(r"S(?=[A-Z]*\d)[A-Z0-9]{5,}")


@dataclass(frozen=True)
class Message:
    """What a surface shows: blocks, and plain words for notifications and screen readers."""

    text: str
    blocks: Sequence[Block]


def plain(text: str) -> str:
    """Make other people's words safe as plain text: no direction or control characters."""
    if text.isascii() and text.isprintable():  # as most are
        return text
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
    """Make other people's words safe on one line of mrkdwn: no mention, link or bold gets through.

    Right-to-left words are isolated, so a figure next to them stays in place.
    """
    told = re.sub(r"([*~`])", "\\1\u200b", _on_one_line(text))
    return f"{ISOLATE}{told}{END_OF_ISOLATE}" if _runs_leftwards(told) else told


def short(name: str) -> str:
    """Make a name safe, and short enough for the sentence around it."""
    return escape(cut(name, NAME_LIMIT))


def quote(text: str) -> str:
    """Quote other people's words, line by line, so they can't pass for ours."""
    lines = [escape(line) for line in plain(text).splitlines() if line.strip()]
    return "\n".join(f"> {line}" for line in lines)


def quotes(text: str) -> list[str]:
    """Quote other people's words in full, in pieces that each fit a section."""
    wrapper = TextWrapper(PIECE, replace_whitespace=False, drop_whitespace=False)
    wrapped = wrapper.wrap(text) if len(text) > PIECE else [text]
    return [quoted for piece in wrapped if (quoted := quote(piece))]


def cut(text: str, limit: int) -> str:
    """Shorten to a limit, with an ellipsis where something is missing."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def cut_mrkdwn(text: str, limit: int) -> str:
    """Shorten what is escaped already: never within an entity, a mention or a date."""
    return text if len(text) <= limit else f"{_TORN.sub('', text[: limit - 1]).rstrip()}…"


def words_of(mrkdwn: str) -> str:
    """Turn our own mrkdwn back into plain words: no bold, no link, and nothing escaped."""
    told = _LABELLED.sub(r"\1", mrkdwn)
    told = _PLACE.sub("its channel", _PERSON.sub("somebody", told))
    without_bold = re.sub("\\*(?!\u200b)", "", told).replace("\u200b", "")
    return without_bold.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def notification(text: str) -> str:
    """Make a message's plain text safe for notifications, where Slack reads it as mrkdwn."""
    return cut_mrkdwn(_on_one_line(text), SECTION_TEXT_LIMIT)


def amount(value: float) -> str:
    """Write a number as people do: `1,200` or `0.25`."""
    return f"{value:,.12g}"


def with_unit(figure: str, unit: str) -> str:
    """Write a figure with a unit that somebody typed: `1,450 people`, `20%`."""
    unit = unit.strip()
    return f"{figure}%" if unit == "%" else f"{figure} {short(unit)}".rstrip()


def percentage(share: float) -> str:
    """Write an agreed share in full: `80%` or `80.5%`."""
    return f"{share * 100:.8g}%"


def sentence_case(text: str) -> str:
    """Write a text with a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]


def mention(user_id: str) -> str:
    """Mention a person or a user group by an ID; write the name of anyone not in Slack."""
    if _USER_GROUP.fullmatch(user_id):
        return f"<!subteam^{user_id}>"
    return f"<@{user_id}>" if is_slack_id(user_id) else short(user_id)


def is_slack_id(user_id: str) -> bool:
    """Return whether an ID is a person's in Slack, who can get a message."""
    return _SLACK_ID.fullmatch(user_id) is not None


def mentions(user_ids: Sequence[str]) -> str:
    """List people as in a sentence: `A`, `A or B`, `A, B or C`."""
    return _joined([mention(user_id) for user_id in user_ids], " or ")


def quoted(names: Sequence[str], left: str = "") -> str:
    """List names that have commas of their own, escaped: `“A”`, `“A” and “B”`, `“A” and 2 more`.

    Args:
        names: What is listed.
        left: What else there is, such as `2 more`.
    """
    return _joined([*(f"“{escape(name)}”" for name in names), *([left] if left else [])], " and ")


def named_together(user_ids: Sequence[str]) -> str:
    """List people who are all meant: `A`, `A and B`, `A, B and C`."""
    return _joined([mention(user_id) for user_id in user_ids], " and ")


def _joined(names: Sequence[str], word: str) -> str:
    return word.join([*([", ".join(names[:-1])] if names[1:] else []), *names[-1:]])


def day(date: date_) -> str:
    """Write a day: `6 Dec 2026`."""
    return day_text(date)


def moment(at: datetime) -> str:
    """Write a time in the reader's own time zone."""
    fallback = time_text(at)
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} at {{time}}|{fallback}>"


def day_at(at: datetime) -> str:
    """Write the day of a time in the reader's own time zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short}}|{day_text(at.date())}>"


def _runs_leftwards(text: str) -> bool:
    return not (text.isascii() or LEFTWARDS.isdisjoint(map(unicodedata.bidirectional, text)))


def _on_one_line(text: str) -> str:
    one_line = " ".join(plain(text).split())
    return one_line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
