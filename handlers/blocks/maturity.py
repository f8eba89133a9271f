"""The result of a maturity round: the headline, where it is weakest, what to do first."""

from collections.abc import Sequence
from fractions import Fraction

from slack_sdk.models.blocks import Block, DividerBlock

from assessments.maturity_card import DimensionLine, MaturityCard
from handlers.blocks.parts import context, header, section
from handlers.blocks.text import Message, escape

MOST_LISTED = 5
NAME_WIDTH, CELL_WIDTH = 18, 9


def maturity_result(card: MaturityCard) -> Message:
    """Show what a round says about a team."""
    title = _title(card)
    blocks: list[Block] = [header(title), section(_headline(card)), section(_heat_table(card))]
    if card.disputes:
        blocks += [DividerBlock(), section(_disputes(card))]
    if card.unknown:
        blocks.append(section(_unknown(card.unknown)))
    if card.roadmap:
        blocks += [DividerBlock(), section(_roadmap(card))]
    blocks.append(
        context(
            f"{card.people} people answered, {_percent(card.response_rate)} of what was asked. "
            "Each group counts once; no answer is shown with a name. Levels go from 0, not "
            "there, to 4, automatic, rounded down to halves; ? is not enough known. Weeks are a "
            "rough guess."
        )
    )
    return Message(title, blocks)


def _title(card: MaturityCard) -> str:
    if card.level is None:
        return "Result: too little is known for a level"
    return f"Result: level {card.level} of 4, {card.level_name.lower()}"


def _headline(card: MaturityCard) -> str:
    lines = []
    if card.lowest:
        lines.append(
            f"*Weakest: {', '.join(map(escape, card.lowest))}.* The weakest link sets the level."
        )
    if card.average is not None:
        lines.append(f"On average {_half(card.average)} of 4.")
    if card.evidenced_level is not None and card.evidenced_level != card.level:
        lines.append(f"What evidence was given for: level {card.evidenced_level}.")
    if card.is_provisional:
        lines.append("*Provisional:* not everything could be scored yet.")
    return " ".join(lines) or "Nobody could say enough yet."


def _heat_table(card: MaturityCard) -> str:
    heads = "".join(f"{escape(name)[: CELL_WIDTH - 1]:>{CELL_WIDTH}}" for name in card.groups)
    rows = [_row(found) for found in card.dimensions]
    return "\n".join(["```", f"{'':{NAME_WIDTH}}{'team':>6}{heads}   goal", *rows, "```"])


def _row(found: DimensionLine) -> str:
    cells = "".join(f"{_half(score):>{CELL_WIDTH}}" for score in found.groups)
    name = escape(found.label)[:NAME_WIDTH]
    return f"{name:{NAME_WIDTH}}{_half(found.score):>6}{cells}{found.target:>7}"


def _disputes(card: MaturityCard) -> str:
    lines = ["*Where you see it differently: talk about this first*"]
    for found in card.disputes:
        views = ", ".join(f"{escape(group)} says {_half(level)}" for group, level in found.views)
        lines.append(f"• {escape(found.question)}\n   {views}")
    return "\n".join(lines)


def _unknown(questions: Sequence[str]) -> str:
    lines = [f"• {escape(found)}" for found in questions[:MOST_LISTED]]
    left = len(questions) - len(lines)
    more = [f"… and {left} more"] if left else []
    return "\n".join(["*Nobody could say: find out*", *lines, *more])


def _roadmap(card: MaturityCard) -> str:
    lines = ["*What to do first, quickest value first*"]
    for number, action in enumerate(card.roadmap, 1):
        weeks = float(action.weeks)
        lines.append(
            f"{number}. {escape(action.sentence)} "
            f"(about {weeks:g} {'week' if weeks == 1 else 'weeks'})"
        )
    return "\n".join(lines)


def _half(score: Fraction | None) -> str:
    """Round down to half levels, so that number and colour never disagree."""
    return "?" if score is None else f"{int(score * 2) / 2:g}"


def _percent(share: Fraction) -> str:
    return f"{float(share):.0%}"
