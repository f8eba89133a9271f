"""Checks that nothing of others' words can act in a message."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from bot.local_slack.strict import check_message_blocks, check_view
from handlers.blocks.text import Message, notification

KNOWN_PEOPLE = {"U0MIA", "U0OLA", "U0DAN", "U0BEA", "U0FIN"}
HOSTILE = (
    "<!channel> <@U0EVIL> <https://evil.example|free> *bold* ~gone~ `code` & <!here>\n> "
    "*Approved* by <@U0MIA>\u202e\u0007" + "x" * 5_000
)

HOSTILE_NAME = "".join(character for character in HOSTILE if character.isprintable())
"""What a name may be: nothing hidden, one line."""


OTHER_REFERENCES = r"!date\^\d+\^[^<>]*|#C\w+|https://local\.example/archives/C1/p1\|[^<>|]*"


def check_message(message: Message) -> str:
    """Hold a message against Slack's schema and limits, and its text against mentions.

    Returns:
        All its text.
    """
    blocks = [block.to_dict() for block in message.blocks]
    check_message_blocks(blocks)
    return _harmless([notification(message.text), *_mrkdwn(blocks)])


def check_window(view: View) -> str:
    """Hold a window against Slack's schema and limits, and its text against mentions."""
    as_dict = view.to_dict()
    check_view(as_dict)
    return _harmless(_mrkdwn(as_dict["blocks"]))


def texts(blocks: Sequence[Block]) -> str:
    """All the mrkdwn of some blocks."""
    return "\n".join(_mrkdwn([block.to_dict() for block in blocks]))


def _harmless(found: Sequence[str]) -> str:
    text = "\n".join(found)
    for reference in re.findall(r"<([^<>]*)>", text):
        is_known = reference.removeprefix("@") in KNOWN_PEOPLE
        assert is_known or re.fullmatch(OTHER_REFERENCES, reference), reference
    assert "\u202e" not in text
    return text


def _mrkdwn(node: object) -> list[str]:
    return list(_walk(node))


def _walk(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        mapping: Mapping[str, Any] = node
        if mapping.get("type") == "mrkdwn":
            yield str(mapping["text"])
        for child in mapping.values():
            yield from _walk(child)
    elif isinstance(node, list):
        for child in node:
            yield from _walk(child)
