"""The windows that end an interview or a second vote, and say what comes next."""

from functools import cache, lru_cache

from slack_sdk.models.views import View

from handlers.blocks.parts import WrittenView, modal, section
from handlers.blocks.text import mention


@lru_cache(maxsize=64)
def thanks_window(*, is_last: bool, closes: str | None = None) -> View:
    """End a person's interview.

    Args:
        is_last: Whether everyone has answered by this.
        closes: Who closes a round that was opened again, as a user_id; None when it closes with
            the last answer.
    """
    change = "You can change your answers until then."
    if closes is not None:
        all_in = "Everyone has answered now. " if is_last else ""
        then = f"The channel sees the result when {mention(closes)} closes the round."
        return _farewell(f"{all_in}{then} {change}")
    if is_last:
        return _farewell("You were the last one: the result is in the channel now.")
    return _farewell(f"The channel sees the result when everyone has answered. {change}")


@cache
def voted_window() -> View:
    """End a person's second round."""
    return _farewell("The channel sees what came of it when everyone has voted.")


def left_open_window(count: int) -> View:
    """End a window sequence in which questions were left open."""
    left = "One question is" if count == 1 else f"{count} questions are"
    return modal(
        "Kept so far",
        [
            section(
                f"*{left} still open.* What you chose is kept. Press Continue in our direct "
                "message, or type `/lamplighter resume`, to answer the rest."
            )
        ],
        callback_id="kept_so_far",
        submit=None,
    )


def _farewell(ending: str) -> View:
    blocks = [section(f"*That was all.* {ending}")]
    return WrittenView(modal("Thank you", blocks, callback_id="thanks", submit=None))
