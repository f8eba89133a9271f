"""The windows that end an interview or a second vote, and tell people what comes next."""

from functools import cache, lru_cache

from slack_sdk.models.views import View

from handlers.blocks.parts import WrittenView, modal, section
from handlers.blocks.text import mention

FAREWELL_VIEW = "thanks"


@lru_cache(maxsize=64)
def thanks_window(*, is_last: bool, closes: str | None = None) -> View:
    """Build the window that ends a person's interview.

    Args:
        is_last: Whether everyone has now answered.
        closes: The user_id of the person who closes a reopened round; None when the round closes
            with the last answer.
    """
    change = "You can change your answers until then."
    if closes is not None:
        all_in = "Everyone has answered now. " if is_last else ""
        then = f"The result appears in the channel when {mention(closes)} closes the round."
        return _farewell(f"{all_in}{then} {change}")
    if is_last:
        return _farewell("You were the last to answer: the result is now in the channel.")
    return _farewell(f"The result appears in the channel once everyone has answered. {change}")


@cache
def voted_window() -> View:
    """Build the window that ends a person's second round."""
    return _farewell("The outcome appears in the channel once everyone has voted.")


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
    blocks = [section(f"*That's all.* {ending}")]
    return WrittenView(modal("Thank you", blocks, callback_id=FAREWELL_VIEW, submit=None))
