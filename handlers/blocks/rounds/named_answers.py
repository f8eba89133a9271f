"""The windows about single answers: a facilitator's, and a person's own."""

import json
from collections.abc import Sequence
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from assessments.rounds.privacy import NamedAnswers
from handlers.blocks.parts import button, confirm, context, modal, section
from handlers.blocks.text import SECTION_TEXT_LIMIT, escape, mention, quotes

MY_ANSWERS, EXPORT_MY_ANSWERS, ERASE_MY_ANSWERS = (
    "my_answers",
    "export_my_answers",
    "erase_my_answers",
)
SHOW_PREVIOUS_NAMED, SHOW_NEXT_NAMED = "show_previous_named_answers", "show_next_named_answers"
MOST_BLOCKS, MOST_SECTIONS = 90, 20
LONGEST_PAGE = MOST_SECTIONS * SECTION_TEXT_LIMIT  # a window takes 250 KB, a character up to four
WHAT_TAKING_BACK_MEANS = """\
*If you take them back:*
• your name and your words are erased for good; results that were shown keep their figures;
• open rounds do not ask you any more;
• a round that repeats every quarter leaves you out next time, unless somebody adds you again;
• you can't have the report of these rounds any more. If you want to keep it, get it first."""


def named_answers_window(
    assessment_id: UUID, found: Sequence[NamedAnswers], position: int = 1
) -> View:
    """Show who answered what, as everyone was told beforehand: one page, from 1, or the last."""
    pages = _pages(found)
    position = min(max(position, 1), len(pages))
    blocks: list[Block] = [
        section("*Answers with names.* Everyone was told that you see them."),
        *pages[position - 1],
    ]
    if len(pages) > 1:
        blocks += [
            context(f"Page {position} of {len(pages)}, {len(found)} people in all."),
            _turning(assessment_id, position, len(pages)),
        ]
    return modal("Answers with names", blocks, callback_id="named_answers", submit=None)


def my_answers_window(answers: int, rounds: int) -> View:
    """Say what is kept of a person, and let them take it along or back."""
    if answers == 0:
        return _mine([section("*Nothing is kept of you:* you have not answered anything yet.")])
    erase = button(
        "Take my answers back",
        ERASE_MY_ANSWERS,
        "mine",
        style="danger",
        confirm=confirm(
            "Take your answers back?",
            "Your name and words are erased for good. You leave these rounds: no more questions, "
            "no report, and no invitation when one repeats.",
            "Take them back",
        ),
    )
    return _mine(
        [
            section(
                f"*You gave {answers} {'answer' if answers == 1 else 'answers'} in {rounds} "
                f"{'round' if rounds == 1 else 'rounds'}.* You can take a copy, or take them back."
            ),
            section(WHAT_TAKING_BACK_MEANS),
            ActionsBlock(elements=[button("Send me a copy", EXPORT_MY_ANSWERS, "mine"), erase]),
        ]
    )


def copy_window() -> View:
    """Say that the copy is on its way."""
    return _mine([section("*A copy comes in our direct message* in a moment.")])


def erased_window() -> View:
    """Say that nothing is kept by name any more."""
    return _mine([section("*Done.* Your name and your words are erased.")])


def _mine(blocks: Sequence[Block]) -> View:
    return modal("My answers", blocks, callback_id="my_answers", submit=None)


def _turning(assessment_id: UUID, position: int, total: int) -> ActionsBlock:
    """Give the buttons that turn the page; each carries the page that it shows."""

    def turn(text: str, action_id: str, to: int) -> ButtonElement:
        place = {"assessment_id": str(assessment_id), "position": to}
        return button(text, action_id, json.dumps(place))

    back = [turn("Back", SHOW_PREVIOUS_NAMED, position - 1)] if position > 1 else []
    following = [turn("Next", SHOW_NEXT_NAMED, position + 1)] if position < total else []
    return ActionsBlock(elements=[*back, *following])


def _pages(found: Sequence[NamedAnswers]) -> list[list[Block]]:
    """Put as many people on each page as a window takes; nobody is parted who fits on one."""
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
    """Write a person's answers in sections, parted where they are more than a page takes."""
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
