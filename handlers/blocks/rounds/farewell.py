"""The windows that end an interview or a second vote, and tell people what comes next."""

from datetime import datetime
from functools import cache, lru_cache

from slack_sdk.models.views import View

from handlers.blocks.parts import WrittenView, modal, section
from handlers.blocks.places import where
from handlers.blocks.rounds.terms import day_of
from handlers.blocks.text import mention

FAREWELL_VIEW = "thanks"


@lru_cache(maxsize=64)
def thanks_window(
    *, is_last: bool, channel_id: str, ends_at: datetime | None = None, closes: str | None = None
) -> View:
    """Build the window that ends a person's interview: when and where the result comes.

    Args:
        is_last: Whether everyone has now answered.
        channel_id: Where the result appears.
        ends_at: When the round ends at the latest; None when it has no last day.
        closes: The user_id of the person who closes a reopened round; None when the round closes
            with the last answer.
    """
    place = where(channel_id)
    if is_last and closes is None:
        return _farewell(f"You were the last to answer: the result is in {place} now.")
    all_in = "Everyone has answered now. " if is_last else ""
    change = "You can change your answers until then."
    return _farewell(f"{all_in}{when_it_comes(place, ends_at, closes)} {change}")


def when_it_comes(place: str, ends_at: datetime | None, closes: str | None) -> str:
    """Write when a round's result comes, and where."""
    if closes is not None:
        return f"The result comes in {place} when {mention(closes)} closes the round."
    if ends_at is not None:
        return f"The result comes by {day_of(ends_at)}, in {place}."
    return f"The result comes in {place} once everyone has answered."


@cache
def voted_window() -> View:
    """Build the window that ends a person's second round."""
    return _farewell("The outcome appears with the result once everyone has voted.")


def left_open_window(count: int) -> View:
    """Build the window that ends an interview with open questions."""
    left = "One question is" if count == 1 else f"{count} questions are"
    return modal(
        "Saved so far",
        [
            section(
                f"*{left} still open.* Your answers so far are saved. To answer the rest, press "
                "*Continue* in our direct messages, or type `/lamplighter resume`."
            )
        ],
        callback_id="kept_so_far",
        submit=None,
    )


def _farewell(ending: str) -> View:
    blocks = [section(f"*That's everything, thank you.* {ending}")]
    return WrittenView(modal("Thank you", blocks, callback_id=FAREWELL_VIEW, submit=None))
