"""Asking somebody for a section: the window, and the direct message that they get."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from assessments.use_cases.asks import LONGEST_REASON
from handlers.blocks.parts import button, context, header, modal, option, section, text_input
from handlers.blocks.text import Message, cut, escape, mention, quote, short
from handlers.blocks.use_cases.progress import short_label
from handlers.blocks.use_cases.widgets import PERSON

ASK_VIEW, ANSWER_ASK = "use_case_ask_sent", "use_case_answer_ask"
SECTION_BLOCK, PERSON_BLOCK, WHY_BLOCK = "section", "person", "why"
CHOOSE, TYPE = "choose", "type_text"


@dataclass(frozen=True)
class AskCard:
    """What the message to somebody who is asked for a section shows."""

    ask_id: UUID
    title: str
    summary: str
    section: str
    asked_by: str
    why: str
    missing: Sequence[str]
    is_done: bool
    is_discarded: bool = False


def ask_window(
    use_case_id: UUID, sections: Sequence[tuple[str, str]], person: str = "", chosen: str = ""
) -> View:
    """Build the window that asks who should fill in which section, and why."""
    options = [option(title, section_id) for section_id, title in sections]
    return modal(
        "Ask somebody",
        [
            text_input(
                "For which section?",
                StaticSelectElement(
                    action_id=CHOOSE,
                    options=options,
                    initial_option=next((one for one in options if one.value == chosen), None),
                    placeholder=PlainTextObject(text="Choose a section"),
                ),
                block_id=SECTION_BLOCK,
            ),
            text_input(
                "Who knows best?",
                UserSelectElement(
                    action_id=CHOOSE,
                    initial_user=person if PERSON.fullmatch(person) else None,
                    placeholder=PlainTextObject(text="Choose a person"),
                ),
                block_id=PERSON_BLOCK,
            ),
            text_input(
                "Why them? A sentence helps",
                PlainTextInputElement(action_id=TYPE, multiline=True, max_length=LONGEST_REASON),
                block_id=WHY_BLOCK,
                optional=True,
            ),
            context("They get a direct message with a button that opens just this section."),
        ],
        callback_id=ASK_VIEW,
        private_metadata=json.dumps({"use_case_id": str(use_case_id)}),
        submit="Ask",
    )


def ask_message(card: AskCard) -> Message:
    """Build the direct message to who is asked."""
    title = short(card.title or "a new use case")
    told = (
        f"{mention(card.asked_by)} asks you to fill in *{escape(card.section)}* of the use case "
        f"*{title}*."
    )
    blocks: list[Block] = [header("You know this best"), section(told)]
    if card.summary:
        blocks.append(section(escape(cut(card.summary, 300))))
    if card.why:
        blocks.append(section(quote(cut(card.why, LONGEST_REASON))))
    if card.missing and not card.is_done:
        blocks.append(context(f"Missing: {escape('; '.join(map(short_label, card.missing)))}"))
    if card.is_discarded:
        blocks.append(section("The use case was discarded, so there's nothing to do."))
    elif card.is_done:
        blocks.append(section(":white_check_mark: *Done. Thank you.*"))
    else:
        fill_in = button(f"Fill in: {card.section}", ANSWER_ASK, card.ask_id, style="primary")
        blocks.append(ActionsBlock(elements=[fill_in]))
    return Message(f"You are asked to fill in {card.section} of a use case", blocks)
