"""The weekly digest of decisions, overdue actions and unfinished rounds, as a channel sees it."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block

from assessments.rounds.cards import ActionCard
from assessments.rounds.leading import LedRound
from ground.audit import Head
from ground.counting import counted
from handlers.blocks.notices import noticed_text
from handlers.blocks.parts import context, header, section
from handlers.blocks.rounds.led_rounds import unsettled_line
from handlers.blocks.rounds.terms import about
from handlers.blocks.text import Message, escape, mention
from handlers.blocks.undecided import Undecided, undecided_blocks, undecided_words
from monitors.alerts.notices import NoticedModel

MOST_ACTIONS, MOST_ROUNDS, MOST_MODELS = 20, 10, 10


def digest_message(
    overdue: Sequence[ActionCard],
    unsettled: Sequence[LedRound],
    monday: date,
    head: Head,
    noticed: Sequence[NoticedModel] = (),
    undecided: Sequence[Undecided] = (),
) -> Message:
    """Build the list of overdue actions and unfinished rounds, oldest first, with their owners.

    Above it is what waits for a decision. Below it is what monitors noticed in the week before,
    of which nobody has to decide.

    It also notes the audit chain's head, where nobody who can change the database can change it.
    """
    noted = context(
        f"The audit log ends at entry {head.entries:,} with the head `{head.hash}`. "
        "`lamplighter audit verify --head` tells whether anything before it is missing."
    )
    if not overdue and not unsettled and not noticed and not undecided:
        return Message("Nothing is overdue now", [section("*Nothing is overdue now.*"), noted])
    waiting = undecided_blocks(undecided)
    counts = [*_counted(overdue, "action", "overdue"), *_counted(unsettled, "round", "unfinished")]
    models = [f"{counted(len(noticed), 'model')} worth a look"] if noticed else []
    text = " and ".join([*undecided_words(undecided), *counts, *models])
    if not counts:
        whose = "This week" if undecided else "Monitors"
        return Message(f"{whose}: {text}", [*waiting, *_models(noticed), noted])
    blocks: list[Block] = [
        *waiting,
        header("Overdue actions" if overdue else "Unfinished rounds"),
        section(f"*{' and '.join(counts)}.*"),
        *_listed([_line(card, monday) for card in overdue], MOST_ACTIONS),
        *_listed([unsettled_line(led) for led in unsettled], MOST_ROUNDS),
        context(
            "Own an action? Mark it *Done*, *Not yet* or *Drop it* in Home. Lead a round? Decide "
            "there too. This digest comes on Mondays, and only if something is open."
        ),
        *_models(noticed),
        noted,
    ]
    whose = "This week" if noticed or undecided else "Readiness rounds"
    return Message(f"{whose}: {text}", blocks)


def _models(noticed: Sequence[NoticedModel]) -> list[Block]:
    """Draw what monitors noticed, a model each; nothing where they noticed nothing."""
    if not noticed:
        return []
    explained = context("These changes are certain, and too small to call anybody.")
    lines = [noticed_text(model) for model in noticed]
    return [header("Models worth a look"), *_listed(lines, MOST_MODELS), explained]


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
