"""The message to risk and compliance: a risk answer stops a use case."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.blocks.parts import context, section
from handlers.blocks.text import Message, cut, escape


@dataclass(frozen=True)
class StoppedCard:
    """A use case that a risk answer stops, or did.

    Attributes:
        title: Its title.
        channel_id: Where it's talked about.
        reasons: Each question with the answer that stops it; none where nothing does any more.
    """

    title: str
    channel_id: str
    reasons: Sequence[tuple[str, str]]


def stopped_message(card: StoppedCard) -> Message:
    """Say what stops a use case, or that nothing does any more."""
    title = escape(cut(card.title, 80))
    if not card.reasons:
        text = f"*{title}* isn't stopped any more: its risk answers have changed."
        return Message(f"{card.title}: not stopped any more", [section(text)])
    lines = [f"• {escape(question)} *{escape(answer)}*" for question, answer in card.reasons]
    text = "\n".join([f"*{title}* is stopped by its risk answers:", *lines])
    told = (
        "No version of it can be signed unless these answers change. This is a first sorting, "
        f"not legal advice. It's talked about in <#{card.channel_id}>."
    )
    return Message(f"{card.title} is stopped by its risk answers", [section(text), context(told)])
