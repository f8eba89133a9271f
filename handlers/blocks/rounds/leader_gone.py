"""The message to a round's channel when whoever leads it isn't there any more."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock

from assessments.rounds.cards import Terms
from handlers.blocks.parts import button, context, section
from handlers.blocks.rounds.terms import about, round_name
from handlers.blocks.text import Message, mention, mentions

TAKE_OVER_ROUND = "take_over_round"
NOBODY = "A round needs somebody to lead it."
NOBODY_LEFT = (
    "Nobody who was asked is still here to take it over. Start a new round with "
    "`/lamplighter assess`."
)
MOST_NAMED = 5


@dataclass(frozen=True)
class LeaderGoneCard:
    """What the message shows.

    Attributes:
        terms: The round.
        leader: Who leads it now.
        is_gone: Whether they aren't an active member.
        is_over: Whether nothing is left to lead.
        may: Who can take it over: those who were asked and are still here.
    """

    terms: Terms
    leader: str
    is_gone: bool
    is_over: bool
    may: Sequence[str] = ()


def leader_gone(card: LeaderGoneCard) -> Message:
    """Build the message: it names those who can take the round over."""
    which = f"“{round_name(card.terms)}”{about(card.terms)}"
    if not card.is_gone:
        return Message(
            "A round is led again.", [section(f"{mention(card.leader)} leads {which}.")]
        )
    gone = (
        f"*{mention(card.leader)}, who leads {which}, isn't an active member of this workspace.*"
    )
    if card.is_over:
        return Message(NOBODY, [section(f"{gone} There is nothing left to do.")])
    if not card.may:
        return Message(NOBODY, [section(f"{gone} {NOBODY_LEFT}")])
    take_over = button("Take over", TAKE_OVER_ROUND, card.terms.assessment_id, style="primary")
    kept = "Who gave which answer stays hidden from whoever takes over."
    return Message(
        NOBODY,
        [
            section(f"{gone} {_who_may(card.may)}"),
            ActionsBlock(elements=[take_over]),
            context(kept),
        ],
    )


def _who_may(may: Sequence[str]) -> str:
    """Name those who can take it over, and what for."""
    left = len(may) - MOST_NAMED
    named = mentions(may)
    if left > 0:
        named = f"{', '.join(map(mention, may[:MOST_NAMED]))} and {left} more who were asked"
    one = "Please" if len(may) == 1 else "One of you, please"
    return (
        f"{named} can take it over. {one} do: the round has to be closed, and its actions agreed."
    )
