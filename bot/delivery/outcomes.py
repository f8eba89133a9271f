"""What became of a claimed surface: written down as it is let go of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from bot.delivery.client import Posted
from bot.delivery.drawn import Drawn
from bot.delivery.slack_errors import OperatorNeededError, RetryAfterError, SlackRefusedError
from bot.queues.backoff import SELDOM, wait_before_retry
from bot.queues.claims import LONGEST_PAUSE, release
from bot.queues.moves import SETTLED, elsewhere, left_while_posting
from bot.queues.surfaces import (
    EVERY_PLACE,
    Surface,
    begin_post,
    end_post,
    hold_place,
    note_message,
    reserve_place,
)
from bot.storage.database import Database

LONGEST_WAIT_OF_A_MESSAGE = timedelta(minutes=1)
"""So that after an outage, however long, every message is true within 90 seconds."""
BETWEEN_MESSAGES = timedelta(seconds=1)
_AT_HOME: dict[str, Any] = {"meant_for": None, "refusal": None, "probe_at": None}


@dataclass(frozen=True)
class Outcomes:
    """Writes down outcomes, each in a transaction of its own.

    Where the lease was lost to another worker meanwhile, nothing is written.
    """

    database: Database
    random: Random

    def shown(self, drawn: Drawn, posted: Posted | None) -> None:
        """Slack shows it, in this message; App Home has none.

        One that moved while it was posted leaves that message behind.
        """
        surface = drawn.surface
        with self.database.transaction() as session:
            is_kept = let_go(
                session,
                surface,
                shown_version=surface.wanted_version,
                shown_hash=drawn.content_hash,
                channel_id=posted.channel_id if posted else None,
                message_ts=posted.message_ts if posted else None,
                posting_since=None,
                attempts=0,
                last_error=None,
                blocked_by=None,
                told_at=None,
                **(SETTLED if surface.old_message_ts is not None else {}),
                **(_AT_HOME if surface.place == surface.meant_for else {}),
            )
            if not is_kept and posted is not None:
                left_while_posting(session, surface, posted.channel_id, posted.message_ts)

    def moved(
        self, surface: Surface, others: Sequence[str], refusal: SlackRefusedError, now: datetime
    ) -> None:
        """Its place refused it: it goes to the next one."""
        self._let_go(surface, **elsewhere(surface, others, str(refusal), now))

    def failed(
        self, surface: Surface, error: str, now: datetime, *, is_dead: bool = False
    ) -> None:
        """It didn't work: try again later and later, or never where that is of no use."""
        attempts = surface.attempts + 1
        self._let_go(
            surface,
            attempts=attempts,
            is_dead=is_dead,
            last_error=error[:500],
            next_attempt_at=now
            + wait_before_retry(attempts, self.random, LONGEST_WAIT_OF_A_MESSAGE),
        )

    def settled(self, surface: Surface, error: str) -> None:
        """It needn't be shown: nobody needs it any more, or somebody else was told."""
        self._let_go(
            surface,
            shown_version=surface.wanted_version,
            posting_since=None,
            attempts=0,
            last_error=error,
        )

    def blocked(self, surface: Surface, error: OperatorNeededError, now: datetime) -> None:
        """Somebody has to fix the app or the workspace first: ask seldom, never give up."""
        until = now + SELDOM
        with self.database.transaction() as session:
            if error.is_for_all:
                hold_place(session, EVERY_PLACE, until)
            let_go(
                session,
                surface,
                attempts=surface.attempts + 1,
                last_error=str(error),
                blocked_by=str(error),
                next_attempt_at=until,
            )

    def gone(self, surface: Surface, now: datetime) -> None:
        """Its message was deleted: the next try posts a new one."""
        self._let_go(
            surface,
            message_ts=None,
            channel_id=None,
            shown_hash=None,
            posting_since=None,
            next_attempt_at=now,
        )

    def paused(self, surface: Surface, pause: RetryAfterError, now: datetime) -> None:
        """Slack asked for a pause: for posting to this place, for history, or for everything."""
        until = now + min(timedelta(seconds=pause.seconds), LONGEST_PAUSE)
        place = surface.place if pause.method == "chat.postMessage" else EVERY_PLACE
        looked = pause.method == "conversations.history"
        with self.database.transaction() as session:
            if not looked:
                hold_place(session, place, until)
            let_go(
                session,
                surface,
                attempts=surface.attempts + looked,
                next_attempt_at=until,
                last_error=str(pause),
            )

    def not_posted(self, surface: Surface) -> None:
        """Slack said that it didn't post: there is nothing to look for."""
        with self.database.transaction() as session:
            end_post(session, surface)

    def posts_again(self, surface: Surface, at: datetime) -> None:
        """Only the post that begins now is to be looked for from here on."""
        with self.database.transaction() as session:
            begin_post(session, surface, at, is_again=True)

    def found(self, surface: Surface, posted: Posted) -> None:
        """An earlier try posted it: no later one looks for it or posts it."""
        with self.database.transaction() as session:
            note_message(session, surface, posted.channel_id, posted.message_ts)

    def sent(self, surface: Surface, at: datetime) -> None:
        """A post was answered, or not sent: the next one may go to its place a second later."""
        with self.database.transaction() as session:
            hold_place(session, surface.place, at + BETWEEN_MESSAGES)

    def keeps_place(
        self, surface: Surface, until: datetime, now: datetime, longest: timedelta
    ) -> bool:
        """Take a place for longer that was taken until a time; False where another took it."""
        with self.database.transaction() as session:
            if now < until:
                hold_place(session, surface.place, now + longest)
                return True
            return reserve_place(session, surface.place, now=now, until=now + longest)

    def _let_go(self, surface: Surface, **values: object) -> None:
        with self.database.transaction() as session:
            let_go(session, surface, **values)


def let_go(session: Session, surface: Surface, **values: object) -> bool:
    """Write down what became of a claimed surface.

    Returns:
        False when the lease was lost to another worker meanwhile: then nothing is written.
    """
    return release(session, Surface, surface.id, surface.lease_token, **values)
