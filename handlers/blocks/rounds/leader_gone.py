"""The message to a round's channel when whoever leads it isn't there any more."""

from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock

from assessments.rounds.cards import Terms
from handlers.blocks.parts import button, context, section
from handlers.blocks.rounds.terms import about, round_name
from handlers.blocks.text import Message, mention

TAKE_OVER_ROUND = "take_over_round"
NOBODY = "A round needs somebody to lead it."


@dataclass(frozen=True)
class LeaderGoneCard:
    """What the message shows.

    Attributes:
        terms: The round.
        leader: Who leads it now.
        is_gone: Whether they aren't an active member.
        is_over: Whether nothing is left to lead.
    """

    terms: Terms
    leader: str
    is_gone: bool
    is_over: bool


def leader_gone(card: LeaderGoneCard) -> Message:
    """Build the message: somebody who was asked takes the round over."""
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
    asked = (
        "Somebody who was asked in the round is needed to close it and to agree on its actions."
    )
    take_over = button("Take over", TAKE_OVER_ROUND, card.terms.assessment_id, style="primary")
    kept = "Who gave which answer stays hidden from whoever takes over."
    return Message(
        NOBODY,
        [
            section(f"{gone} {asked}"),
            ActionsBlock(elements=[take_over]),
            context(kept),
        ],
    )
