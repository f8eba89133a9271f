"""Says on a terminal that a channel can't be posted to."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from sqlmodel import Session


def say_if_refused(session: "Session", channel_id: str) -> bool:
    """Say why messages for a channel stand elsewhere, if they do; tell whether it was said."""
    from bot.queues.moves import refused_places
    from handlers.wording.places import OTHERWISE, WHY_NOT

    for place, code, _ in refused_places(session):
        if place == channel_id:
            why = WHY_NOT.get(code, OTHERWISE)
            typer.echo(
                f"note: the channel {place} can't be posted to ({code}), so messages for it go "
                f"elsewhere: {why}."
            )
            return True
    return False
