"""A message that stands somewhere else than it was meant for."""

from slack_sdk.models.blocks import Block

from handlers.blocks.parts import context, section
from handlers.blocks.text import Message, mention
from handlers.wording.places import OTHERWISE, WHY_NOT


def where(place: str) -> str:
    """Name a channel, or a person's direct messages."""
    if place.startswith(("U", "W")):
        return f"the direct messages of {mention(place)}"
    return f"<#{place}>"


def meant_for(place: str, refusal: str) -> Block:
    """Build the line that says where a message belongs, and why it isn't there."""
    why = WHY_NOT.get(refusal, OTHERWISE)
    return context(f"Meant for {where(place)}, but {why}, and this message moves there.")


def may_be_twice() -> Block:
    """Build the line for a message whose first try got no answer, and couldn't be found."""
    return context("Slack didn't say whether an earlier copy arrived, so this may appear twice.")


def moved(place: str) -> Message:
    """Build what an old message says once its object is shown elsewhere."""
    text = "This message has moved"
    return Message(f"{text}.", [section(f"{text} to {where(place)}.")])
