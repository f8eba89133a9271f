"""What a tool found: a few sentences, where they are from, and as of when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Source:
    """Where something is written.

    Attributes:
        label: What it is, in words; other people's words in it are escaped when shown.
        kind: The kind of message that shows it, as `handlers.surfaces.kinds` names it.
        key: The key of what that message shows.
        url: Its address, where it's known.
    """

    label: str
    kind: str = ""
    key: str = ""
    url: str = ""


@dataclass(frozen=True)
class Finding:
    """What a tool found.

    Attributes:
        title: What it's about; a marked text, see `assistant.said`.
        lines: The answer, a sentence or two each; marked texts.
        sources: Where it's from.
        at: As of when, in UTC; None where it doesn't age.
        is_empty: Whether there was nothing to find, which the lines then say.
    """

    title: str
    lines: Sequence[str]
    sources: Sequence[Source] = ()
    at: datetime | None = None
    is_empty: bool = False

    @property
    def text(self) -> str:
        """All its words."""
        return "\n".join([self.title, *self.lines])


def nothing(title: str, *lines: str) -> Finding:
    """Return what a tool says that found nothing."""
    return Finding(title, lines, is_empty=True)
