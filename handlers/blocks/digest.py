"""The weekly digest of overdue actions, as a channel sees it."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block

from assessments.rounds.cards import ActionCard
from handlers.blocks.parts import context, header, section
from handlers.blocks.round_terms import about
from handlers.blocks.text import Message, escape, mention

MOST_ACTIONS = 20


def digest_message(overdue: Sequence[ActionCard], monday: date) -> Message:
    """List what is overdue, the oldest first, with who has it and for how long."""
    if not overdue:
        return Message("Nothing is overdue any more", [section("*Nothing is overdue any more.*")])
    count = "1 action is" if len(overdue) == 1 else f"{len(overdue)} actions are"
    blocks: list[Block] = [
        header("Overdue this week"),
        section(f"*{count} overdue* from your readiness rounds."),
        *(section(_line(card, monday)) for card in overdue[:MOST_ACTIONS]),
    ]
    if len(overdue) > MOST_ACTIONS:
        blocks.append(section(f"And {len(overdue) - MOST_ACTIONS} more."))
    blocks.append(
        context(
            "Owners say done, not yet or drop it in the App Home. Comes on Mondays, if at all."
        )
    )
    return Message(f"{count} overdue from your readiness rounds", blocks)


def _line(card: ActionCard, monday: date) -> str:
    action = card.action
    days = (monday - action.due_on).days if action.due_on else 0
    since = "1 day" if days == 1 else f"{days} days"
    return (
        f"{mention(action.owner or '')}, {since} overdue{about(card.terms)}:\n{escape(card.aim)}"
    )
