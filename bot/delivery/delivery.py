"""Delivery: makes Slack show the present state of every surface, once."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Protocol

import structlog
from slack_sdk.models.blocks import Block
from sqlmodel import Session

from bot.delivery.client import (
    UNREACHED,
    MessageGoneError,
    Posted,
    RetryAfterError,
    SlackRefusedError,
)
from bot.queues.backoff import wait_before_retry
from bot.queues.claims import release
from bot.queues.surfaces import (
    EVERY_PLACE,
    STALE_SURFACES,
    Surface,
    begin_post,
    hold_place,
    reserve_place,
)
from bot.storage.database import Database
from bot.threads.presses_first import PressesFirst
from handlers.blocks.text import Message, notification

log = structlog.get_logger()
BETWEEN_MESSAGES = timedelta(seconds=1)
HOME = "home"


class Draw(Protocol):
    """Draws the present state of a surface's object."""

    def __call__(self, session: Session, kind: str, object_id: str, now: datetime) -> Message:
        """Give the message for an object."""
        ...


class ShowsMessages(Protocol):
    """The calls that delivery makes; `bot.slack.Slack` makes them to Slack."""

    def channel_of(self, place: str) -> str:
        """Give the channel of a channel id or user id."""
        ...

    def post(
        self, channel_id: str, text: str, blocks: Sequence[Mapping[str, Any]], surface_id: str
    ) -> Posted:
        """Post a message that carries the id of its surface."""
        ...

    def update(self, posted: Posted, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Show something else in a message."""
        ...

    def find(self, channel_id: str, surface_id: str, since: datetime) -> Posted | None:
        """Look for a surface's message among those posted since a time."""
        ...

    def publish_home(self, user_id: str, blocks: Sequence[Mapping[str, Any]]) -> None:
        """Show a person's App Home."""
        ...


@dataclass(frozen=True)
class Delivered:
    """What a step did: which surface, and the error if it is to be tried again."""

    kind: str
    object_id: str
    error: str | None


@dataclass(frozen=True)
class _Shown:
    """A claimed surface and what it should show."""

    surface: Surface
    text: str
    blocks: list[dict[str, Any]]
    content_hash: str
    posted: Posted | None
    earlier_try_at: datetime | None


class Delivery:
    """Takes one stale surface at a time: render, compare, post or update, record."""

    def __init__(
        self,
        database: Database,
        slack: ShowsMessages,
        draw: Draw,
        random: Random,
        presses: PressesFirst | None = None,
    ) -> None:
        self.database = database
        self.slack = slack
        self.draw = draw
        self.random = random
        self.presses = presses or PressesFirst()

    def step(self, now: datetime) -> Delivered | None:
        """Bring one surface up to date.

        Returns:
            What was done, or None when no surface is due.
        """
        surface = self._claim(now)
        if surface is None:
            return None
        self.presses.let_pass()
        try:
            shown = self._draw(surface, now)
        except Exception as failure:
            log.exception("surface_not_drawn", kind=surface.kind, object_id=surface.object_id)
            reason = f"{type(failure).__name__}: {failure}"
            self._record_failure(surface, reason, now)
            return Delivered(surface.kind, surface.object_id, reason)
        error = self._carry_out(shown, now) if self._may_show(shown, now) else None
        return Delivered(surface.kind, surface.object_id, error)

    def _claim(self, now: datetime) -> Surface | None:
        with self.database.reading() as session:
            if not STALE_SURFACES.is_waiting(session, now):
                return None
        with self.database.transaction() as session:
            return STALE_SURFACES.claim(session, now)

    def _draw(self, surface: Surface, now: datetime) -> _Shown:
        """Render; this takes long, so it keeps no writer waiting.

        What changes meanwhile makes the surface stale anew.
        """
        with self.database.reading() as session:
            message = self.draw(session, surface.kind, surface.object_id, now)
        return _shown(surface, message)

    def _may_show(self, shown: _Shown, now: datetime) -> bool:
        """Settle what needs no call; before a post, take the place and write down that it begins.

        Returns:
            Whether Slack is to be called.
        """
        surface = shown.surface
        if shown.content_hash == surface.shown_hash:
            with self.database.transaction() as session:
                self._record(session, shown)
            return False
        if surface.kind == HOME or surface.message_ts is not None:
            return True
        free_at = now + BETWEEN_MESSAGES
        with self.database.transaction() as session:
            if not reserve_place(session, surface.place, now=now, until=free_at):
                release(session, Surface, surface.id, surface.lease_token, next_attempt_at=free_at)
                return False
            return begin_post(session, surface, now)

    def _carry_out(self, shown: _Shown, now: datetime) -> str | None:
        surface = shown.surface
        try:
            posted = self._show(shown)
        except MessageGoneError:
            self._forget_message(surface, now)
            return "The message was deleted; it is posted anew."
        except RetryAfterError as pause:
            self._hold(surface, pause, now)
            return str(pause)
        except SlackRefusedError as refusal:
            self._record_failure(surface, str(refusal), now, is_dead=True)
            return str(refusal)
        except UNREACHED as error:
            log.warning("surface_not_shown", kind=surface.kind, error=type(error).__name__)
            self._record_failure(surface, f"{type(error).__name__}: {error}", now)
            return str(error)
        with self.database.transaction() as session:
            self._record(session, replace(shown, posted=posted))
        return None

    def _show(self, shown: _Shown) -> Posted | None:
        self.presses.let_pass()
        surface = shown.surface
        if surface.kind == HOME:
            self.slack.publish_home(surface.place, shown.blocks)
            return None
        if shown.posted is None:
            return self._post_once(shown)
        self.slack.update(shown.posted, shown.text, shown.blocks)
        return shown.posted

    def _post_once(self, shown: _Shown) -> Posted:
        """Post, unless an earlier try did so and could not record it."""
        surface = shown.surface
        channel_id = self.slack.channel_of(surface.place)
        if shown.earlier_try_at is not None:
            found = self.slack.find(channel_id, str(surface.id), shown.earlier_try_at)
            if found is not None:
                self.slack.update(found, shown.text, shown.blocks)
                return found
        return self.slack.post(channel_id, shown.text, shown.blocks, str(surface.id))

    def _record(self, session: Session, shown: _Shown) -> None:
        posted = shown.posted
        release(
            session,
            Surface,
            shown.surface.id,
            shown.surface.lease_token,
            shown_version=shown.surface.wanted_version,
            shown_hash=shown.content_hash,
            channel_id=posted.channel_id if posted else None,
            message_ts=posted.message_ts if posted else None,
            posting_since=None,
            attempts=0,
            last_error=None,
        )

    def _record_failure(
        self, surface: Surface, error: str, now: datetime, *, is_dead: bool = False
    ) -> None:
        attempts = surface.attempts + 1
        with self.database.transaction() as session:
            release(
                session,
                Surface,
                surface.id,
                surface.lease_token,
                attempts=attempts,
                is_dead=is_dead,
                last_error=error[:500],
                next_attempt_at=now + wait_before_retry(attempts, self.random),
            )

    def _forget_message(self, surface: Surface, now: datetime) -> None:
        with self.database.transaction() as session:
            release(
                session,
                Surface,
                surface.id,
                surface.lease_token,
                message_ts=None,
                channel_id=None,
                shown_hash=None,
                posting_since=None,
                next_attempt_at=now,
            )

    def _hold(self, surface: Surface, pause: RetryAfterError, now: datetime) -> None:
        until = now + timedelta(seconds=pause.seconds)
        place = surface.place if pause.method == "chat.postMessage" else EVERY_PLACE
        with self.database.transaction() as session:
            hold_place(session, place, until)
            release(
                session,
                Surface,
                surface.id,
                surface.lease_token,
                next_attempt_at=until,
                last_error=str(pause),
            )


def _shown(surface: Surface, message: Message) -> _Shown:
    blocks = [_as_dict(block) for block in message.blocks]
    text = notification(message.text)
    content = json.dumps([text, blocks], sort_keys=True).encode()
    posted = (
        Posted(surface.channel_id, surface.message_ts)
        if surface.channel_id and surface.message_ts
        else None
    )
    content_hash = hashlib.sha256(content).hexdigest()
    return _Shown(surface, text, blocks, content_hash, posted, surface.posting_since)


def _as_dict(block: Block) -> dict[str, Any]:
    as_dict: dict[str, Any] = block.to_dict()
    return as_dict
