"""What delivery is given: how to draw, where else to go, and Slack's calls."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from bot.delivery.client import Posted
from handlers.blocks.text import Message


class Draw(Protocol):
    """Draws the present state of a surface's object."""

    def __call__(self, session: Session, kind: str, object_id: str, now: datetime) -> Message:
        """Return the message for an object."""
        ...


class Others(Protocol):
    """Names where else a surface may stand."""

    def __call__(self, session: Session, kind: str, object_id: str) -> Sequence[str]:
        """Return channels and people, the best first."""
        ...


def nowhere(session: Session, kind: str, object_id: str) -> Sequence[str]:
    """Name no other place."""
    del session, kind, object_id
    return ()


class NotesRefusal(Protocol):
    """Does what follows where a person can't be shown a surface."""

    def __call__(self, kind: str, object_id: str, code: str, now: datetime) -> bool:
        """Return whether anything follows, so that the surface is settled."""
        ...


def nothing_follows(kind: str, object_id: str, code: str, now: datetime) -> bool:
    """Let nothing follow."""
    del kind, object_id, code, now
    return False


class Moot(Protocol):
    """Tells whether a surface that isn't posted yet needn't be."""

    def __call__(self, session: Session, kind: str, object_id: str) -> bool:
        """Return whether nobody needs it any more."""
        ...


def never_moot(session: Session, kind: str, object_id: str) -> bool:
    """Have every surface posted."""
    del session, kind, object_id
    return False


class ShowsMessages(Protocol):
    """The calls that delivery makes; `bot.delivery.client.Slack` makes them to Slack."""

    def channel_of(self, place: str) -> str:
        """Return the channel of a channel id or user id."""
        ...

    def post(
        self,
        channel_id: str,
        text: str,
        blocks: Sequence[Mapping[str, Any]],
        surface_id: str,
        thread_ts: str = "",
    ) -> Posted:
        """Post a message that carries the id of its surface, in a thread where one is named."""
        ...

    def update(self, posted: Posted, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Show something else in a message."""
        ...

    def find(
        self, channel_id: str, surface_id: str, since: datetime, thread_ts: str = ""
    ) -> Posted | None:
        """Look for a surface's message among those posted since a time, or in a thread."""
        ...

    def publish_home(self, user_id: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Show a person's App Home."""
        ...


class Threads(Protocol):
    """Names the message in whose thread a surface stands."""

    def __call__(self, session: Session, kind: str, object_id: str) -> tuple[str, str] | None:
        """Return the kind and object of that message; None for one that stands by itself."""
        ...


def no_thread(session: Session, kind: str, object_id: str) -> tuple[str, str] | None:
    """Let every surface stand by itself."""
    del session, kind, object_id
    return None
