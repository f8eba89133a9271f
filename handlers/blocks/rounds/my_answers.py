"""The windows about a person's own answers: what they said, a copy of it, and taking it back."""

import json
from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement
from slack_sdk.models.views import View

from assessments.rounds.privacy import OwnRound
from ground.counting import counted
from handlers.blocks.parts import button, confirm, context, modal, section
from handlers.blocks.rounds.named_answers import answer_lines, pages_of
from handlers.blocks.rounds.terms import about, round_name
from handlers.blocks.text import day

MY_ANSWERS, EXPORT_MY_ANSWERS, ERASE_MY_ANSWERS = (
    "my_answers",
    "export_my_answers",
    "erase_my_answers",
)
SHOW_PREVIOUS_MINE, SHOW_NEXT_MINE = "show_previous_my_answers", "show_next_my_answers"
WHAT_WITHDRAWING_MEANS = """\
*If you withdraw them:*
• your name and your words are erased for good; results already shown keep their figures;
• open rounds stop asking you;
• a round that repeats every quarter leaves you out next time, unless somebody adds you again;
• you can no longer get the report of these rounds. If you want it, get it first."""


def my_answers_window(rounds: Sequence[OwnRound], position: int = 1) -> View:
    """Build one page of a person's own answers, with what they can do; pages count from 1."""
    if not rounds:
        return _mine(
            [section("*We have no answers from you:* you haven't answered anything yet.")]
        )
    answers = sum(len(found.answers) for found in rounds)
    pages = pages_of([(_heading(found), answer_lines(found.answers)) for found in rounds])
    position = min(max(position, 1), len(pages))
    blocks: list[Block] = [
        section(f"*You gave {counted(answers, 'answer')} in {counted(len(rounds), 'round')}.*"),
        *pages[position - 1],
        *(_turning(position, len(pages)) if len(pages) > 1 else []),
        section(WHAT_WITHDRAWING_MEANS),
        ActionsBlock(elements=[button("Send me a copy", EXPORT_MY_ANSWERS, "mine"), _erase()]),
    ]
    return _mine(blocks)


def copy_window() -> View:
    """Build the window that confirms a copy is on its way."""
    return _mine(
        [section("*Your copy is on its way.* It'll arrive in our direct messages in a moment.")]
    )


def erased_window() -> View:
    """Build the window that confirms a person's name and words are erased."""
    return _mine([section("*Done.* Your name and your words are erased.")])


def _heading(found: OwnRound) -> str:
    return f"*{round_name(found.terms)}*{about(found.terms)}, {day(found.started_at)}"


def _erase() -> ButtonElement:
    return button(
        "Withdraw my answers",
        ERASE_MY_ANSWERS,
        "mine",
        style="danger",
        confirm=confirm(
            "Withdraw your answers?",
            "Your name and words are erased for good. You leave these rounds: no more questions, "
            "no report, and no invitation when one repeats.",
            "Withdraw them",
        ),
    )


def _turning(position: int, total: int) -> list[Block]:
    """Build the buttons that turn the page; each carries the page it shows."""
    around = {SHOW_PREVIOUS_MINE: ("Back", position - 1), SHOW_NEXT_MINE: ("Next", position + 1)}
    elements = [
        button(label, action_id, json.dumps({"position": to}))
        for action_id, (label, to) in around.items()
        if 1 <= to <= total
    ]
    return [context(f"Page {position} of {total}."), ActionsBlock(elements=elements)]


def _mine(blocks: Sequence[Block]) -> View:
    return modal("My answers", blocks, callback_id="my_answers", submit=None)
