"""A message that stands somewhere else than it was meant for."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from ground.counting import counted
from handlers.blocks.parts import context, section
from handlers.blocks.text import Message, cut, escape, mention
from handlers.wording.places import OTHERWISE, WHY_NOT

MOST_REFUSED = 3
MOST_FAILING = 10
LONGEST_ERROR = 150


@dataclass(frozen=True)
class FailingThing:
    """A message or a job that fails; a job has no place."""

    kind: str
    place: str
    error: str
    is_over: bool


def where(place: str) -> str:
    """Name a channel, or a person's direct messages."""
    if place.startswith(("U", "W")):
        return f"the direct messages of {mention(place)}"
    return f"<#{place}>"


def meant_for(place: str, refusal: str) -> Block:
    """Build the line that says where a message belongs, and why it isn't there."""
    why = WHY_NOT.get(refusal, OTHERWISE)
    return context(f"Meant for {where(place)}, but {why}, and this message moves there.")


def refused_text(refused: Sequence[tuple[str, str, int]]) -> str:
    """Write which channels can't be posted to, a line each; empty without any."""
    lines = [
        f":warning: I can't post to {where(place)}: {WHY_NOT.get(code, OTHERWISE)}. "
        f"{counted(count, 'message')} meant for it {'is' if count == 1 else 'are'} elsewhere."
        for place, code, count in refused[:MOST_REFUSED]
    ]
    left = len(refused) - len(lines)
    return "\n".join([*lines, *([f"… and {counted(left, 'more channel')}."] if left else [])])


def with_refused(home: Message, refused: Sequence[tuple[str, str, int]]) -> Message:
    """Build a Home that begins with the channels that can't be posted to."""
    if not refused:
        return home
    return Message(home.text, [section(refused_text(refused)), *home.blocks])


def failing(things: Sequence[FailingThing]) -> Message:
    """Build the message to admins about what fails again and again."""
    if not things:
        told = "Some messages couldn't be shown in ten tries, but all of them are up to date now."
        return Message(told, [section(told)])
    lines = [_failing(found) for found in things[:MOST_FAILING]]
    left = len(things) - len(lines)
    more = [f"… and {left} more"] if left else []
    told = f"{counted(len(things), 'message or job', 'messages or jobs')} failed ten times"
    return Message(
        f"{told}.",
        [
            section("\n".join([f"*{told}, or for good:*", *lines, *more])),
            context("Run `lamplighter doctor` where I run to see what to do."),
        ],
    )


def _failing(found: FailingThing) -> str:
    what = found.kind.replace("_", " ")
    place = f" for {where(found.place)}" if found.place else ""
    goes_on = "given up" if found.is_over else "still being tried"
    return f"• {what}{place}, {goes_on}: {escape(cut(found.error, LONGEST_ERROR))}"


def may_be_twice() -> Block:
    """Build the line for a message whose first try got no answer, and couldn't be found."""
    return context("Slack didn't say whether an earlier copy arrived, so this may appear twice.")


def moved(place: str) -> Message:
    """Build what an old message says once its object is shown elsewhere."""
    text = "This message has moved"
    return Message(f"{text}.", [section(f"{text} to {where(place)}.")])
