"""The rounds a person leads, as Home and the weekly digest list them."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from assessments.rounds.leading import LedRound
from assessments.tables import Stage
from ground.counting import counted
from handlers.blocks.parts import button, header, section
from handlers.blocks.rounds.readiness import close_button
from handlers.blocks.rounds.roadmap import AGREE_ACTION, DECLINE_ACTION
from handlers.blocks.rounds.terms import about, day_of, round_name
from handlers.blocks.text import day, mention

MOST_ROUNDS = 8


def rounds_you_lead(led: Sequence[LedRound], most: int = MOST_ROUNDS) -> list[Block]:
    """List a facilitator's unfinished rounds, each with the next button if there is one."""
    if not led:
        return []
    blocks: list[Block] = [header("Rounds you lead")]
    for found in led[:most]:
        text = f"*{round_name(found.terms)}*{about(found.terms)}: {_standing(found, 'your')}"
        buttons = _buttons(found)
        blocks.append(section(text if buttons else f"{text} {_where(found)}"))
        if buttons:
            blocks.append(ActionsBlock(elements=buttons))
    if len(led) > most:
        blocks.append(section(f"And {len(led) - most} more."))
    return blocks


def unsettled_line(found: LedRound) -> str:
    """Write a round's line in the digest: who leads it, what it needs, and since when."""
    name = f"*{round_name(found.terms)}*{about(found.terms)}"
    since = f"since {day(found.since)}"
    return f"{mention(found.terms.started_by)}, {since}: {name}. {_standing(found, 'a')}"


def _standing(found: LedRound, whose: str) -> str:
    if found.terms.stage is Stage.DECIDING:
        left = len(found.undecided)
        return f"*{counted(left, 'action needs', 'actions need')} {whose} decision.*"
    if found.terms.stage is Stage.VOTING_AGAIN:
        return f"in the second round, {_counted(found)} voted again."
    until = "" if found.terms.ends_at is None else f" Last day: {day_of(found.terms.ends_at)}."
    if found.is_answered:
        return f"*everyone has answered.* Close it to see the result.{until}"
    return f"{_counted(found)} answered.{until}"


def _counted(found: LedRound) -> str:
    return f"{found.finished} of {found.asked} {'has' if found.finished == 1 else 'have'}"


def _where(found: LedRound) -> str:
    verb = "Remind people or close it" if found.terms.stage is Stage.ANSWERING else "End it"
    return f"{verb} in *Messages*."


def _buttons(found: LedRound) -> list[ButtonElement]:
    if found.undecided and found.terms.stage is Stage.DECIDING:
        first = found.undecided[0]
        return [
            button("Decide on the next action", AGREE_ACTION, first, style="primary"),
            button("Decline it", DECLINE_ACTION, first),
        ]
    return [close_button(found.terms.assessment_id)] if _is_to_close(found) else []


def _is_to_close(found: LedRound) -> bool:
    return found.terms.stage is Stage.ANSWERING and found.is_answered
