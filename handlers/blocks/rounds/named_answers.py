"""Windows that show single answers: to a facilitator, and to the person who gave them."""

import json
from collections.abc import Sequence
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from assessments.rounds.privacy import NamedAnswers
from handlers.blocks.parts import button, confirm, context, modal, section
from handlers.blocks.text import SECTION_TEXT_LIMIT, counted, escape, mention, quotes

MY_ANSWERS, EXPORT_MY_ANSWERS, ERASE_MY_ANSWERS = (
    "my_answers",
    "export_my_answers",
    "erase_my_answers",
)
SHOW_PREVIOUS_NAMED, SHOW_NEXT_NAMED = "show_previous_named_answers", "show_next_named_answers"
MOST_BLOCKS, MOST_SECTIONS = 90, 20
LONGEST_PAGE = MOST_SECTIONS * SECTION_TEXT_LIMIT  # a window takes 250 KB, a character up to four
WHAT_WITHDRAWING_MEANS = """\
*If you withdraw them:*
• your name and your words are erased for good; results already shown keep their figures;
• open rounds stop asking you;
• a round that repeats every quarter leaves you out next time, unless somebody adds you again;
• you can no longer get the report of these rounds. If you want it, get it first."""


def named_answers_window(
    assessment_id: UUID, found: Sequence[NamedAnswers], position: int = 1
) -> View:
    """Build one page of who answered what, as everyone was told; pages count from 1."""
    pages = _pages(found)
    position = min(max(position, 1), len(pages))
    blocks: list[Block] = [
        section("*Answers with names.* Everyone was told that you can see them."),
        *pages[position - 1],
    ]
    if len(pages) > 1:
        blocks += [
            context(f"Page {position} of {len(pages)}, {len(found)} people in total."),
            _turning(assessment_id, position, len(pages)),
        ]
    return modal("Answers with names", blocks, callback_id="named_answers", submit=None)


def my_answers_window(answers: int, rounds: int) -> View:
    """Build the window where a person can get a copy of their answers, or withdraw them."""
    if answers == 0:
        return _mine(
            [section("*We have no answers from you:* you haven't answered anything yet.")]
        )
    erase = button(
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
    return _mine(
        [
            section(
                f"*You gave {counted(answers, 'answer')} in {counted(rounds, 'round')}.* You can "
                "get a copy, or withdraw them."
            ),
            section(WHAT_WITHDRAWING_MEANS),
            ActionsBlock(elements=[button("Send me a copy", EXPORT_MY_ANSWERS, "mine"), erase]),
        ]
    )


def copy_window() -> View:
    """Build the window that confirms a copy is on its way."""
    return _mine(
        [section("*Your copy is on its way.* It'll arrive in our direct messages in a moment.")]
    )


def erased_window() -> View:
    """Build the window that confirms a person's name and words are erased."""
    return _mine([section("*Done.* Your name and your words are erased.")])


def _mine(blocks: Sequence[Block]) -> View:
    return modal("My answers", blocks, callback_id="my_answers", submit=None)


def _turning(assessment_id: UUID, position: int, total: int) -> ActionsBlock:
    """Build the buttons that turn the page; each carries the page it shows."""

    def turn(text: str, action_id: str, to: int) -> ButtonElement:
        place = {"assessment_id": str(assessment_id), "position": to}
        return button(text, action_id, json.dumps(place))

    back = [turn("Back", SHOW_PREVIOUS_NAMED, position - 1)] if position > 1 else []
    following = [turn("Next", SHOW_NEXT_NAMED, position + 1)] if position < total else []
    return ActionsBlock(elements=[*back, *following])


def _pages(found: Sequence[NamedAnswers]) -> list[list[Block]]:
    """Put as many people on each page as fit; keep each person on one page if possible."""
    pages: list[list[Block]] = [[]]
    length = 0
    for part in (part for person in found for part in _parts(person)):
        blocks = [DividerBlock(), *map(section, part)]
        added = sum(map(len, part))
        if len(pages[-1]) + len(blocks) > MOST_BLOCKS or length + added > LONGEST_PAGE:
            pages.append([])
            length = 0
        pages[-1] += blocks
        length += added
    return pages


def _parts(person: NamedAnswers) -> list[list[str]]:
    """Write a person's answers in sections, split where they don't fit on one page."""
    name = f"*{mention(person.user_id)}*"
    texts = _in_sections([name, *_lines(person)])
    most = MOST_SECTIONS - 1
    following = [
        [f"{name}, continued", *texts[start : start + most]]
        for start in range(most, len(texts), most)
    ]
    return [texts[:most], *following]


def _lines(person: NamedAnswers) -> list[str]:
    lines = []
    for question, reply in person.answers:
        labels = {answer.value: answer.label for answer in question.answers}
        lines.append(f"• {escape(question.question)} *{escape(labels.get(reply.value, '?'))}*")
        lines += [*quotes(reply.reason), *quotes(reply.evidence)]
    return lines


def _in_sections(lines: Sequence[str]) -> list[str]:
    texts = [""]
    for line in lines:
        if len(texts[-1]) + len(line) + 1 > SECTION_TEXT_LIMIT:
            texts.append("")
        texts[-1] += f"{line}\n"
    return texts
