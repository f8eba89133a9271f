"""The weekly digest of what is overdue or unsettled, as a channel sees it."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block

from assessments.rounds.cards import ActionCard
from assessments.rounds.leading import LedRound
from handlers.blocks.parts import context, header, section
from handlers.blocks.rounds.led_rounds import unsettled_line
from handlers.blocks.rounds.terms import about
from handlers.blocks.text import Message, escape, mention

MOST_ACTIONS, MOST_ROUNDS = 20, 10


def digest_message(
    overdue: Sequence[ActionCard], unsettled: Sequence[LedRound], monday: date
) -> Message:
    """List what is overdue and which rounds are unsettled, the oldest first, and whose it is."""
    if not overdue and not unsettled:
        return Message("Nothing is overdue any more", [section("*Nothing is overdue any more.*")])
    counts = [*_counted(overdue, "action", "overdue"), *_counted(unsettled, "round", "unfinished")]
    text = f"{' and '.join(counts)} in your readiness rounds"
    blocks: list[Block] = [
        header("Overdue this week" if overdue else "Unfinished rounds"),
        section(f"*{text}.*"),
        *_listed([_line(card, monday) for card in overdue], MOST_ACTIONS),
        *_listed([unsettled_line(led) for led in unsettled], MOST_ROUNDS),
        context(
            "Owners of actions say done, not yet or drop it in the App Home; who leads a round "
            "decides there. Comes on Mondays, if at all."
        ),
    ]
    return Message(text, blocks)


def _counted(found: Sequence[object], one: str, what: str) -> list[str]:
    if not found:
        return []
    return [f"1 {one} is {what}" if len(found) == 1 else f"{len(found)} {one}s are {what}"]


def _listed(lines: Sequence[str], most: int) -> list[Block]:
    left = len(lines) - most
    more = [section(f"And {left} more.")] if left > 0 else []
    return [*(section(line) for line in lines[:most]), *more]


def _line(card: ActionCard, monday: date) -> str:
    action = card.action
    days = (monday - action.due_on).days if action.due_on else 0
    since = "1 day" if days == 1 else f"{days} days"
    return (
        f"{mention(action.owner or '')}, {since} overdue{about(card.terms)}:\n{escape(card.aim)}"
    )
