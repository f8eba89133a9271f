"""The weekly digest of overdue actions and unfinished rounds, as a channel sees it."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block

from assessments.rounds.cards import ActionCard
from assessments.rounds.leading import LedRound
from ground.audit import Head
from handlers.blocks.parts import context, header, section
from handlers.blocks.rounds.led_rounds import unsettled_line
from handlers.blocks.rounds.terms import about
from handlers.blocks.text import Message, counted, escape, mention

MOST_ACTIONS, MOST_ROUNDS = 20, 10


def digest_message(
    overdue: Sequence[ActionCard], unsettled: Sequence[LedRound], monday: date, head: Head
) -> Message:
    """Build the list of overdue actions and unfinished rounds, oldest first, with their owners.

    It also notes the audit chain's head, where nobody who can change the database can change it.
    """
    noted = context(
        f"The audit log ends at entry {head.entries:,} with the head `{head.hash}`. "
        "`lamplighter audit verify --head` tells whether anything before it is missing."
    )
    if not overdue and not unsettled:
        return Message("Nothing is overdue now", [section("*Nothing is overdue now.*"), noted])
    counts = [*_counted(overdue, "action", "overdue"), *_counted(unsettled, "round", "unfinished")]
    text = " and ".join(counts)
    blocks: list[Block] = [
        header("Overdue actions" if overdue else "Unfinished rounds"),
        section(f"*{text}.*"),
        *_listed([_line(card, monday) for card in overdue], MOST_ACTIONS),
        *_listed([unsettled_line(led) for led in unsettled], MOST_ROUNDS),
        context(
            "Own an action? Mark it *Done*, *Not yet* or *Drop it* in Home. Lead a round? Decide "
            "there too. This digest comes on Mondays, and only if something is open."
        ),
        noted,
    ]
    return Message(f"Readiness rounds: {text}", blocks)


def _counted(found: Sequence[object], one: str, what: str) -> list[str]:
    if not found:
        return []
    return [f"{counted(len(found), one)} {'is' if len(found) == 1 else 'are'} {what}"]


def _listed(lines: Sequence[str], most: int) -> list[Block]:
    left = len(lines) - most
    more = [section(f"And {left} more.")] if left > 0 else []
    return [*(section(line) for line in lines[:most]), *more]


def _line(card: ActionCard, monday: date) -> str:
    action = card.action
    days = (monday - action.due_on).days if action.due_on else 0
    who, since = mention(action.owner or ""), counted(days, "day")
    return f"{who}'s action{about(card.terms)} is {since} overdue:\n{escape(card.aim)}"
