"""A step of the walkthrough: what to try, who does it, and how to tell that it's done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select


@dataclass(frozen=True)
class Detour:
    """Another way a person may have taken: how to tell, and what to try next."""

    is_taken: Callable[[Session], bool]
    title: str
    hint: str


@dataclass(frozen=True)
class Step:
    """One thing to try: who does it, where, and how to tell that it's done.

    `actions` are the strip's buttons while this step is next: id and label.
    """

    id: str
    title: str
    hint: str
    as_user: str
    channel: str
    is_done: Callable[[Session], bool]
    detour: Detour | None = None
    actions: Sequence[tuple[str, str]] = ()

    def words(self, session: Session) -> dict[str, str]:
        """Return the title and hint that fit how things are now."""
        is_off = self.detour is not None and self.detour.is_taken(session)
        shown = self.detour if is_off and self.detour else self
        return {"title": shown.title, "hint": shown.hint}


def exists(session: Session, *conditions: Any) -> bool:  # noqa: ANN401 - SQL conditions
    """Return whether there is a row that meets some conditions."""
    return session.exec(select(1).where(*conditions).limit(1)).first() is not None
