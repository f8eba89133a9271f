"""What became of a claimed surface: written down as it is let go of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session

from bot.delivery.client import Posted
from bot.delivery.drawn import Drawn
from bot.delivery.slack_errors import RetryAfterError
from bot.queues.backoff import wait_before_retry
from bot.queues.claims import LONGEST_PAUSE, release
from bot.queues.surfaces import EVERY_PLACE, Surface, hold_place
from bot.storage.database import Database


@dataclass(frozen=True)
class Outcomes:
    """Writes down outcomes, each in a transaction of its own.

    Where the lease was lost to another worker meanwhile, nothing is written.
    """

    database: Database
    random: Random

    def shown(self, drawn: Drawn, posted: Posted | None) -> None:
        """Slack shows it, in this message; App Home has none."""
        self._let_go(
            drawn.surface,
            shown_version=drawn.surface.wanted_version,
            shown_hash=drawn.content_hash,
            channel_id=posted.channel_id if posted else None,
            message_ts=posted.message_ts if posted else None,
            posting_since=None,
            attempts=0,
            last_error=None,
        )

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
            next_attempt_at=now + wait_before_retry(attempts, self.random),
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
        """Slack asked for a pause: for posting to this place, or for everything."""
        until = now + min(timedelta(seconds=pause.seconds), LONGEST_PAUSE)
        place = surface.place if pause.method == "chat.postMessage" else EVERY_PLACE
        with self.database.transaction() as session:
            hold_place(session, place, until)
            let_go(session, surface, next_attempt_at=until, last_error=str(pause))

    def _let_go(self, surface: Surface, **values: object) -> None:
        with self.database.transaction() as session:
            let_go(session, surface, **values)


def let_go(session: Session, surface: Surface, **values: object) -> None:
    """Write down what became of a claimed surface."""
    release(session, Surface, surface.id, surface.lease_token, **values)
