"""The window that shows a facilitator who answered what, and how answers are put on pages."""

import json
from collections.abc import Sequence
from uuid import UUID

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, DividerBlock
from slack_sdk.models.views import View

from assessments.answers.asking import AskedQuestion
from assessments.answers.replies import Reply
from assessments.rounds.privacy import NamedAnswers
from ground.counting import counted
from handlers.blocks.parts import button, context, modal, section
from handlers.blocks.text import SECTION_TEXT_LIMIT, escape, mention, quotes

SHOW_PREVIOUS_NAMED, SHOW_NEXT_NAMED = "show_previous_named_answers", "show_next_named_answers"
MOST_BLOCKS, MOST_SECTIONS = 90, 20
LONGEST_PAGE = MOST_SECTIONS * SECTION_TEXT_LIMIT  # a window takes 250 KB, a character up to four


def named_answers_window(
    assessment_id: UUID, found: Sequence[NamedAnswers], position: int = 1
) -> View:
    """Build one page of who answered what, as everyone was told; pages count from 1."""
    pages = pages_of([(f"*{mention(one.user_id)}*", answer_lines(one.answers)) for one in found])
    position = min(max(position, 1), len(pages))
    blocks: list[Block] = [
        section("*Answers with names.* Everyone was told that you can see them."),
        *pages[position - 1],
    ]
    if len(pages) > 1:
        people = counted(len(found), "person", "people")
        blocks += [
            context(f"Page {position} of {len(pages)}, {people} in total."),
            _turning(assessment_id, position, len(pages)),
        ]
    return modal("Answers with names", blocks, callback_id="named_answers", submit=None)


def _turning(assessment_id: UUID, position: int, total: int) -> ActionsBlock:
    """Build the buttons that turn the page; each carries the page it shows."""

    def turn(text: str, action_id: str, to: int) -> ButtonElement:
        place = {"assessment_id": str(assessment_id), "position": to}
        return button(text, action_id, json.dumps(place))

    back = [turn("Back", SHOW_PREVIOUS_NAMED, position - 1)] if position > 1 else []
    following = [turn("Next", SHOW_NEXT_NAMED, position + 1)] if position < total else []
    return ActionsBlock(elements=[*back, *following])


def pages_of(parts: Sequence[tuple[str, Sequence[str]]]) -> list[list[Block]]:
    """Put headings with their lines on pages: as many on each as fit, each whole if possible."""
    pages: list[list[Block]] = [[]]
    length = 0
    for part in (part for found in parts for part in _in_parts(*found)):
        blocks = [DividerBlock(), *map(section, part)]
        added = sum(map(len, part))
        if len(pages[-1]) + len(blocks) > MOST_BLOCKS or length + added > LONGEST_PAGE:
            pages.append([])
            length = 0
        pages[-1] += blocks
        length += added
    return pages


def answer_lines(answers: Sequence[tuple[AskedQuestion, Reply]]) -> list[str]:
    """Write answers as lines: each question, the answer in its words, and what was said to it."""
    lines = []
    for question, reply in answers:
        labels = {answer.value: answer.label for answer in question.answers}
        lines.append(f"• {escape(question.question)} *{escape(labels.get(reply.value, '?'))}*")
        lines += [*quotes(reply.reason), *quotes(reply.evidence)]
    return lines


def _in_parts(heading: str, lines: Sequence[str]) -> list[list[str]]:
    """Write a heading and its lines in sections, split where they don't fit on one page."""
    texts = _in_sections([heading, *lines])
    most = MOST_SECTIONS - 1
    following = [
        [f"{heading}, continued", *texts[start : start + most]]
        for start in range(most, len(texts), most)
    ]
    return [texts[:most], *following]


def _in_sections(lines: Sequence[str]) -> list[str]:
    texts = [""]
    for line in lines:
        if len(texts[-1]) + len(line) + 1 > SECTION_TEXT_LIMIT:
            texts.append("")
        texts[-1] += f"{line}\n"
    return [text for text in texts if text]
