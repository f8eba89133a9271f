"""What a listener may use: one transaction, or a look, and the time."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from slack_sdk import WebClient
from sqlmodel import Session

from ground.refusals import Refusal

RefusedPlace = tuple[str, str, int]
"""A channel that can't be posted to, Slack's code, and how many messages it keeps away."""


def _no_places(session: Session) -> Sequence[RefusedPlace]:
    del session
    return ()


def _no_refusal(channel_id: str, user_id: str) -> Refusal | None:
    del channel_id, user_id
    return None


def _no_name(user_id: str) -> str:
    del user_id
    return ""


class UnitOfWork(Protocol):
    """One transaction: a domain's change, the surfaces it makes stale, the work it asks for."""

    @property
    def session(self) -> Session:
        """The session that domain functions work in."""
        ...

    @property
    def now(self) -> datetime:
        """The time of this step."""
        ...

    def show(self, kind: str, object_id: object, *, place: str | None = None) -> None:
        """Have Slack show the present state of an object, once this is committed.

        Its place, the channel or person it stands at, is looked up where it isn't given.
        """
        ...

    def show_surely(self, kind: str, object_id: object) -> None:
        """Have Slack show an object, and notice if somebody deleted its message."""
        ...

    def show_again(self, kind: str, keys: Collection[str]) -> None:
        """Have Slack show objects again that it shows, or is about to, and no new ones."""
        ...

    def repost(self, kind: str, object_id: object) -> None:
        """Have Slack show an object in a new message; an older one stays as it is."""
        ...

    def refresh(self, channel_id: str, message_ts: str) -> None:
        """Refresh a message of ours in Slack, once this is committed."""
        ...

    def go_home(self, channel_id: str) -> None:
        """Have messages that are meant for a channel, and stand elsewhere, try it again."""
        ...

    def enqueue(self, kind: str, *, key: str, payload: Mapping[str, Any]) -> None:
        """Ask for work that is done once, soon after this is committed."""
        ...


class Talk(Protocol):
    """What is said about one request once its change is committed; nobody waits for it."""

    @property
    def client(self) -> WebClient:
        """Return a client for windows; its calls are made later, and answer nothing."""
        ...

    def tell(self, text: str) -> None:
        """Show a sentence to the person who pressed, and to nobody else."""
        ...


def call(listener: Callable[[], None]) -> None:
    """Call a listener."""
    listener()


@dataclass(frozen=True)
class Dependencies:
    """What every listener gets as `deps`.

    A listener opens one unit of work: its delivery is noted with it, so that a repeat does
    nothing, while a window that is sent again after a mistake was pointed out still counts.
    What comes to the same when it is done again opens `repeatable_work`: who got no answer, and
    sends a window once more, gets one, and what was changed in it meanwhile counts.
    One that only looks opens `reading`, which keeps no writer waiting.
    No one but a full member of our workspace gets past `check_sender`, or into a unit of work.
    """

    unit_of_work: Callable[[], AbstractContextManager[UnitOfWork]]
    repeatable_work: Callable[[], AbstractContextManager[UnitOfWork]]
    reading: Callable[[], AbstractContextManager[Session]]
    now: Callable[[], datetime]
    talk: Talk
    check_sender: Callable[[], None]
    in_time: Callable[[Callable[[], None]], None] = call
    """Calls the listener itself; raises NotSavedError where that takes too long for Slack."""
    refused_places: Callable[[Session], Sequence[RefusedPlace]] = _no_places
    refusal_to_post: Callable[[str, str], Refusal | None] = _no_refusal
    """Says why a person can't have the bot post in a channel: channel_id, user_id."""
    name_of: Callable[[str], str] = _no_name
    """Returns a person's name for plain text, such as an error at a field; empty if unknown."""


class NotSavedError(Exception):
    """The database can't be used now; nothing was changed."""


class UnsureError(Exception):
    """The database went away while a change was being kept: it may have been."""


class DuplicateDeliveryError(Exception):
    """Slack delivered again what was acted on before."""
