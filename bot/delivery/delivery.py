"""Delivery: makes Slack show the present state of every surface, once."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.delivery.client import Posted
from bot.delivery.drawn import MOST_BLOCKS, Drawn, as_drawn
from bot.delivery.outcomes import BETWEEN_MESSAGES, Outcomes, let_go
from bot.delivery.ports import (
    Draw,
    Moot,
    NotesRefusal,
    Others,
    ShowsMessages,
    Threads,
    never_moot,
    no_thread,
    nothing_follows,
    nowhere,
)
from bot.delivery.slack_errors import (
    UNREACHED,
    MessageGoneError,
    OperatorNeededError,
    PersonRefusedError,
    PlaceRefusedError,
    PlaceTakenError,
    RetryAfterError,
    SlackRefusedError,
    leaves_place_taken,
)
from bot.queues.claims import LostLeases
from bot.queues.moves import message_of
from bot.queues.surfaces import (
    STALE_SURFACES,
    Surface,
    begin_post,
    reserve_place,
)
from bot.storage.database import Database
from bot.threads.outage import is_away
from bot.threads.presses_first import PressesFirst
from handlers.blocks.places import may_be_twice, moved

log = structlog.get_logger()
LONGEST_POST = timedelta(seconds=15)
"""A post stands or has failed by then, also where Slack doesn't answer."""
LATE = timedelta(seconds=2)
"""So long after its place was taken, a post takes it anew: it looked around first."""
LOOKS_FOR, LEAST_TRIES = timedelta(minutes=10), 8
"""How long and how often it looks for a message that may be posted, before it posts again."""
HOME = "home"
MOOT = "settled before it was posted"
Clock = Callable[[], datetime]


def _running_from(now: datetime) -> Clock:
    """Return a clock that begins at a time and goes on from there."""
    begun = time.monotonic()
    return lambda: now + timedelta(seconds=time.monotonic() - begun)


@dataclass(frozen=True)
class Delivered:
    """What a step did: which surface, and the error if it is to be tried again."""

    kind: str
    object_id: str
    error: str | None


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
        self.outcomes = Outcomes(database, random)
        self.presses = presses or PressesFirst()
        self.lost = LostLeases(Surface)
        self.others: Others = nowhere
        self.note_refusal: NotesRefusal = nothing_follows
        self.threads: Threads = no_thread
        self.is_moot: Moot = never_moot

    def step(self, now: datetime) -> Delivered | None:
        """Bring one surface up to date.

        Returns:
            What was done, or None when no surface is due.
        """
        self.lost.give_back(self.database)
        surface = self._claim(now)
        if surface is None:
            return None
        try:
            return self._bring_up_to_date(surface, now)
        except SQLAlchemyError:
            self.lost.note(surface.lease_token)
            raise

    def _bring_up_to_date(self, surface: Surface, now: datetime) -> Delivered:
        self.presses.let_pass()
        try:
            drawn = self._draw(surface, now)
        except Exception as failure:
            if is_away(failure):
                raise
            log.exception("surface_not_drawn", kind=surface.kind, object_id=surface.object_id)
            reason = f"{type(failure).__name__}: {failure}"
            self.outcomes.failed(surface, reason, now)
            return Delivered(surface.kind, surface.object_id, reason)
        clock = _running_from(now)
        error = self._carry_out(drawn, clock) if self._may_show(drawn, clock) else None
        return Delivered(surface.kind, surface.object_id, error)

    def _claim(self, now: datetime) -> Surface | None:
        with self.database.reading() as session:
            if not STALE_SURFACES.is_waiting(session, now):
                return None
        with self.database.transaction() as session:
            return STALE_SURFACES.claim(session, now)

    def _draw(self, surface: Surface, now: datetime) -> Drawn:
        """Render in no writer's way; what changes meanwhile makes the surface stale again."""
        with self.database.reading() as session:
            message = self.draw(session, surface.kind, surface.object_id, now)
            parent = self.threads(session, surface.kind, surface.object_id)
            above = message_of(session, *parent) if parent else None
            is_new = surface.message_ts is None and surface.posting_since is None
            is_moot = is_new and self.is_moot(session, surface.kind, surface.object_id)
        return as_drawn(surface, message, Posted(*above) if above else None, is_moot=is_moot)

    def _may_show(self, drawn: Drawn, clock: Clock) -> bool:
        """Settle what needs no call; before a post, take the place and write down that it begins.

        Returns:
            Whether Slack is to be called.
        """
        surface = drawn.surface
        if drawn.is_moot:
            self.outcomes.settled(surface, MOOT)
            return False
        if drawn.is_shown and surface.old_message_ts is None:
            self.outcomes.shown(drawn, drawn.posted)
            return False
        if surface.kind == HOME or surface.message_ts is not None:
            return True
        now = clock()
        free_at = now + LONGEST_POST
        with self.database.transaction() as session:
            if not reserve_place(session, surface.place, now=now, until=free_at):
                let_go(session, surface, next_attempt_at=now + BETWEEN_MESSAGES)
                return False
            return begin_post(session, surface, now)

    def _carry_out(self, drawn: Drawn, clock: Clock) -> str | None:
        surface, now = drawn.surface, clock()
        try:
            posted = self._show(drawn, clock)
        except MessageGoneError:
            self.outcomes.gone(surface, now)
            return "The message was deleted, so it is posted again."
        except RetryAfterError as pause:
            self.outcomes.paused(surface, pause, now)
            return str(pause)
        except OperatorNeededError as error:
            self.outcomes.blocked(surface, error, now)
            return str(error)
        except SlackRefusedError as refusal:
            self._refused(surface, refusal, now)
            return str(refusal)
        except UNREACHED as error:
            log.warning("surface_not_shown", kind=surface.kind, error=type(error).__name__)
            self.outcomes.failed(surface, f"{type(error).__name__}: {error}", now)
            return str(error)
        self.outcomes.shown(drawn, posted)
        return None

    def _refused(self, surface: Surface, refusal: SlackRefusedError, now: datetime) -> None:
        """Go elsewhere where the place is the reason; otherwise give the message up.

        What one person never got is settled, where somebody else is told of it.
        """
        code = str(refusal)
        if surface.is_new_to_a_person and self.note_refusal(
            surface.kind, surface.object_id, code, now
        ):
            self.outcomes.settled(surface, code)
            return
        is_person = isinstance(refusal, PersonRefusedError) and surface.meant_for is not None
        if not (is_person or isinstance(refusal, PlaceRefusedError)):
            self.outcomes.failed(surface, str(refusal), now, is_dead=True)
            return
        with self.database.reading() as session:
            others = self.others(session, surface.kind, surface.object_id)
        self.outcomes.moved(surface, others, refusal, now)

    def _show(self, drawn: Drawn, clock: Clock) -> Posted | None:
        self.presses.let_pass()
        surface = drawn.surface
        if surface.kind == HOME:
            self.slack.publish_home(surface.place, drawn.blocks)
            return None
        posted = drawn.posted
        if posted is None:
            posted = self._post_at_pace(drawn, clock)
        else:
            self.slack.update(posted, drawn.text, drawn.blocks)
        self._say_where_it_went(surface)
        return posted

    def _post_at_pace(self, drawn: Drawn, clock: Clock) -> Posted:
        """Post, and free the place a second later.

        Where no answer comes in time, Slack may post it yet: the place stays taken a while.
        """
        taken_at = clock()
        try:
            posted = self._post_once(drawn, clock, taken_at)
        except Exception as error:
            if not leaves_place_taken(error):
                self.outcomes.sent(drawn.surface, clock())
            raise
        self.outcomes.sent(drawn.surface, clock())
        return posted

    def _keep_place(self, surface: Surface, taken_at: datetime, now: datetime) -> None:
        """Take the place anew where looking around took a while, so that the post is within it.

        Raises:
            PlaceTakenError: Another message took it meanwhile.
        """
        if now - taken_at < LATE:
            return
        if not self.outcomes.keeps_place(surface, taken_at + LONGEST_POST, now, LONGEST_POST):
            self.outcomes.not_posted(surface)
            raise PlaceTakenError("Another message goes first.")

    def _say_where_it_went(self, surface: Surface) -> None:
        """Have the message that was left behind name the new place."""
        if surface.old_channel_id is None or surface.old_message_ts is None:
            return
        old = as_drawn(surface, moved(surface.place))
        try:
            self.slack.update(
                Posted(surface.old_channel_id, surface.old_message_ts), old.text, old.blocks
            )
        except (MessageGoneError, SlackRefusedError) as error:
            log.info("old_message_left_as_it_was", kind=surface.kind, reason=str(error))

    def _post_once(self, drawn: Drawn, clock: Clock, taken_at: datetime) -> Posted:
        """Post, unless an earlier try did so; where that can't be known, the message says so."""
        surface = drawn.surface
        channel_id = self.slack.channel_of(surface.place)
        begun_at, blocks = surface.posting_since, drawn.blocks
        thread_ts = drawn.thread_in(channel_id)
        if begun_at is not None:
            try:
                found = self.slack.find(channel_id, str(surface.id), begun_at, thread_ts)
            except (RetryAfterError, OperatorNeededError, *UNREACHED) as error:
                if not self._looked_long_enough(surface, error, clock() - begun_at):
                    raise
                found, blocks = None, [*blocks, may_be_twice().to_dict()][:MOST_BLOCKS]
            if found is not None:
                self.outcomes.found(surface, found)
                self.slack.update(found, drawn.text, drawn.blocks)
                return found
            self.outcomes.posts_again(surface, clock())
        self._keep_place(surface, taken_at, clock())
        try:
            return self.slack.post(channel_id, drawn.text, blocks, str(surface.id), thread_ts)
        except (RetryAfterError, SlackRefusedError, OperatorNeededError):
            self.outcomes.not_posted(surface)
            raise

    @staticmethod
    def _looked_long_enough(surface: Surface, error: Exception, since: timedelta) -> bool:
        """Tell whether to post all the same: at once where the app may not read what it posted."""
        if isinstance(error, OperatorNeededError):
            return not error.is_for_all
        return since >= LOOKS_FOR and surface.attempts >= LEAST_TRIES
